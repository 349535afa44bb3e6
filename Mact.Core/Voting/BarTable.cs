namespace Mact.Core.Voting;

/// <summary>Tables that a model writes as lines with bars.</summary>
internal static class BarTable
{
    /// <summary>Lines of cells, header first, or null where the text is not such a table (two lines at least).</summary>
    public static IReadOnlyList<IReadOnlyList<string>>? TryRead(string text)
    {
        if (!text.Contains('|', StringComparison.Ordinal) || !text.Contains('\n', StringComparison.Ordinal))
        {
            return null;
        }

        List<IReadOnlyList<string>> lines = [];
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed.AsSpan().IndexOfAnyExcept("|-: ") < 0)
            {
                continue;
            }

            if (trimmed[0] != '|')
            {
                return null;
            }

            lines.Add([.. trimmed.Trim('|').Split('|').Select(cell => cell.Trim())]);
        }

        return lines.Count >= 2 ? lines : null;
    }
}
