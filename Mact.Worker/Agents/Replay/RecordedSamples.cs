using Mact.Core.Runs;

namespace Mact.Worker.Agents.Replay;

/// <summary>All samples that were recorded for a point, whether drawn at once or little by little.</summary>
internal sealed class RecordedSamples
{
    private readonly List<(ModelCall Call, int First, double WaitedMs)> _calls = [];
    private readonly List<Completion> _completions = [];

    /// <summary>How many there are.</summary>
    public int Count => _completions.Count;

    /// <summary>The call that they began with.</summary>
    public ModelCall FirstCall => _calls[0].Call;

    public void Add(ModelCall call, double waitedMs)
    {
        _calls.Add((call, Count, waitedMs));
        _completions.AddRange(call.Completions);
    }

    /// <summary>n samples after those drawn before, numbered anew.</summary>
    public IReadOnlyList<Completion> Take(int drawn, int n) => [.. _completions.Skip(drawn).Take(n).Select(static (completion, index) => completion with { Index = index })];

    /// <summary>What the calls took whose first sample is among them: summed up over a point, each call counts once.</summary>
    public ReplayedFrom Taken(string question, int drawn, int n)
    {
        var calls = _calls.Where(call => call.First >= drawn && call.First < drawn + n).ToList();
        var costs = calls.Select(static call => call.Call.Replayed is { } before ? before.Cost : call.Call.Cost).OfType<decimal>().ToList();
        return new(
            question,
            calls.Aggregate(TokenUsage.None, static (sum, call) => sum + call.Call.UsageAsRecorded),
            calls.Sum(static call => call.Call.Replayed?.DurationMs ?? Math.Max(0, call.Call.DurationMs - call.WaitedMs)),
            costs.Count == 0 ? null : costs.Sum());
    }
}
