namespace Mact.Core.Runs;

/// <summary>The worker stopped in good order and gave the question back; no attempt is consumed.</summary>
public sealed record HandedBack(string Reason) : RunRecord;
