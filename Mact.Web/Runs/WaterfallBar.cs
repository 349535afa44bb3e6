namespace Mact.Web.Runs;

/// <summary>One bar.</summary>
/// <param name="Label">What took place.</param>
/// <param name="Kind">queue, wait, planner, coder, tool.</param>
/// <param name="StartMs">After submission.</param>
/// <param name="DurationMs">How long.</param>
public sealed record WaterfallBar(string Label, string Kind, double StartMs, double DurationMs);
