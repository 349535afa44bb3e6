using System.Text;

namespace Mact.Core.Tables;

/// <summary>
/// Reads CSV, TSV, semicolon- and bar-separated text, also as pasted from a spreadsheet or a Markdown table. Titles, notes and the header are told
/// apart by their shape.
/// </summary>
public static class DelimitedTextReader
{
    private const int MaxLinesNamed = 5;

    /// <summary>Reads a file. Never throws for what it holds.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public static TableReading Read(
        string name, ReadOnlyMemory<byte> bytes, TableLimits limits, TableSettings? settings = null, CancellationToken cancellationToken = default)
    {
        if (bytes.Length > limits.MaxBytes)
        {
            return limits.TooManyBytes(bytes.Length);
        }

        var repairs = new List<TableRepair>();
        return SourceText.Decode(bytes.Span, settings?.Encoding, repairs) is { } text
            ? ReadText(name, text, limits, repairs, settings ?? TableSettings.None, cancellationToken)
            : SourceText.UnknownEncoding(settings?.Encoding);
    }

    /// <summary>Reads pasted text. Never throws for what it holds.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller.</exception>
    public static TableReading Read(
        string name, string text, TableLimits limits, TableSettings? settings = null, CancellationToken cancellationToken = default)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        return length > limits.MaxBytes
            ? limits.TooManyBytes(length)
            : ReadText(name, text.TrimStart('\ufeff'), limits, [], settings ?? TableSettings.None, cancellationToken);
    }

    private static TableReading ReadText(
        string name, string text, TableLimits limits, List<TableRepair> repairs, TableSettings settings, CancellationToken cancellationToken)
    {
        if (SourceText.FindOtherFormat(text) is { } refused)
        {
            return refused;
        }

        var delimiter = CutDirectives(ref text, repairs) ?? DelimiterDetection.Find(text);
        if (delimiter is ';' or '|')
        {
            repairs.Add(new("delimiter", delimiter == ';' ? "The cells are separated by semicolons." : "The cells are separated by vertical bars."));
        }

        try
        {
            var read = DelimitedRows.Read(text, delimiter, new ReadingBudget(limits, cancellationToken));
            if (read.LoneQuotes.Count > 0)
            {
                var lines = read.LoneQuotes.Distinct().ToList();
                repairs.Add(new("quote", $"A quote is opened and not closed on {(lines.Count == 1 ? "line" : "lines")} "
                    + $"{string.Join(", ", lines.Take(MaxLinesNamed))}{(lines.Count > MaxLinesNamed ? ", …" : string.Empty)}; it was taken for a "
                    + "part of the cell."));
            }

            if (delimiter == '|')
            {
                read.Rows.RemoveAll(IsMarkdownRule);
            }

            return TableFrame.Build(name, read.Rows, limits, settings with { HasSemicolons = delimiter == ';' }, repairs);
        }
        catch (SourceRefusedException exception)
        {
            return exception.Reading;
        }
    }

    /// <summary>Takes "sep=;" and a line that only names the encoding off the start; gives the separator.</summary>
    private static char? CutDirectives(ref string text, List<TableRepair> repairs)
    {
        char? separator = null;
        for (var line = 0; line < 2; line++)
        {
            var end = text.AsSpan().IndexOfAny('\r', '\n');
            var first = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
            if (first.Length is < 4 or > 80)
            {
                break;
            }

            var given = first.ToString().Trim('"');
            var isSeparator = given.Length is 4 or 5 && given.StartsWith("sep=", StringComparison.OrdinalIgnoreCase);
            if (!isSeparator && !SourceText.EncodingLine().IsMatch(given))
            {
                break;
            }

            separator = isSeparator ? (given.Length == 5 ? given[4] : '\t') : separator;
            repairs.Add(new("directive", $"The line \"{given.Trim()}\" above the table was left out."));
            text = end < 0 ? string.Empty : text[(end + (text.AsSpan(end).StartsWith("\r\n", StringComparison.Ordinal) ? 2 : 1))..];
        }

        return separator;
    }

    private static bool IsMarkdownRule(string[] row) => row.Length > 0
        && row.All(cell => cell.AsSpan().Trim().Trim(":-").IsEmpty) && row.Any(cell => cell.Contains("--", StringComparison.Ordinal));
}
