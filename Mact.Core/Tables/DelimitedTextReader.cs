using System.Text;
using Sylvan.Data.Csv;

namespace Mact.Core.Tables;

/// <summary>Reads CSV, TSV, semicolon- and bar-separated text, also as pasted from a spreadsheet or a Markdown table. The first line that is not empty is the header.</summary>
public static class DelimitedTextReader
{
    /// <summary>Reads a file. Never throws for what it holds.</summary>
    public static TableReading Read(string name, ReadOnlyMemory<byte> bytes, TableLimits limits)
    {
        if (bytes.Length > limits.MaxBytes)
        {
            return TooManyBytes(bytes.Length, limits);
        }

        var repairs = new List<TableRepair>();
        return ReadText(name, SourceText.Decode(bytes.Span, repairs), limits, repairs);
    }

    /// <summary>Reads pasted text. Never throws for what it holds.</summary>
    public static TableReading Read(string name, string text, TableLimits limits)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        return length > limits.MaxBytes ? TooManyBytes(length, limits) : ReadText(name, text.TrimStart('\ufeff'), limits, []);
    }

    private static TableReading ReadText(string name, string text, TableLimits limits, List<TableRepair> repairs)
    {
        if (SourceText.FindOtherFormat(text) is { } refused)
        {
            return refused;
        }

        var delimiter = DelimiterDetection.Find(text);
        if (delimiter is ';' or '|')
        {
            repairs.Add(new TableRepair("delimiter", delimiter == ';' ? "The cells are separated by semicolons." : "The cells are separated by vertical bars."));
        }

        List<string[]> rows;
        try
        {
            rows = ReadRows(text, delimiter, limits);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or IOException)
        {
            return new TableReading.Refused("notCsv", $"This could not be read as delimited text ({exception.Message}). Check the quotes around cells with line breaks.");
        }

        var start = rows.FindIndex(row => row.Length > 0);
        if (start < 0)
        {
            return new TableReading.Refused("empty", "The source has no cell with any content. Give a header line and at least one row.");
        }

        var header = rows[start];
        var body = rows[(start + 1)..];
        if (delimiter == '|' && body.Count > 0 && IsMarkdownRule(body[0]))
        {
            body.RemoveAt(0);
        }

        if (!body.Exists(row => row.Length > 0))
        {
            return new TableReading.Refused("empty", "There is a header line, but no row below it. Give at least one row.");
        }

        return TableBuilder.Build(name, header, body, limits) switch
        {
            TableReading.Success success => success with { Repairs = [.. repairs, .. success.Repairs] },
            var other => other,
        };
    }

    private static List<string[]> ReadRows(string text, char delimiter, TableLimits limits)
    {
        var options = new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = delimiter,
            CsvStyle = CsvStyle.Lax,
            BufferSize = 64 * 1024,
            MaxBufferSize = Math.Max(64 * 1024, text.Length + 2),
        };
        using var source = new StringReader(text);
        using var reader = CsvDataReader.Create(source, options);
        var rows = new List<string[]>();
        var filled = 0;

        // One row more than is taken is enough to refuse; a row of empty cells costs nothing to keep.
        while (filled <= limits.MaxRows + 1 && reader.Read())
        {
            var width = reader.RowFieldCount;
            while (width > 0 && reader.GetFieldSpan(width - 1).IsWhiteSpace())
            {
                width--;
            }

            if (width > 0 && width < reader.RowFieldCount && filled == 0)
            {
                width = Math.Min(reader.RowFieldCount, limits.MaxColumns + 1);
            }

            var row = width == 0 ? [] : new string[width];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.GetString(i);
            }

            rows.Add(row);
            filled += width > 0 ? 1 : 0;
        }

        return rows;
    }

    private static bool IsMarkdownRule(string[] row) => row.All(cell => cell.AsSpan().Trim().Trim(":-").IsEmpty) && row.Any(cell => cell.Contains("--", StringComparison.Ordinal));

    private static TableReading.Refused TooManyBytes(long length, TableLimits limits) =>
        new("tooManyBytes", FormattableString.Invariant($"The source has {length} bytes; at most {limits.MaxBytes} are taken. Leave out rows or columns."), TooLarge: true);
}

/// <summary>Finds the character between the cells: the one that stands equally often on most of the first lines.</summary>
internal static class DelimiterDetection
{
    private const int MaxLines = 25;
    private const int MaxCharacters = 200_000;

    // In the order in which ties are decided: a tab is hardly ever part of a cell.
    private static readonly char[] Candidates = ['\t', ',', ';', '|'];

    /// <summary>One of tab, comma, semicolon, bar; a comma for a single column.</summary>
    public static char Find(ReadOnlySpan<char> text)
    {
        var lines = CountByLine(text);
        var best = ',';
        var bestScore = 0.0;
        for (var i = 0; i < Candidates.Length; i++)
        {
            var expected = lines[0][i];
            if (expected == 0)
            {
                continue;
            }

            var same = lines.Count(line => line[i] == expected) / (double)lines.Count;

            // Equally regular: the one that makes more columns.
            var score = same + (expected / 100_000.0);
            if (score > bestScore)
            {
                (best, bestScore) = (Candidates[i], score);
            }
        }

        return best;
    }

    private static List<int[]> CountByLine(ReadOnlySpan<char> text)
    {
        var lines = new List<int[]>();
        var counts = new int[Candidates.Length];
        var quoted = false;
        var blank = true;
        for (var at = 0; at < Math.Min(text.Length, MaxCharacters) && lines.Count < MaxLines; at++)
        {
            var c = text[at];
            quoted ^= c == '"';
            if (c is '\n' or '\r' && !quoted)
            {
                if (!blank)
                {
                    lines.Add(counts);
                    counts = new int[Candidates.Length];
                    blank = true;
                }

                continue;
            }

            blank &= char.IsWhiteSpace(c);
            var candidate = quoted ? -1 : Array.IndexOf(Candidates, c);
            if (candidate >= 0)
            {
                counts[candidate]++;
                blank = false;
            }
        }

        if (lines.Count == 0 || !blank)
        {
            lines.Add(counts);
        }

        return lines;
    }
}
