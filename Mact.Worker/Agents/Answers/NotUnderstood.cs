using Mact.Core.Questions;

namespace Mact.Worker.Agents.Answers;

/// <summary>The convention by which a model says that it cannot make sense of a question.</summary>
internal static class NotUnderstood
{
    private const string Mark = "NOT_UNDERSTOOD";
    private const int MaxReason = 500;

    /// <summary>The reason, or null where the text is an answer.</summary>
    public static string? Reason(string? answer)
    {
        var text = answer?.Trim() ?? string.Empty;
        if (!text.StartsWith(Mark, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var reason = text[Mark.Length..].TrimStart(':', ' ').Trim();
        return reason.Length <= MaxReason ? reason : reason[..MaxReason];
    }

    /// <summary>The end of the run where more than half of the answers say so.</summary>
    public static Outcome.Halted? Majority(IReadOnlyCollection<string?> answers)
    {
        var reasons = answers.Select(Reason).OfType<string>().ToList();
        if (reasons.Count * 2 <= answers.Count)
        {
            return null;
        }

        var reason = reasons.GroupBy(text => text, StringComparer.Ordinal).OrderByDescending(group => group.Count()).First().Key;
        return new(HaltReason.NotUnderstood, reason.Length > 0 ? reason : "The model could not make sense of the question. Ask it in other words.");
    }
}
