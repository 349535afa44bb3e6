using System.Buffers.Binary;
using System.Text;

namespace Mact.Web.Tests.Watching.Circuits;

/// <summary>Reads the MessagePack values of a hub's messages, one after the other.</summary>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public int Array()
    {
        var code = Byte();
        return code switch
        {
            >= 0x90 and <= 0x9f => code & 0x0f,
            0xdc => (int)Number(2),
            0xdd => (int)Number(4),
            _ => throw Unexpected(code),
        };
    }

    public long Integer()
    {
        var code = Byte();
        return code switch
        {
            <= 0x7f => code,
            >= 0xe0 => (sbyte)code,
            0xcc => Number(1),
            0xcd => Number(2),
            0xce => Number(4),
            0xcf or 0xd3 => Number(8),
            0xd0 => (sbyte)Number(1),
            0xd1 => (short)Number(2),
            0xd2 => (int)Number(4),
            _ => throw Unexpected(code),
        };
    }

    public string? Text()
    {
        var code = Byte();
        return code switch
        {
            0xc0 => null,
            >= 0xa0 and <= 0xbf => Encoding.UTF8.GetString(Take(code & 0x1f)),
            0xd9 => Encoding.UTF8.GetString(Take((int)Number(1))),
            0xda => Encoding.UTF8.GetString(Take((int)Number(2))),
            0xdb => Encoding.UTF8.GetString(Take((int)Number(4))),
            _ => throw Unexpected(code),
        };
    }

    public ReadOnlySpan<byte> Binary()
    {
        var code = Byte();
        return code switch
        {
            0xc4 => Take((int)Number(1)),
            0xc5 => Take((int)Number(2)),
            0xc6 => Take((int)Number(4)),
            _ => throw Unexpected(code),
        };
    }

    /// <summary>An empty map: hubs send no headers.</summary>
    public void SkipHeaders()
    {
        if (Byte() is not 0x80 and var code)
        {
            throw Unexpected(code);
        }
    }

    private static InvalidDataException Unexpected(byte code) => new($"Unexpected MessagePack code 0x{code:x2}.");

    private byte Byte() => Take(1)[0];

    private long Number(int size)
    {
        var taken = Take(size);
        return size switch
        {
            1 => taken[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(taken),
            4 => BinaryPrimitives.ReadUInt32BigEndian(taken),
            _ => BinaryPrimitives.ReadInt64BigEndian(taken),
        };
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
