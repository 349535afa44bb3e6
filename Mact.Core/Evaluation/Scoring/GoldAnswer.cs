namespace Mact.Core.Evaluation.Scoring;

/// <summary>What an item's right answer is.</summary>
/// <param name="Items">One text per value; never empty, but for an execution match whose result has no rows.</param>
public sealed record GoldAnswer(IReadOnlyList<string> Items)
{
    /// <summary>The canonical form beside each item ("36,767" → "36767"); null where the data gives none.</summary>
    public IReadOnlyList<string>? Canonical { get; init; }

    /// <summary>TAT-QA: span, multi-span, arithmetic or count; label for claims; null elsewhere.</summary>
    public string? Type { get; init; }

    /// <summary>TAT-QA: empty, thousand, million, billion or percent.</summary>
    public string Scale { get; init; } = string.Empty;

    /// <summary>Full result rows, where the answer is an execution's result (null = NULL).</summary>
    public IReadOnlyList<IReadOnlyList<string?>>? Rows { get; init; }

    /// <summary>The order of <see cref="Rows"/> counts.</summary>
    public bool Ordered { get; init; }

    /// <summary>The labels that may be answered, for claims.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
