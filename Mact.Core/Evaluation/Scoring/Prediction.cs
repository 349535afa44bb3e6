namespace Mact.Core.Evaluation.Scoring;

/// <summary>What was answered.</summary>
/// <param name="Items">One text per value; empty: nothing was answered.</param>
public sealed record Prediction(IReadOnlyList<string> Items)
{
    /// <summary>Nothing was answered.</summary>
    public static Prediction None { get; } = new([]);

    /// <summary>The scale where it is known apart from the items; null: it is read from the items' words ("12.4 million").</summary>
    public string? Scale { get; init; }

    /// <summary>The executed result that the answer is; null where there is none, and the items are then folded to the width of the expected rows.</summary>
    public IReadOnlyList<IReadOnlyList<string?>>? Rows { get; init; }
}
