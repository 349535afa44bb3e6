using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Mact.Web.Tests.Watching.Circuits;

/// <summary>The few MessagePack values that a circuit's client sends (https://github.com/msgpack/msgpack/blob/master/spec.md).</summary>
internal sealed class MessagePackWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public MessagePackWriter Array(int count) => Byte((byte)(0x90 | count));

    public MessagePackWriter EmptyMap() => Byte(0x80);

    public MessagePackWriter Nil() => Byte(0xc0);

    public MessagePackWriter Bool(bool value) => Byte((byte)(value ? 0xc3 : 0xc2));

    public MessagePackWriter Integer(long value)
    {
        Byte(0xd3);
        BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public MessagePackWriter Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Byte(0xdb);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(4), bytes.Length);
        _buffer.Advance(4);
        _buffer.Write(bytes);
        return this;
    }

    private MessagePackWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }
}
