namespace Mact.Core.Runs;

/// <summary>What executing an action gave: every sample with its fate, distinct results once.</summary>
/// <param name="Step">From 1.</param>
/// <param name="Tool">sql, calculator, search, lookup.</param>
/// <param name="Asked">Samples asked: the denominator of agreement.</param>
/// <param name="Samples">In order of index.</param>
/// <param name="Results">Distinct results, most samples first, ties in order of first sample.</param>
public sealed record ToolResult(
    int Step,
    string Tool,
    int Asked,
    IReadOnlyList<ToolSample> Samples,
    IReadOnlyList<ResultGroup> Results) : RunRecord
{
    /// <summary>UTC, when the first sample was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>All samples together.</summary>
    public required double DurationMs { get; init; }

    /// <summary>Samples that adaptive sampling did not have to draw.</summary>
    public int SavedSamples { get; init; }

    /// <summary>Output tokens that these would have taken, at the mean of those drawn.</summary>
    public long SavedTokens { get; init; }
}
