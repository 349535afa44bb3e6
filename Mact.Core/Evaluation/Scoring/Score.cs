namespace Mact.Core.Evaluation.Scoring;

/// <summary>How an answer was judged.</summary>
/// <param name="Correct">Right by the metric's strict rule.</param>
/// <param name="F1">Partial credit, 0 to 1; equals <paramref name="Correct"/> where the metric knows none.</param>
/// <param name="Reason">Why it was judged wrong, in words; null where it is right.</param>
public sealed record Score(bool Correct, double F1, string? Reason)
{
    /// <summary>A right answer.</summary>
    public static Score Right { get; } = new(true, 1, null);

    /// <summary>The label that the answer was read as, for claims; null: none of the labels.</summary>
    public string? Label { get; init; }

    /// <summary>A wrong answer without partial credit.</summary>
    public static Score Wrong(string reason) => new(false, 0, reason);
}
