namespace Mact.Core.Evaluation.Reporting;

/// <summary>Which results are wanted; null members let everything through.</summary>
/// <param name="Arm">The name of the arm.</param>
/// <param name="Verdict">Right, wrong, or neither.</param>
/// <param name="Outcome">How the item ended.</param>
/// <param name="Type">The answer's type.</param>
/// <param name="Search">Must stand in the question, an expected value, the answer or the reason; upper and lower case are the same.</param>
public sealed record ItemFilter(string? Arm, ItemVerdict? Verdict, string? Outcome, string? Type, string? Search)
{
    /// <summary>Whether a result fits.</summary>
    public bool Fits(ItemResult item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return (Arm is null || item.Strategy == Arm)
            && (Verdict is null || item.Verdict == Verdict)
            && (Outcome is null || item.Outcome == Outcome)
            && (Type is null || item.Type == Type)
            && (string.IsNullOrWhiteSpace(Search) || Texts(item).Any(text => text.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> Texts(ItemResult item) =>
        item.Expected.Concat(item.Answer).Concat(new[] { item.Question, item.Reason, item.Id }.OfType<string>());
}
