namespace Mact.Core.Tables;

/// <summary>Finds the character between the cells: the one that gives most of the first lines the same number of cells.</summary>
internal static class DelimiterDetection
{
    /// <summary>A character that stands in no text: the lines are cells of one column.</summary>
    public const char OneColumn = '\u001f';

    private const int MaxLines = 40;
    private const int MaxCharacters = 200_000;

    // In the order in which ties are decided: a tab is hardly ever part of a cell.
    private static readonly char[] Candidates = ['\t', ',', ';', '|'];

    /// <summary>One of tab, comma, semicolon, bar; a comma, or <see cref="OneColumn"/> where commas stand in prose, for a single column.</summary>
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
            if (usual.Key < 2 || (candidate == ',' && (IsDecimalComma(rows) || IsProse(rows))))
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
            && filled.Skip(1).All(
                static row =>
                    row.Length <= 2 && row.All(static cell => cell.Length > 0 && cell.AsSpan().TrimStart("-").IndexOfAnyExceptInRange('0', '9') < 0))
            && filled.Skip(1).Any(static row => row.Length == 2);
    }
}
