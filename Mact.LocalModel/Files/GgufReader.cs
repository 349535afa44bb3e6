using System.Text;

namespace Mact.LocalModel.Files;

/// <summary>Reads the parts of a GGUF head, in the order of the file.</summary>
internal sealed class GgufReader(Stream stream) : IDisposable
{
    private const int MaxText = 1 << 26;
    private readonly BinaryReader _reader = new(new BufferedStream(stream, 1 << 16), Encoding.UTF8);
    private long _position;

    public void Dispose() => _reader.Dispose();

    public byte[] Bytes(int count)
    {
        var bytes = _reader.ReadBytes(count);
        _position += count;
        return bytes.Length == count ? bytes : throw new EndOfStreamException();
    }

    public uint UInt32() => BitConverter.ToUInt32(Bytes(4));

    public ulong UInt64() => BitConverter.ToUInt64(Bytes(8));

    public string Text() => UInt64() is var length and <= MaxText ? Encoding.UTF8.GetString(Bytes((int)length)) : throw new EndOfStreamException();

    /// <summary>A value: a text, a whole number, a list of whole numbers; null for what is none of them and not needed.</summary>
    public object? Value() => ValueOf(UInt32());

    /// <summary>Where the weights end at least: the last of them begins at some place and has at least a byte for eight numbers.</summary>
    public long LastTensorEnd(ulong count, int alignment)
    {
        long last = 0;
        for (ulong i = 0; i < count; i++)
        {
            Text();
            var dimensions = UInt32();
            long numbers = 1;
            for (var d = 0; d < dimensions; d++)
            {
                numbers *= (long)UInt64();
            }

            var type = UInt32();
            last = Math.Max(last, (long)UInt64() + SizeOf(type, numbers));
        }

        return ((_position + alignment - 1) / alignment * alignment) + last;
    }

    /// <summary>Bytes of so many numbers. Types that are not listed count with the smallest size that any has.</summary>
    private static long SizeOf(uint type, long numbers) => type switch
    {
        0 or 26 => numbers * 4,
        1 or 25 or 30 => numbers * 2,
        2 or 20 => numbers / 32 * 18,
        3 => numbers / 32 * 20,
        6 => numbers / 32 * 22,
        7 => numbers / 32 * 24,
        8 => numbers / 32 * 34,
        10 => numbers / 256 * 84,
        11 => numbers / 256 * 110,
        12 => numbers / 256 * 144,
        13 => numbers / 256 * 176,
        14 => numbers / 256 * 210,
        23 => numbers / 256 * 136,
        _ => numbers / 8,
    };

    private object? ValueOf(uint type) => type switch
    {
        0 => (long)Bytes(1)[0],
        1 => (long)(sbyte)Bytes(1)[0],
        2 => (long)BitConverter.ToUInt16(Bytes(2)),
        3 => (long)BitConverter.ToInt16(Bytes(2)),
        4 => (long)UInt32(),
        5 => (long)BitConverter.ToInt32(Bytes(4)),
        6 => (double)BitConverter.ToSingle(Bytes(4)),
        7 => Bytes(1)[0] != 0,
        8 => Text(),
        9 => List(UInt32(), UInt64()),
        10 => (long)UInt64(),
        11 => BitConverter.ToInt64(Bytes(8)),
        12 => BitConverter.ToDouble(Bytes(8)),
        _ => throw new ModelFailedException($"The file's head has a value of the unknown type {type}."),
    };

    private List<long>? List(uint type, ulong count)
    {
        List<long> numbers = [];
        for (ulong i = 0; i < count; i++)
        {
            if (ValueOf(type) is long number)
            {
                numbers.Add(number);
            }
        }

        return numbers.Count > 0 ? numbers : null;
    }
}
