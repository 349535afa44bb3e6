using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mact.Core.Tables;

/// <summary>
/// The compact JSON of a table's content, without its name: columns with types, rows as text. A cell whose value does not follow from its text and
/// its column's type (results of SQL) is written as <c>[text, value]</c>, a real number there as <c>[text, value, "real"]</c>. Reading gives exactly
/// the same table.
/// </summary>
public static class TableText
{
    private const string RealMark = "real";
    private const int Piece = 32_768;

    internal static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>UTF-8 JSON, the same bytes for the same content.</summary>
    public static ReadOnlyMemory<byte> Write(Table table)
    {
        var buffer = new ArrayBufferWriter<byte>(LengthOf(table));
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            Write(table, writer, int.MaxValue);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The same bytes, piece by piece: of a large table they would be another copy of it.</summary>
    public static void Write(Table table, Stream stream)
    {
        using var writer = new Utf8JsonWriter(stream, Relaxed);
        Write(table, writer, Piece);
    }

    private static void Write(Table table, Utf8JsonWriter writer, int piece)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(column.Name);
            writer.WriteStringValue(column.OriginalName);
            writer.WriteStringValue(NameOf(column.Type));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        for (var r = 0; r < table.RowCount; r++)
        {
            writer.WriteStartArray();
            var row = table.Row(r);
            for (var c = 0; c < row.Length; c++)
            {
                WriteCell(writer, row[c], table.Columns[c].Type);
            }

            writer.WriteEndArray();
            if (writer.BytesPending > piece)
            {
                writer.Flush();
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Near what it takes as text, so that a large table is written without growing.</summary>
    private static int LengthOf(Table table)
    {
        const int quotesAndComma = 3;
        var length = 4_096L;
        for (var r = 0; r < table.RowCount; r++)
        {
            foreach (var cell in table.Row(r))
            {
                length += cell.Text.Length + quotesAndComma;
            }
        }

        return (int)Math.Min(length + (length / 16), 1 << 30);
    }

    /// <summary>The table that was written, under a name.</summary>
    /// <exception cref="FormatException">This is not the JSON that <see cref="Write(Table)"/> makes.</exception>
    public static Table Read(string name, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var columns = document.RootElement.GetProperty("columns").EnumerateArray()
                .Select(column => new Column(column[0].GetString()!, column[1].GetString()!, TypeOf(column[2].GetString()))).ToArray();
            var rows = document.RootElement.GetProperty("rows");
            var cells = new Cell[rows.GetArrayLength() * columns.Length];
            var next = 0;
            foreach (var row in rows.EnumerateArray())
            {
                var c = 0;
                foreach (var cell in row.EnumerateArray())
                {
                    cells[next++] = ReadCell(cell, columns[c++].Type);
                }
            }

            return next == cells.Length ? new Table(name, columns, cells) : throw new FormatException("A row of the stored table has too few cells.");
        }
        catch (Exception exception) when (
            exception is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException)
        {
            throw new FormatException("This is not the stored form of a table: " + exception.Message, exception);
        }
    }

    private static void WriteCell(Utf8JsonWriter writer, Cell cell, ColumnType type)
    {
        if (cell.Value is null && cell.Text.Length == 0)
        {
            writer.WriteNullValue();
            return;
        }

        if (CellParser.Gives(cell, type))
        {
            writer.WriteStringValue(cell.Text);
            return;
        }

        writer.WriteStartArray();
        writer.WriteStringValue(cell.Text);
        switch (cell.Value)
        {
            case long whole:
                writer.WriteNumberValue(whole);
                break;
            case double real:
                writer.WriteStringValue(real.ToString("R"));
                writer.WriteStringValue(RealMark);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            default:
                writer.WriteNullValue();
                break;
        }

        writer.WriteEndArray();
    }

    private static Cell ReadCell(JsonElement element, ColumnType type)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            return Cell.Null;
        }

        if (element.ValueKind == JsonValueKind.String)
        {
            return CellParser.Parse(element.GetString(), new(type));
        }

        var value = element[1];
        var text = element[0].GetString()!;
        return element.GetArrayLength() == 3
            ? new Cell(text, double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture))
            : new Cell(text, value.ValueKind switch
            {
                JsonValueKind.Number => value.GetInt64(),
                JsonValueKind.String => value.GetString(),
                _ => null,
            });
    }

    private static string NameOf(ColumnType type) => type switch
    {
        ColumnType.Integer => "integer",
        ColumnType.Number => "number",
        ColumnType.Date => "date",
        _ => "text",
    };

    private static ColumnType TypeOf(string? name) =>
        ColumnTypes.TryParse(name, out var type) ? type : throw new FormatException($"\"{name}\" is not a column type.");
}

/// <summary>Identifies a table by its content: equal columns, types and cells give the same id, whatever the name.</summary>
public static class TableId
{
    /// <summary>SHA-256 of <see cref="TableText.Write(Table)"/>, 64 lower-case hexadecimal digits.</summary>
    public static string Of(Table table) => Of(TableText.Write(table).Span);

    /// <summary>The id of a table that is written to a stream on the way.</summary>
    public static string Of(Table table, Stream stream)
    {
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            TableText.Write(table, hashed);
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>The id of content that is written already.</summary>
    public static string Of(ReadOnlySpan<byte> tableText) => Convert.ToHexStringLower(SHA256.HashData(tableText));
}
