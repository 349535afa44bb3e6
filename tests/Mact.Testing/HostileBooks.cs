using System.IO.Compression;
using System.Text;

namespace Mact.Testing;

/// <summary>Workbooks of the binary kinds (xls, xlsb), written record by record.</summary>
internal static class HostileBooks
{
    private const int Sector = 512;
    private const uint End = 0xFFFFFFFE;
    private const uint None = 0xFFFFFFFF;

    /// <summary>A record of xls.</summary>
    public static byte[] Record(int kind, byte[] data) =>
        [.. BitConverter.GetBytes((ushort)kind), .. BitConverter.GetBytes((ushort)data.Length), .. data];

    /// <summary>What stands in front of a workbook (5) or a sheet (0x10).</summary>
    public static byte[] Begin(int kind) => Record(0x809, [0, 6, .. BitConverter.GetBytes((ushort)kind), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    public static byte[] Number(int row, int column, double value) => Record(
        0x203, [.. BitConverter.GetBytes((ushort)row), .. BitConverter.GetBytes((ushort)column), 0, 0, .. BitConverter.GetBytes(value)]);

    public static byte[] Merged(int count) => Record(
        0xE5,
        [
            .. BitConverter.GetBytes((ushort)count),
            .. Enumerable.Repeat<byte[]>([0, 0, 255, 255, 0, 0, 255, 0], count).SelectMany(static cells => cells),
        ]);

    /// <summary>The name of a sheet, and where it begins.</summary>
    public static byte[] Sheet(int at) => Record(0x85, [.. BitConverter.GetBytes(at), 0, 0, 1, 0, (byte)'s']);

    /// <summary>A workbook of one sheet, with other records in front of it.</summary>
    public static byte[] Old(byte[] cells, byte[]? before = null)
    {
        byte[] Globals(int at) => [.. Begin(5), .. Record(0x42, [0xB0, 4]), .. before ?? [], .. Sheet(at), .. Record(0xA, [])];
        return Ole("Workbook", [.. Globals(Globals(0).Length), .. Begin(0x10), .. cells, .. Record(0xA, [])]);
    }

    /// <summary>A workbook behind a password that takes so many turns to try.</summary>
    public static byte[] Encrypted(int turns)
    {
        string Bytes(int count) => Convert.ToBase64String(Enumerable.Repeat((byte)1, count).ToArray());
        const string aes = "blockSize=\"16\" keyBits=\"256\" hashSize=\"64\" cipherAlgorithm=\"AES\" cipherChaining=\"ChainingModeCBC\" "
            + "hashAlgorithm=\"SHA512\"";
        const string office = "http://schemas.microsoft.com/office/2006";
        var description = $"<?xml version=\"1.0\"?><encryption xmlns=\"{office}/encryption\" xmlns:p=\"{office}/keyEncryptor/password\">"
            + $"<keyData saltSize=\"16\" {aes} saltValue=\"{Bytes(16)}\"/>"
            + $"<dataIntegrity encryptedHmacKey=\"{Bytes(64)}\" encryptedHmacValue=\"{Bytes(64)}\"/>"
            + $"<keyEncryptors><keyEncryptor uri=\"{office}/keyEncryptor/password\"><p:encryptedKey spinCount=\"{turns}\" saltSize=\"16\" {aes} "
            + $"saltValue=\"{Bytes(16)}\" encryptedVerifierHashInput=\"{Bytes(16)}\" encryptedVerifierHashValue=\"{Bytes(64)}\" "
            + $"encryptedKeyValue=\"{Bytes(32)}\"/></keyEncryptor></keyEncryptors></encryption>";
        return Ole([
            ("EncryptionInfo", [4, 0, 4, 0, 0x40, 0, 0, 0, .. Encoding.UTF8.GetBytes(description)]),
            ("EncryptedPackage", [.. BitConverter.GetBytes(4_096L), .. new byte[8_192]]),
        ], isRing: false);
    }

    /// <summary>A compound file of one stream, whose last sector may be followed by its first.</summary>
    public static byte[] Ole(string name, byte[] data, bool isRing = false) => Ole([(name, data)], isRing);

    /// <summary>A workbook (xlsb) of one sheet and its texts.</summary>
    public static byte[] Binary(byte[] cells, byte[]? texts = null)
    {
        const string package = "http://schemas.openxmlformats.org/package/2006";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part("[Content_Types].xml", Encoding.UTF8.GetBytes(
                $"<Types xmlns=\"{package}/content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-excel.sheet.binary.macroEnabled.main\"/></Types>"));
            Part("_rels/.rels", Relations($"<Relationship Id=\"r\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.bin\"/>"));
            Part("xl/workbook.bin", [
                .. Record12(131, []), .. Record12(143, []), .. Record12(156, [0, 0, 0, 0, 1, 0, 0, 0, .. Text("s1"), .. Text("s1")]),
                .. Record12(144, []), .. Record12(132, []),
            ]);
            Part("xl/_rels/workbook.bin.rels", Relations(
                $"<Relationship Id=\"s1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.bin\"/>"
                    + $"<Relationship Id=\"u\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.bin\"/>"));
            Part("xl/worksheets/sheet1.bin", [.. Record12(129, []), .. Record12(145, []), .. cells, .. Record12(146, []), .. Record12(130, [])]);
            Part("xl/sharedStrings.bin", texts ?? []);

            byte[] Relations(string relations) =>
                Encoding.UTF8.GetBytes($"<Relationships xmlns=\"{package}/relationships\">{relations}</Relationships>");

            void Part(string name, byte[] content)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>A record of xlsb.</summary>
    public static byte[] Record12(int kind, byte[] data)
    {
        var bytes = new List<byte>();
        bytes.AddRange(kind < 128 ? [(byte)kind] : [(byte)((kind & 0x7F) | 0x80), (byte)(kind >> 7)]);
        var length = data.Length;
        do
        {
            bytes.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        return [.. bytes, .. data];
    }

    public static byte[] Row(int row) => Record12(0, [.. BitConverter.GetBytes(row), 0, 0, 0, 0, 44, 1, 0, 0, 0, 0, 0, 0, 0]);

    public static byte[] Real(int column) => Record12(5, [.. BitConverter.GetBytes(column), 0, 0, 0, 0, .. BitConverter.GetBytes(1.0)]);

    /// <summary>The first of the texts.</summary>
    public static byte[] Shared(int column) => Record12(7, [.. BitConverter.GetBytes(column), 0, 0, 0, 0, 0, 0, 0, 0]);

    private static byte[] Text(string text) => [.. BitConverter.GetBytes(text.Length), .. Encoding.Unicode.GetBytes(text)];

    private static byte[] Ole(IReadOnlyList<(string Name, byte[] Data)> streams, bool isRing)
    {
        var sectors = new List<byte>();
        var next = new List<uint>();
        List<(string Name, int Start, int Length)> entries = [];
        foreach (var (name, data) in streams)
        {
            // Shorter streams are kept elsewhere.
            var kept = data.Length < 4_096 ? [.. data, .. new byte[4_096 - data.Length]] : data;
            entries.Add((name, Add(kept), kept.Length));
            next[^1] = isRing ? (uint)entries[^1].Start : End;
        }

        byte[] directory =
        [
            .. Entry("Root Entry", 5, unchecked((int)End), 0, child: 1, right: None),
            .. entries.Index().SelectMany(entry => Entry(
                entry.Item.Name, 2, entry.Item.Start, entry.Item.Length, None, entry.Index + 1 < entries.Count ? (uint)entry.Index + 2 : None)),
        ];
        var directoryAt = Add(directory);
        var first = next.Count;
        var tables = 1;
        while ((first + tables) * sizeof(uint) > tables * Sector)
        {
            tables++;
        }

        next.AddRange(Enumerable.Repeat(0xFFFFFFFD, tables));
        next.AddRange(Enumerable.Repeat(None, (tables * Sector / sizeof(uint)) - next.Count));
        return
        [
            0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[16], 0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0, .. new byte[6],
            .. ((uint[])[0, (uint)tables, (uint)directoryAt, 0, 4_096, End, 0, End, 0]).SelectMany(BitConverter.GetBytes),
            .. Enumerable.Range(0, 109).Select(table => table < tables ? (uint)(first + table) : None).SelectMany(BitConverter.GetBytes),
            .. sectors,
            .. next.SelectMany(BitConverter.GetBytes),
        ];

        int Add(byte[] data)
        {
            var start = next.Count;
            var count = Math.Max(1, (data.Length + Sector - 1) / Sector);
            sectors.AddRange(data);
            sectors.AddRange(new byte[(count * Sector) - data.Length]);
            next.AddRange(Enumerable.Range(1, count).Select(i => i == count ? End : (uint)(start + i)));
            return start;
        }
    }

    private static byte[] Entry(string name, byte kind, int start, int length, uint child, uint right)
    {
        byte[] text = [.. Encoding.Unicode.GetBytes(name), 0, 0];
        return
        [
            .. text, .. new byte[64 - text.Length], .. BitConverter.GetBytes((ushort)text.Length), kind, 1,
            .. ((uint[])[None, right, child]).SelectMany(BitConverter.GetBytes), .. new byte[36], .. BitConverter.GetBytes(start),
            .. BitConverter.GetBytes((long)length),
        ];
    }
}
