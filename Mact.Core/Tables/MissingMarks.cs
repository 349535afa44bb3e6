using System.Collections.Frozen;

namespace Mact.Core.Tables;

/// <summary>The marks that tables use for "no value". They mean NULL in numeric and date columns only; in a text column "-" may be an answer.</summary>
public static class MissingMarks
{
    private static readonly FrozenSet<string> Marks =
        FrozenSet.ToFrozenSet([string.Empty, "-", "–", "—", "−", "n/a", "N/A", "NA", "?", "…"], StringComparer.Ordinal);

    /// <summary>Whether a trimmed cell is one of the marks; the empty cell is.</summary>
    public static bool Contains(string text) => text.Length <= 3 && Marks.Contains(text);
}
