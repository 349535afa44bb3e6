namespace Mact.Core.Redis;

/// <summary>What claim.lua returned.</summary>
/// <param name="Verdict">run, cancelled or exhausted.</param>
/// <param name="Id">The question.</param>
/// <param name="Token">The fencing token of this claim.</param>
/// <param name="Attempt">Attempts consumed; for run, this one included.</param>
/// <param name="Waited">Since it was queued or due.</param>
/// <param name="LostBy">The worker whose lease ran out; empty where none did.</param>
internal sealed record Claim(string Verdict, string Id, long Token, int Attempt, TimeSpan Waited, string LostBy)
{
    public const string Run = "run";
    public const string Cancelled = "cancelled";
    public const string Exhausted = "exhausted";
}
