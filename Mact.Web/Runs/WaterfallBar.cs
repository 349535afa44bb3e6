namespace Mact.Web.Runs;

/// <summary>One bar.</summary>
/// <param name="Label">What took place.</param>
/// <param name="Kind">queue, wait, planner, coder, tool, vote, failed.</param>
/// <param name="StartMs">After submission.</param>
/// <param name="DurationMs">How long.</param>
public sealed record WaterfallBar(string Label, string Kind, double StartMs, double DurationMs)
{
    /// <summary>It is a part of the bar above it: one request of a call, one program of an execution.</summary>
    public bool IsPart { get; init; }

    /// <summary>How many samples, how they voted; empty where there is nothing to add.</summary>
    public string Detail { get; init; } = string.Empty;
}
