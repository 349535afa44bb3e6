namespace Mact.Core.Runs;

/// <summary>The model endpoint answers again.</summary>
public sealed record ModelResumed(string Endpoint, double WaitedMs) : RunRecord;
