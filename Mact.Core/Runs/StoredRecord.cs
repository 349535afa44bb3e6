namespace Mact.Core.Runs;

/// <summary>A record with its place in the journal.</summary>
/// <param name="Sequence">From 1, without gaps; the id of the server-sent event.</param>
/// <param name="Record">The record.</param>
public sealed record StoredRecord(long Sequence, RunRecord Record);
