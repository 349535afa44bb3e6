namespace Mact.Core.Tables;

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
