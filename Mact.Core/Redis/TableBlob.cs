using System.Security.Cryptography;
using Mact.Core.Tables;

namespace Mact.Core.Redis;

/// <summary>A table as bytes: the same table gives the same bytes. The name is not part of them.</summary>
internal static class TableBlob
{
    private const byte Version = 1;

    // What a cell's value is. Nearly every text cell's value is its text, which is then not written twice.
    private const byte NullValue = 0;
    private const byte LongValue = 1;
    private const byte DoubleValue = 2;
    private const byte SameText = 3;
    private const byte OtherText = 4;

    /// <summary>The table's identity: SHA-256 of its bytes, in lower-case hex.</summary>
    public static string IdOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static byte[] Write(Table table)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write(table.Columns.Count);
        foreach (var column in table.Columns)
        {
            writer.Write(column.Name);
            writer.Write(column.OriginalName);
            writer.Write((byte)column.Type);
        }

        writer.Write(table.RowCount);
        for (var row = 0; row < table.RowCount; row++)
        {
            foreach (var cell in table.Row(row))
            {
                Write(writer, cell);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>The table of some bytes, under a name.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another version.</exception>
    public static Table Read(string name, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        if (reader.ReadByte() != Version)
        {
            throw new InvalidDataException("A stored table was written by another version.");
        }

        var columns = new Column[reader.ReadInt32()];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new Column(reader.ReadString(), reader.ReadString(), (ColumnType)reader.ReadByte());
        }

        var cells = new Cell[reader.ReadInt32() * columns.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = ReadCell(reader);
        }

        return new Table(name, columns, cells);
    }

    private static void Write(BinaryWriter writer, Cell cell)
    {
        writer.Write(cell.Text);
        switch (cell.Value)
        {
            case null:
                writer.Write(NullValue);
                break;
            case long number:
                writer.Write(LongValue);
                writer.Write(number);
                break;
            case double number:
                writer.Write(DoubleValue);
                writer.Write(number);
                break;
            case string text when text == cell.Text:
                writer.Write(SameText);
                break;
            case string text:
                writer.Write(OtherText);
                writer.Write(text);
                break;
            default:
                throw new ArgumentException($"A cell cannot hold a {cell.Value.GetType().Name}.", nameof(cell));
        }
    }

    private static Cell ReadCell(BinaryReader reader)
    {
        var text = reader.ReadString();
        return reader.ReadByte() switch
        {
            NullValue => new Cell(text, null),
            LongValue => new Cell(text, reader.ReadInt64()),
            DoubleValue => new Cell(text, reader.ReadDouble()),
            SameText => new Cell(text, text),
            OtherText => new Cell(text, reader.ReadString()),
            var kind => throw new InvalidDataException($"A stored cell has the unknown kind {kind}."),
        };
    }
}
