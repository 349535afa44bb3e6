namespace Mact.Core.Runs;

/// <summary>A worker claimed the question.</summary>
/// <param name="Worker">Name of the worker process.</param>
/// <param name="QueueWaitMs">Milliseconds from submission (or from when it was due again) to the claim.</param>
public sealed record AttemptStarted(string Worker, double QueueWaitMs) : RunRecord;
