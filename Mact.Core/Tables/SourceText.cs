using System.Text;
using System.Text.Json;

namespace Mact.Core.Tables;

/// <summary>Bytes of unknown origin as text, or a refusal where they are no table in text form.</summary>
internal static class SourceText
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252) ?? Encoding.Latin1;

    /// <summary>UTF-8 and UTF-16 by their marks, else UTF-8, else Windows-1252, which is said.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, List<TableRepair> repairs)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            repairs.Add(new TableRepair("encoding", "The source is not UTF-8; it was read as Windows-1252. Check letters with accents."));
            return Windows1252.GetString(bytes);
        }
    }

    /// <summary>Why this is no delimited text, or <see langword="null"/>.</summary>
    public static TableReading.Refused? FindOtherFormat(ReadOnlySpan<char> text)
    {
        if (text.IsWhiteSpace())
        {
            return new TableReading.Refused("empty", "The source is empty. Give a header line and at least one row.");
        }

        var start = text.TrimStart();
        if (start.StartsWith("PK\u0003\u0004", StringComparison.Ordinal))
        {
            return NotCsv("This is a workbook or another zip archive, not delimited text. Give it as .xlsx.");
        }

        if (start.StartsWith("%PDF", StringComparison.Ordinal))
        {
            return NotCsv("This is a PDF, not delimited text. Copy the table out of it, or export it as CSV.");
        }

        if (start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<table", StringComparison.OrdinalIgnoreCase))
        {
            return NotCsv("This is HTML or XML (perhaps a log-in or error page), not delimited text. Download the table itself, or export it as CSV.");
        }

        if (LooksLikeJson(start))
        {
            return NotCsv("This is JSON, not delimited text. Give it as JSON: an array of objects, or {\"columns\": […], \"rows\": [[…]]}.");
        }

        return LooksBinary(text) ? NotCsv("This is a binary file, not delimited text. Give CSV, TSV, JSON or a workbook (.xlsx, .xls).") : null;
    }

    private static TableReading.Refused NotCsv(string message) => new("notCsv", message);

    private static bool LooksBinary(ReadOnlySpan<char> text)
    {
        var head = text[..Math.Min(text.Length, 4096)];
        if (head.Contains('\0'))
        {
            return true;
        }

        var odd = 0;
        foreach (var c in head)
        {
            odd += (char.IsControl(c) && c is not ('\t' or '\r' or '\n' or '\f')) || c == '\ufffd' ? 1 : 0;
        }

        return odd * 20 > head.Length;
    }

    private static bool LooksLikeJson(ReadOnlySpan<char> start)
    {
        if (start.Length < 2 || start[0] is not ('{' or '['))
        {
            return false;
        }

        var inner = start[1..].TrimStart();
        if (start[0] == '{' ? inner.StartsWith("\"", StringComparison.Ordinal) : inner.StartsWith("{\"", StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            using var document = JsonDocument.Parse(start.ToString());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
