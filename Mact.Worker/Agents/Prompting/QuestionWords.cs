using System.Collections.Frozen;

namespace Mact.Worker.Agents.Prompting;

/// <summary>The words of a question that may name something in a table.</summary>
internal static class QuestionWords
{
    private static readonly FrozenSet<string> Common = FrozenSet.ToFrozenSet(
        [
            "the", "and", "for", "was", "were", "are", "did", "does", "has", "had", "have", "with", "from", "that", "this", "than", "then", "what",
            "which", "who", "whom", "whose", "when", "where", "how", "many", "much", "more", "most", "less", "least", "each", "all", "any", "not",
            "but", "its", "his", "her", "their", "they", "there", "been", "being", "per", "total", "number", "name", "after", "before", "between",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Three letters or more, or digits; common words left out.</summary>
    public static FrozenSet<string> Of(string text) => Split(text).Where(word => !Common.Contains(word)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a cell holds one of the words.</summary>
    public static bool Mentioned(FrozenSet<string> words, string cell) =>
        words.Count > 0 && cell.Length <= 2_000 && Split(cell).Any(words.Contains);

    private static IEnumerable<string> Split(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                if (i - start >= 3 || char.IsDigit(text[start]))
                {
                    yield return text[start..i];
                }

                start = -1;
            }
        }
    }
}
