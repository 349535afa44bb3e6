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

        var given = CutDirectives(ref text, repairs);
        text = TextTables.WithPlainBars(text);
        var delimiter = given ?? DelimiterDetection.Find(text);
        if (delimiter is not (',' or '\t' or DelimiterDetection.OneColumn))
        {
            repairs.Add(new("delimiter", delimiter switch
            {
                ';' => "The cells are separated by semicolons.",
                '|' => "The cells are separated by vertical bars.",
                _ => (Sentence)$"The cells are separated by \"{delimiter}\".",
            }));
        }

        try
        {
            if (given is null && delimiter is ',' or DelimiterDetection.OneColumn
                && TextTables.Aligned(text, new(limits, cancellationToken)) is { } aligned)
            {
                repairs.Add(new("delimiter", "The cells stand below one another, with spaces between."));
                return TableFrame.Build(name, aligned, limits, settings, repairs);
            }

            var isSingle = HasSingleQuotes(text, delimiter);
            text = isSingle ? text.Replace('\'', '"') : text;
            var read = DelimitedRows.Read(text, delimiter, new ReadingBudget(limits, cancellationToken));
            if (read.LoneQuotes.Count > 0)
            {
                var lines = read.LoneQuotes.Distinct().ToList();
                repairs.Add(new("quote", $"A quote is opened and not closed on {(lines.Count == 1 ? "line" : "lines"):words} "
                    + $"{string.Join(", ", lines.Take(MaxLinesNamed))}{(lines.Count > MaxLinesNamed ? ", …" : string.Empty):words}; it was taken for "
                    + $"a part of the cell."));
            }

            if (isSingle)
            {
                repairs.Add(new("quote", "Cells stand in single quotes, which were left out."));
                foreach (var row in read.Rows)
                {
                    for (var c = 0; c < row.Length; c++)
                    {
                        row[c] = row[c].Replace('"', '\'');
                    }
                }
            }

            if (read.HasBackslashes)
            {
                repairs.Add(new("quote", "Quotes inside of cells are written as \\\" and were read as quotes."));
            }

            if (delimiter == '|')
            {
                TextTables.CutLines(read.Rows);
            }

            return TableFrame.Build(name, read.Rows, limits, settings with { HasSemicolons = delimiter == ';' }, repairs);
        }
        catch (SourceRefusedException exception)
        {
            return exception.Reading;
        }
    }

    /// <summary>Every cell of the first line stands between two of them, and the text has no other quotes.</summary>
    private static bool HasSingleQuotes(string text, char delimiter)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var first = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        if (!first.Contains(delimiter) || text.Contains('"', StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var cell in first.Split(delimiter))
        {
            if (first[cell].Trim() is not ['\'', _, .., '\''])
            {
                return false;
            }
        }

        return true;
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
}

/// <summary>Finds the character between the cells: the one that gives most of the first lines the same number of cells.</summary>
internal static class DelimiterDetection
{
    /// <summary>A character that stands in no text: the lines are cells of one column.</summary>
    public const char OneColumn = '\u001f';

    private const int MaxLines = 40;
    private const int MaxCharacters = 200_000;

    // In the order in which ties are decided: a tab is hardly ever part of a cell.
    private static readonly char[] Candidates = ['\t', ',', ';', '|', .. Rare];

    /// <summary>Taken only where every line has as many, and the first is all names.</summary>
    private static ReadOnlySpan<char> Rare => ['~', '^', '¦', '\u0001', ':'];

    /// <summary>
    /// One of tab, comma, semicolon, bar, or what stands in their place in every line; a comma, or <see cref="OneColumn"/> where commas stand in
    /// prose, for a single column.
    /// </summary>
    public static char Find(string text)
    {
        var head = text.Length <= MaxCharacters ? text : text[..MaxCharacters];
        var best = ',';
        var bestScore = 0.0;
        foreach (var candidate in Candidates)
        {
            if (!head.Contains(candidate, StringComparison.Ordinal))
            {
                continue;
            }

            var rows = DelimitedRows.Read(head, candidate, budget: null, MaxLines).Rows.FindAll(static row => row.Length > 0);
            if (rows.Count == 0)
            {
                continue;
            }

            var usual = rows.GroupBy(static row => row.Length)
                .OrderByDescending(static group => group.Count())
                .ThenByDescending(static group => group.Key)
                .First();
            if (usual.Key < 2 || (Rare.Contains(candidate) && !IsWholly(rows, candidate))
                || (candidate == ',' && (IsDecimalComma(rows) || IsProse(rows))))
            {
                continue;
            }

            // Equally regular: the one that makes more columns.
            var score = (usual.Count() / (double)rows.Count) + (usual.Key / 100_000.0);
            if (score > bestScore)
            {
                (best, bestScore) = (candidate, score);
            }
        }

        if (bestScore > 0 || !head.Contains(',', StringComparison.Ordinal))
        {
            return best;
        }

        var split = DelimitedRows.Read(head, ',', budget: null, MaxLines).Rows.FindAll(static row => row.Length > 0);
        return IsDecimalComma(split) ? ';' : IsProse(split) ? OneColumn : best;
    }

    private static bool IsWholly(List<string[]> rows, char candidate) =>
        rows.Count > 1 && rows.TrueForAll(row => row.Length == rows[0].Length) && (candidate != ':' || (rows.Count > 2 && rows[0].Length > 2))
        && Array.TrueForAll(rows[0], static name => name.Trim() is { Length: > 0 } text && char.IsLetter(text[0]));

    /// <summary>Commas of prose ("Rome, Italy", "March 1, 2024") below a header without one: a space follows each, and no piece has a name of its
    /// own.</summary>
    private static bool IsProse(List<string[]> rows)
    {
        var split = rows.FindAll(static row => row.Length > 1);
        return rows.Count > 1 && rows[0].Length == 1 && split.Count > 0
            && split.TrueForAll(static row => Enumerable.Range(1, row.Length - 1).All(c => IsBroken(row[c - 1], row[c])))
            && !(split.Count > 1 && Enumerable.Range(1, split[0].Length - 1)
                .Any(c => !IsNumber(split[0], c) && split.Skip(1).All(row => IsNumber(row, c))));
    }

    /// <summary>What a comma of prose leaves: a piece that begins with a space, or two ends of a number in words ("about 1.234,50 EUR").</summary>
    private static bool IsBroken(string before, string after) => after.Length == 0 || char.IsWhiteSpace(after[0])
        || (before.Length > 0 && char.IsAsciiDigit(before[^1]) && char.IsAsciiDigit(after[0])
            && (before.AsSpan().ContainsAnyExceptInRange('\0', '@') || after.AsSpan().ContainsAnyExceptInRange('\0', '@')));

    private static bool IsNumber(string[] row, int column) => column < row.Length && NumberText.TryParse(row[column], out double _);

    /// <summary>One column of numbers such as 1,50 below a header without a comma.</summary>
    private static bool IsDecimalComma(List<string[]> rows)
    {
        var filled = rows.FindAll(static row => row.Length > 0);
        return filled.Count > 1 && filled[0].Length == 1
            && filled.Skip(1).All(static row => row.Length <= 2
                && row.All(static cell => cell.Length > 0 && !cell.AsSpan().TrimStart("-").ContainsAnyExcept(NumberWords.Digits)))
            && filled.Skip(1).Any(static row => row.Length == 2);
    }
}
