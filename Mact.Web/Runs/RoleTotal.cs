using Mact.Core.Runs;

namespace Mact.Web.Runs;

/// <summary>What the calls of one role used.</summary>
public sealed record RoleTotal(string Role, int Calls, int Samples, TokenUsage Usage, double DurationMs, decimal? Cost)
{
    /// <summary>The calls that are summed up.</summary>
    public IReadOnlyList<ModelCall> Summed { get; init; } = [];

    /// <summary>Requests that gave nothing and were made again.</summary>
    public int Retries => Summed.Sum(static call => call.Tries.Count(static attempt => attempt.Error is not null));

    /// <summary>One per role, in order of first call.</summary>
    public static IReadOnlyList<RoleTotal> Of(IEnumerable<ModelCall> calls) =>
    [
        .. calls.GroupBy(static call => SampleWords.Role(call.Purpose), StringComparer.Ordinal).Select(static group => Sum(group.Key, [.. group])),
    ];

    /// <summary>All calls together.</summary>
    public static RoleTotal Sum(string role, IReadOnlyList<ModelCall> calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return new(
            role,
            calls.Count,
            calls.Sum(static call => call.Completions.Count),
            calls.Aggregate(TokenUsage.None, static (sum, call) => sum + call.Usage),
            calls.Sum(static call => call.DurationMs),
            calls.Any(static call => call.Cost is not null) ? calls.Sum(static call => call.Cost ?? 0) : null)
        {
            Summed = calls,
        };
    }
}
