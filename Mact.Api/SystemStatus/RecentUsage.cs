using Mact.Core.Questions;
using Mact.Core.Runs;

namespace Mact.Api.SystemStatus;

/// <summary>Tokens and latencies of the latest questions.</summary>
internal static class RecentUsage
{
    /// <summary>Questions whose records are read for one report.</summary>
    public const int MaxQuestions = 50;

    public static async Task<UsageReport> ReadAsync(IQuestionStore store, int most, CancellationToken cancellationToken)
    {
        var ended = (await store.ListAsync(before: null, most, cancellationToken)).Where(static question => question.Status >= QuestionStatus.Answered).ToList();
        List<ModelCall> calls = [];
        List<double> waits = [];
        foreach (var question in ended)
        {
            foreach (var stored in await store.ReadRecordsAsync(question.Id, 0, cancellationToken))
            {
                switch (stored.Record)
                {
                    // A replayed call asked nobody: its 0 ms say nothing about the endpoint.
                    case ModelCall { Replayed: null } call:
                        calls.Add(call);
                        break;
                    case AttemptStarted started:
                        waits.Add(started.QueueWaitMs);
                        break;
                }
            }
        }

        var usage = calls.Aggregate(TokenUsage.None, static (sum, call) => sum + call.Usage);
        return new(
            ended.Count,
            calls.Count,
            calls.Sum(static call => call.Tries.Count(static attempt => attempt.Error is not null)),
            usage.InputTokens,
            usage.CachedTokens,
            usage.OutputTokens,
            calls.Exists(static call => call.Cost is not null) ? calls.Sum(static call => call.Cost ?? 0) : null,
            LatencyReport.Of(calls.Select(static call => call.DurationMs)),
            LatencyReport.Of(ended.Select(static question => question.ElapsedMs).OfType<double>()),
            LatencyReport.Of(waits));
    }
}
