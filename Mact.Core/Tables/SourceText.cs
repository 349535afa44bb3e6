using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Mact.Core.Tables;

/// <summary>Bytes of unknown origin as text, or a refusal where they are no table in text form.</summary>
internal static partial class SourceText
{
    private const int MaxHead = 4_096;

    private static readonly (string Begin, string What)[] OtherTexts =
    [
        ("{|", "wikitext"), ("\\begin{", "LaTeX"), ("\\documentclass", "LaTeX"), ("INSERT INTO ", "a script of SQL"),
        ("CREATE TABLE ", "a script of SQL"), ("BEGIN:VCALENDAR", "a calendar"), ("BEGIN:VCARD", "a list of contacts"), ("@relation", "ARFF"),
    ];

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    static SourceText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text, by its mark, by the encoding that is given, as UTF-8, or as its bytes look; null for an encoding that is unknown.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, string? encodingName, List<TableRepair> repairs)
    {
        if (encodingName is not null)
        {
            return FindEncoding(encodingName)?.GetString(bytes).TrimStart('\ufeff');
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) && bytes.Length % 4 == 0)
        {
            return Encoding.UTF32.GetString(bytes[4..]);
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }
        else if (Utf16WithoutMark(bytes) is { } utf16)
        {
            repairs.Add(new("encoding", "The source was read as UTF-16 (it has no mark that says so)."));
            return utf16.GetString(bytes);
        }

        try
        {
            if (bytes.IndexOf("\u001b$"u8) < 0)
            {
                return StrictUtf8.GetString(bytes);
            }
        }
        catch (DecoderFallbackException) when (EncodingDetection.MostlyUtf8(bytes) is { } mostly)
        {
            repairs.Add(new(
                "encoding", $"The source is UTF-8 but for {mostly.Others} {(mostly.Others == 1 ? "byte" : "bytes"):words}, read as windows-1252."));
            return mostly.Text;
        }
        catch (DecoderFallbackException)
        {
            // Another encoding, found below.
        }

        var (encoding, isSure) = EncodingDetection.Detect(bytes);
        repairs.Add(new(
            "encoding",
            $"The source is not UTF-8; it was read as {EncodingDetection.NameOf(encoding)}. "
                + $"{(isSure ? "Set" : "Check letters with accents, and set"):words} the encoding if letters look wrong."));
        return encoding.GetString(bytes);
    }

    public static TableReading.Refused UnknownEncoding(string? name) => new(
        "unknownEncoding",
        $"\"{name}\" is not a known encoding. Use a name such as utf-8, windows-1252, windows-1251, shift_jis, euc-kr or gb18030.");

    [GeneratedRegex(
        @"^[\s#;/*-]*(@charset|(file[\s_-]*)?(en)?coding|charset)\s*[:=, ;\t]\s*[""']?[\w-]+[""']?[\s;,*/-]*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    public static partial Regex EncodingLine();

    internal static Encoding? FindEncoding(string name)
    {
        try
        {
            return name.Trim().ToUpperInvariant() switch
            {
                "CP949" or "UHC" or "MS949" => Encoding.GetEncoding(949),
                "SJIS" or "SHIFT-JIS" or "CP932" => Encoding.GetEncoding(932),
                "GBK" or "GB2312" or "GB18030" => Encoding.GetEncoding("gb18030"),
                "UTF-16LE" or "UTF-16" => Encoding.Unicode,
                "UTF-16BE" => Encoding.BigEndianUnicode,
                "UTF-7" => null,
                var other => Encoding.GetEncoding(other),
            };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Every other byte of most Latin text and of all delimiters is zero.</summary>
    private static Encoding? Utf16WithoutMark(ReadOnlySpan<byte> bytes)
    {
        var sample = bytes[..Math.Min(bytes.Length & ~1, 4096)];
        if (sample.Length < 4 || sample.IndexOf((byte)0) < 0)
        {
            return null;
        }

        int even = 0, odd = 0, lines = 0, bigLines = 0;
        for (var at = 0; at < sample.Length; at += 2)
        {
            even += sample[at] == 0 ? 1 : 0;
            odd += sample[at + 1] == 0 ? 1 : 0;
            lines += sample[at] is (byte)'\n' or (byte)',' or (byte)';' or (byte)'\t' && sample[at + 1] == 0 ? 1 : 0;
            bigLines += sample[at + 1] is (byte)'\n' or (byte)',' or (byte)';' or (byte)'\t' && sample[at] == 0 ? 1 : 0;
        }

        // "가" is a letter whose lower byte is zero.
        return lines > 0 && bigLines == 0 && even * 4 <= odd && odd * 10 >= sample.Length / 2 ? Encoding.Unicode
            : bigLines > 0 && lines == 0 && odd * 4 <= even && even * 10 >= sample.Length / 2 ? Encoding.BigEndianUnicode
            : null;
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

        if (IsMarkup(start))
        {
            return NotCsv(
                "This is HTML or XML (perhaps a log-in or error page) without a table, not delimited text. Download the table itself, or export it "
                    + "as CSV.");
        }

        if (LooksLikeJson(start))
        {
            return NotCsv("This is JSON, not delimited text. Give it as JSON: an array of objects, or {\"columns\": […], \"rows\": [[…]]}.");
        }

        foreach (var (begin, what) in OtherTexts)
        {
            if (start.StartsWith(begin, StringComparison.OrdinalIgnoreCase))
            {
                return NotCsv($"This is {(Sentence)what}, not delimited text. Copy the table as it is shown, or export it as CSV.");
            }
        }

        return LooksBinary(text) ? NotCsv("This is a binary file, not delimited text. Give CSV, TSV, JSON or a workbook (.xlsx, .xls).") : null;
    }

    public static bool IsMarkup(ReadOnlySpan<char> start) =>
        start.Length > 2 && start[0] == '<' && (char.IsAsciiLetter(start[1]) || start[1] is '!' or '?') && start.Contains('>');

    /// <summary>A table of HTML, alone or in a page, or rows without it, as they are pasted.</summary>
    public static bool HoldsHtmlTable(string text) =>
        text.Contains("<tr", StringComparison.OrdinalIgnoreCase) && text.Contains("<t", StringComparison.OrdinalIgnoreCase)
        && (text.Contains("<td", StringComparison.OrdinalIgnoreCase) || text.Contains("<th", StringComparison.OrdinalIgnoreCase))
        && (IsMarkup(text.AsSpan().TrimStart()) || TableOfItsOwn().IsMatch(text));

    [GeneratedRegex(
        @"^[^\S\n]*<table\b",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex TableOfItsOwn();

    private static TableReading.Refused NotCsv(Sentence sentence) => new("notCsv", sentence);

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

    public static bool LooksLikeJson(ReadOnlySpan<char> start)
    {
        // Records of a stream may each begin with a separator, and people write remarks above JSON as above code.
        start = start.TrimStart("\u001e \r\n\t");
        while (start.StartsWith("//", StringComparison.Ordinal) && start.IndexOf('\n') is var line and > 0)
        {
            start = start[(line + 1)..].TrimStart();
        }

        if (start.Length < 2 || start[0] is not ('{' or '['))
        {
            return false;
        }

        var inner = start[1..].TrimStart();
        if (
            start[0] == '{' ? inner.StartsWith("\"", StringComparison.Ordinal)
            : inner is ['{' or '[', .. var next] && next.TrimStart() is ['"' or '{', ..])
        {
            return true;
        }

        // "[1,2]" alone, or on each line; a cell may begin with a bracket as well.
        var end = start.IndexOf('\n');
        return IsJson(start) || (end > 0 && start[0] == '[' && start[(end + 1)..].TrimStart() is ['[', ..] && IsJson(start[..end]));
    }

    /// <summary>The bytes of JSON in UTF-8, behind their mark; null where they are not that, or nothing says that they are JSON.</summary>
    /// <param name="bytes">Of any source.</param>
    /// <param name="isNamed">The sender or the file's name says that it is JSON.</param>
    public static ReadOnlyMemory<byte>? Utf8JsonOf(ReadOnlyMemory<byte> bytes, bool isNamed)
    {
        bytes = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var head = bytes.Span[..Math.Min(bytes.Length, MaxHead)];
        return head.TrimStart(" \t\r\n\u001e"u8) is [(byte)'{' or (byte)'[', ..] && !head.Contains((byte)0)
            && (isNamed || LooksLikeJson(Encoding.UTF8.GetString(head))) && bytes.Span.IndexOf("\u001b$"u8) < 0 && Utf8.IsValid(bytes.Span)
                ? bytes
                : default(ReadOnlyMemory<byte>?);
    }

    private static bool IsJson(ReadOnlySpan<char> text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        try
        {
            return JsonSource.IsValue(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
