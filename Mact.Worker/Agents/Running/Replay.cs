using Mact.Worker.Agents.Search;
using Mact.Worker.Models;

namespace Mact.Worker.Agents.Running;

/// <summary>
/// What a recorded sampling point is found by: purpose, step and draw. The draw is the record's key without the number of its round ("2/code" of
/// "2/code/1"): the turn, or the place outside of the turns ("verify/code", "fallback/direct"). Prompts and seeds do not count, so that a replay
/// survives changes to what is shown to the model.
/// </summary>
/// <param name="Purpose">What was asked for.</param>
/// <param name="Step">From 1.</param>
/// <param name="Draw">The key without its round.</param>
internal sealed record RecordedPoint(CallPurpose Purpose, int Step, string Draw)
{
    /// <summary>The point of a record with that key.</summary>
    public static RecordedPoint Of(CallPurpose purpose, int step, string key)
    {
        var slash = key.LastIndexOf('/');
        return new(purpose, step, slash > 0 && !key.AsSpan(slash + 1).ContainsAnyExceptInRange('0', '9') ? key[..slash] : key);
    }
}

/// <summary>All samples that were recorded for a point, whether drawn at once or little by little.</summary>
internal sealed class RecordedSamples
{
    private readonly List<(ModelCall Call, int First, double WaitedMs)> _calls = [];
    private readonly List<Completion> _completions = [];

    /// <summary>How many there are.</summary>
    public int Count => _completions.Count;

    /// <summary>The reply that they began with.</summary>
    public ModelReply First => _calls[0].Call.Reply;

    public void Add(ModelCall call, double waitedMs)
    {
        _calls.Add((call, Count, waitedMs));
        _completions.AddRange(call.Reply.Completions);
    }

    /// <summary>n samples after those drawn before, numbered anew.</summary>
    public IReadOnlyList<Completion> Take(int drawn, int n) =>
        [.. _completions.Skip(drawn).Take(n).Select(static (completion, index) => completion with { Index = index })];

    /// <summary>What the calls took whose first sample is among them: summed up over a point, each call counts once.</summary>
    public ReplayedFrom Taken(string question, int drawn, int n)
    {
        var calls = _calls.Where(call => call.First >= drawn && call.First < drawn + n).ToList();
        var costs = calls.Select(static call => call.Call.Reply)
            .Select(static reply => reply.Replayed is { } before ? before.Cost : reply.Cost)
            .OfType<decimal>()
            .ToList();
        return new(
            question,
            calls.Aggregate(TokenUsage.None, static (sum, call) => sum + call.Call.Reply.UsageAsRecorded),
            calls.Sum(static call => call.Call.Reply.Replayed?.DurationMs ?? Math.Max(0, call.Call.Reply.DurationMs - call.WaitedMs)),
            costs.Count == 0 ? null : costs.Sum());
    }
}

/// <summary>
/// Answers every sampling point with what an earlier question has recorded for it, and asks no model: what was not recorded ends the question.
/// So changes to parsing, voting and formatting are measured on identical samples, at no cost.
/// </summary>
/// <param name="earlier">Id of the earlier question.</param>
/// <param name="records">Its journal.</param>
/// <param name="time">For the records' times.</param>
internal sealed class ReplayingSamplingClient(string earlier, IReadOnlyList<RunRecord> records, TimeProvider time) : ISamplingClient
{
    private readonly Dictionary<RecordedPoint, RecordedSamples> _points = Read(records);

    /// <inheritdoc/>
    public Task<ModelReply> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = request.Place ?? throw new ArgumentException("Only the requests of a run can be replayed.", nameof(request));
        var point = RecordedPoint.Of(request.Purpose, place.Step, place.Key);
        var samples = _points.GetValueOrDefault(point);
        if (samples is null || samples.Count < place.Drawn + request.N)
        {
            throw new ModelException(new QuestionError(ErrorCodes.NotRecorded, MessageOf(point, samples?.Count ?? 0, place.Drawn + request.N)));
        }

        return Task.FromResult(samples.First with
        {
            Completions = samples.Take(place.Drawn, request.N),
            Usage = TokenUsage.None,
            Server = null,
            StartedAt = time.GetUtcNow(),
            DurationMs = 0,
            Tries = [],
            Ladder = SamplingLadder.Replayed,
            Cost = 0,
            SpanId = null,
            Replayed = samples.Taken(earlier, place.Drawn, request.N),
        });
    }

    private static Dictionary<RecordedPoint, RecordedSamples> Read(IReadOnlyList<RunRecord> records)
    {
        Dictionary<RecordedPoint, RecordedSamples> points = [];
        foreach (var call in records.OfType<ModelCall>().DistinctBy(static call => call.Key, StringComparer.Ordinal))
        {
            var point = RecordedPoint.Of(call.Purpose, call.Step, call.Key);
            if (!points.TryGetValue(point, out var samples))
            {
                points.Add(point, samples = new());
            }

            var waited = records.OfType<ModelResumed>()
                .Where(resumed => resumed.Key.StartsWith($"{call.Key}/wait/", StringComparison.Ordinal))
                .Sum(static resumed => resumed.WaitedMs);
            samples.Add(call, waited);
        }

        return points;
    }

    private Sentence MessageOf(RecordedPoint point, int recorded, int asked)
    {
        var found = (_points.Count, recorded) switch
        {
            (0, _) => (Sentence)"has no recorded replies at all: it is not stored any more, or no model was asked",
            (_, 0) => $"has no recorded reply for {JsonName(point.Purpose)} at step {point.Step} ({point.Draw})",
            _ => $"has {recorded} of the {asked} samples that are asked for {JsonName(point.Purpose)} at step {point.Step} ({point.Draw})",
        };
        return $"This is a replay, and the earlier question {earlier} {found}. The run takes another course than the recorded one here; no model "
            + $"was asked. Ask it live, or with the options it was recorded with.";
    }

    private static string JsonName(CallPurpose purpose) => purpose.ToString().ToLowerInvariant();
}

/// <summary>Gives back what an earlier question found in the encyclopedia, which is not asked again.</summary>
/// <param name="records">The earlier question's journal.</param>
/// <param name="enabled">Whether this worker searches: what a run without any search had, too.</param>
internal sealed class ReplayingSearchClient(IReadOnlyList<RunRecord> records, bool enabled) : ISearchClient
{
    private readonly Dictionary<string, ToolResult> _found = records.OfType<ToolResult>()
        .Where(static result => result is { Tool: "search", Samples.Count: > 0 })
        .GroupBy(static result => result.Samples[0].Code, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(static group => group.Key, static group => group.First(), StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool Enabled => enabled || _found.Count > 0;

    /// <inheritdoc/>
    public Task<SearchOutcome> FindAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<SearchOutcome>(_found.GetValueOrDefault(name) switch
        {
            { Results: [{ Rows: [[{ } text, ..], ..] }, ..] } => new SearchOutcome.Found(text),
            { Samples: [{ Error: { } error } sample, ..] } => new SearchOutcome.Unavailable(sample.Sentence ?? error),
            _ => new SearchOutcome.Unavailable("This is a replay, and the earlier question has not searched for that name."),
        });
    }
}
