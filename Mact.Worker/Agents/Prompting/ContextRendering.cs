namespace Mact.Worker.Agents.Prompting;

/// <summary>
/// Shows the paragraphs of a text within a share of its length: all of them where the whole is shown; else those that hold most words of the
/// question, in their own order, and how many are left out.
/// </summary>
internal static class ContextRendering
{
    /// <summary>The paragraphs as a prompt shows them.</summary>
    /// <param name="paragraphs">All of them.</param>
    /// <param name="question">Its words tell what matters.</param>
    /// <param name="share">Of their length, 1 or less.</param>
    public static IReadOnlyList<string> Render(IReadOnlyList<string> paragraphs, string question, double share)
    {
        if (share >= 1 || paragraphs.Count == 0)
        {
            return paragraphs;
        }

        var words = QuestionWords.Of(question);
        var left = (long)(paragraphs.Sum(static paragraph => (long)paragraph.Length) * share);
        var kept = new SortedDictionary<int, string>();
        var byRelevance = paragraphs
            .Select((text, index) => (Text: text, Index: index, Score: words.Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))))
            .OrderByDescending(static paragraph => paragraph.Score)
            .ThenBy(static paragraph => paragraph.Index);
        foreach (var (text, index, _) in byRelevance)
        {
            if (text.Length <= left)
            {
                kept[index] = text;
                left -= text.Length;
            }
            else if (kept.Count == 0)
            {
                // The best one is shown as far as it goes.
                kept[index] = $"{text[..(int)left]}…";
                break;
            }
        }

        var hidden = paragraphs.Count - kept.Count;
        return hidden == 0 ? [.. kept.Values] : [.. kept.Values, $"({hidden} of {paragraphs.Count} paragraphs are not shown; Lookup finds them.)"];
    }
}
