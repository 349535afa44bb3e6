namespace Mact.Web.Tests.Watching.Circuits;

/// <summary>Messages of a binary hub: each has its length before it, seven bits to the byte, lowest first.</summary>
internal sealed class HubFrames
{
    private byte[] _bytes = [];

    /// <summary>One message as it is sent.</summary>
    public static byte[] Frame(ReadOnlyMemory<byte> message)
    {
        List<byte> framed = [];
        var length = message.Length;
        do
        {
            framed.Add((byte)((length & 0x7f) | (length > 0x7f ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);

        return [.. framed, .. message.Span];
    }

    /// <summary>Takes what came and gives the messages that are complete.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Take(ReadOnlySpan<byte> received)
    {
        _bytes = [.. _bytes, .. received];
        List<ReadOnlyMemory<byte>> messages = [];
        var start = 0;
        while (TryReadLength(start, out var length, out var size) && start + size + length <= _bytes.Length)
        {
            messages.Add(_bytes.AsMemory(start + size, length));
            start += size + length;
        }

        _bytes = _bytes[start..];
        return messages;
    }

    private bool TryReadLength(int start, out int length, out int size)
    {
        length = 0;
        for (size = 0; start + size < _bytes.Length;)
        {
            var next = _bytes[start + size];
            length |= (next & 0x7f) << (7 * size);
            size++;
            if ((next & 0x80) == 0)
            {
                return true;
            }
        }

        return false;
    }
}
