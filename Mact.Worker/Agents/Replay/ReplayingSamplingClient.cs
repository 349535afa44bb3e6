using System.Globalization;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Worker.Models;

namespace Mact.Worker.Agents.Replay;

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
    public Task<SampleBatch> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = request.Place ?? throw new ArgumentException("Only the requests of a run can be replayed.", nameof(request));
        var point = RecordedPoint.Of(request.Purpose, place.Step, place.Key);
        var samples = _points.GetValueOrDefault(point);
        if (samples is null || samples.Count < place.Drawn + request.N)
        {
            throw new ModelException(new QuestionError(ErrorCodes.NotRecorded, Words(point, samples?.Count ?? 0, place.Drawn + request.N)));
        }

        var call = samples.FirstCall;
        return Task.FromResult(new SampleBatch(
            samples.Take(place.Drawn, request.N),
            TokenUsage.None,
            call.Endpoint,
            Server: null,
            call.Model,
            call.ServedModel,
            call.ResponseId,
            time.GetUtcNow(),
            TimeSpan.Zero,
            Tries: [],
            SamplingLadder.Replayed,
            Cost: 0,
            SpanId: null)
        { Replayed = samples.Taken(earlier, place.Drawn, request.N) });
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

            var waited = records.OfType<ModelResumed>().Where(resumed => resumed.Key.StartsWith($"{call.Key}/wait/", StringComparison.Ordinal)).Sum(static resumed => resumed.WaitedMs);
            samples.Add(call, waited);
        }

        return points;
    }

    private string Words(RecordedPoint point, int recorded, int asked)
    {
        var found = (_points.Count, recorded) switch
        {
            (0, _) => "has no recorded replies at all: it is not stored any more, or no model was asked",
            (_, 0) => string.Create(CultureInfo.InvariantCulture, $"has no recorded reply for {JsonName(point.Purpose)} at step {point.Step} ({point.Draw})"),
            _ => string.Create(CultureInfo.InvariantCulture, $"has {recorded} of the {asked} samples that are asked for {JsonName(point.Purpose)} at step {point.Step} ({point.Draw})"),
        };
        return $"This is a replay, and the earlier question {earlier} {found}. The run takes another course than the recorded one here; no model was asked. Ask it live, or with the options it was recorded with.";
    }

    private static string JsonName(CallPurpose purpose) => purpose.ToString().ToLowerInvariant();
}
