namespace Mact.EndToEnd.Tests.Dashboard;

/// <summary>A model call as a page shows it: the words of its cells, and the latency as a number.</summary>
internal sealed record ShownCall(string Model, string Samples, double LatencyMs, string InputTokens, string OutputTokens);
