using System.IO.Compression;
using System.Text;

namespace Mact.Testing;

/// <summary>Parquet files that say what is not so: pages and a footer in Thrift's compact form, which no library writes.</summary>
internal static class HostileParquet
{
    private const byte Int = 5;
    private const byte Long = 6;
    private const byte Binary = 8;
    private const byte ListOf = 9;
    private const byte Structure = 12;

    /// <summary>A page of <paramref name="values"/> values; <paramref name="size"/> is what it says that it unpacks to.</summary>
    public static byte[] Page(byte[] data, int values, int? size = null, int encoding = 0, bool isDictionary = false) =>
    [
        .. Struct(
            (1, Int, Number(isDictionary ? 2 : 0)),
            (2, Int, Number(size ?? data.Length)),
            (3, Int, Number(data.Length)),
            isDictionary
                ? (7, Structure, Struct((1, Int, Number(values)), (2, Int, Number(0))))
                : (5, Structure, Struct((1, Int, Number(values)), (2, Int, Number(encoding)), (3, Int, Number(3)), (4, Int, Number(3))))),
        .. data,
    ];

    /// <summary>A file of one column.</summary>
    public static byte[] Column(byte[] pages, long rows, int type = 2, int codec = 0, string name = "a") => File(
        pages, [Root(1), Field(name, type)], rows, [Group(rows, Chunk(4, rows, type, [name], codec, pages.Length))]);

    /// <summary>A file of one page that is in groups of so many rows.</summary>
    public static byte[] Groups(byte[] data, params long[] rows)
    {
        var page = Page(data, data.Length / 8);
        var chunk = Chunk(4, data.Length / 8, 2, ["a"], 0, page.Length);
        return File(page, [Root(1), Field("a", 2)], data.Length / 8, [.. rows.Select(count => Group(count, chunk))]);
    }

    /// <summary>One text, or as many as announced, by whose number each row has it.</summary>
    public static byte[] Dictionary(int length, int announced, int rows, bool whole = false)
    {
        byte[] text = [.. BitConverter.GetBytes(length), .. Encoding.ASCII.GetBytes(new string('x', length))];
        var texts = Page(whole ? [.. Enumerable.Repeat(text, announced).SelectMany(static each => each)] : text, announced, isDictionary: true);
        var page = Page([1, .. Unsigned((ulong)rows << 1), 0], rows, encoding: 8);
        var chunk = Chunk(4 + texts.Length, rows, 6, ["a"], 0, texts.Length + page.Length, dictionary: 4);
        return File([.. texts, .. page], [Root(1), Field("a", 6, isText: true)], rows, [Group(rows, chunk)]);
    }

    /// <summary>A schema of many columns, or of one in as many levels.</summary>
    public static byte[] Schema(int count, bool nested)
    {
        var level = Struct((3, Int, Number(0)), (4, Binary, Text("a")), (5, Int, Number(1)));
        return File([], nested
            ? [Root(1), .. Enumerable.Repeat(level, count), Field("a", 2)]
            : [Root(count), .. Enumerable.Repeat(Field("a", 2), count)], 0, []);
    }

    /// <summary>One row, whose list has so many elements.</summary>
    public static byte[] List(int elements)
    {
        byte[] Levels(byte level) => [.. BitConverter.GetBytes(Unsigned((ulong)elements << 1).Length + 1), .. Unsigned((ulong)elements << 1), level];
        var page = Page([.. Levels(1), .. Levels(2)], elements);
        byte[][] schema =
        [
            Root(1),
            Struct((3, Int, Number(1)), (4, Binary, Text("l")), (5, Int, Number(1)), (6, Int, Number(3))),
            Struct((3, Int, Number(2)), (4, Binary, Text("list")), (5, Int, Number(1))),
            Struct((1, Int, Number(2)), (3, Int, Number(1)), (4, Binary, Text("element"))),
        ];
        return File(page, schema, 1, [Group(1, Chunk(4, elements, 2, ["l", "list", "element"], 0, page.Length))]);
    }

    /// <summary>A file that is all footer.</summary>
    public static byte[] Footer(byte[] footer) => [.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];

    public static byte[] Gzip(int count)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(new byte[count]);
        }

        return packed.ToArray();
    }

    /// <summary>One letter, then copies of 64.</summary>
    public static byte[] Snappy(int count) =>
        [.. Unsigned((ulong)count), 0, 0, .. Enumerable.Repeat<byte[]>([(63 << 2) | 2, 1, 0], (count - 1) / 64).SelectMany(static copy => copy)];

    /// <summary>Blocks that say one byte 131,072 times.</summary>
    public static byte[] Zstd(int count)
    {
        const int block = 128 * 1024;
        List<byte> bytes = [0x28, 0xB5, 0x2F, 0xFD, 0xE0, .. BitConverter.GetBytes((ulong)count)];
        for (var left = count; left > 0; left -= block)
        {
            bytes.AddRange(BitConverter.GetBytes((Math.Min(left, block) << 3) | 2 | (left <= block ? 1 : 0)).Take(3));
            bytes.Add(0);
        }

        return [.. bytes];
    }

    public static byte[] Lz4(int count) =>
        [0x1F, 0, 1, 0, .. Enumerable.Repeat((byte)255, (count - 40) / 255), (byte)((count - 40) % 255), 0x50, 0, 0, 0, 0, 0];

    private static byte[] File(byte[] body, byte[][] schema, long rows, byte[][] groups)
    {
        var footer = Struct(
            (1, Int, Number(1)), (2, ListOf, Items(Structure, schema)), (3, Long, Number(rows)), (4, ListOf, Items(Structure, groups)));
        return [.. "PAR1"u8, .. body, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];
    }

    private static byte[] Root(int children) => Struct((4, Binary, Text("schema")), (5, Int, Number(children)));

    private static byte[] Field(string name, int type, bool isText = false)
    {
        (int, byte, byte[])[] fields = [(1, Int, Number(type)), (3, Int, Number(0)), (4, Binary, Text(name))];
        return Struct(isText ? [.. fields, (6, Int, Number(0))] : fields);
    }

    private static byte[] Group(long rows, byte[] chunk) =>
        Struct((1, ListOf, Items(Structure, [chunk])), (2, Long, Number(1_000)), (3, Long, Number(rows)));

    private static byte[] Chunk(int at, long values, int type, string[] path, int codec, int size, int? dictionary = null)
    {
        (int, byte, byte[])[] fields =
        [
            (1, Int, Number(type)), (2, ListOf, Items(Int, [Number(0), Number(3), Number(8)])),
            (3, ListOf, Items(Binary, [.. path.Select(Text)])), (4, Int, Number(codec)), (5, Long, Number(values)), (6, Long, Number(1_000)),
            (7, Long, Number(size)), (9, Long, Number(at)),
        ];
        return Struct(
            (2, Long, Number(at)), (3, Structure, Struct(dictionary is { } first ? [.. fields, (11, Long, Number(first))] : fields)));
    }

    private static byte[] Struct(params (int Id, byte Type, byte[] Bytes)[] fields)
    {
        var bytes = new List<byte>();
        var last = 0;
        foreach (var (id, type, value) in fields)
        {
            bytes.Add((byte)(((id - last) << 4) | type));
            bytes.AddRange(value);
            last = id;
        }

        return [.. bytes, 0];
    }

    private static byte[] Items(byte type, byte[][] items) =>
        [.. items.Length < 15 ? [(byte)((items.Length << 4) | type)] : (byte[])[(byte)(0xF0 | type), .. Unsigned((ulong)items.Length)],
            .. items.SelectMany(static item => item)];

    private static byte[] Text(string text) => [.. Unsigned((ulong)text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    private static byte[] Unsigned(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
