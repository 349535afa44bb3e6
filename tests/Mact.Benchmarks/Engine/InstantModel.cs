using Mact.Worker.Models;

namespace Mact.Benchmarks.Engine;

/// <summary>A model that takes no time: what is left is the engine's. One for each run, since it counts the planning calls.</summary>
internal sealed class InstantModel : ISamplingClient
{
    private int _turn;

    public Task<ModelReply> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken)
    {
        _turn += request.Purpose == CallPurpose.Plan ? 1 : 0;
        var completions = new Completion[request.N];
        for (var i = 0; i < completions.Length; i++)
        {
            completions[i] = new(i, request.Seed + i, EngineQuestion.Reply(request.Purpose, _turn, i), "stop", CompletionStatus.Complete);
        }

        return Task.FromResult(new ModelReply(completions, new(1, 3_000, 200 * request.N, 2_500))
        {
            Endpoint = "planner",
            Server = "localhost:8000",
            Model = "instant",
            ServedModel = "instant",
            ResponseId = "chatcmpl-0123456789abcdef0123456789abcdef",
            StartedAt = DateTimeOffset.UnixEpoch,
            DurationMs = 0,
            Tries = [new(DateTimeOffset.UnixEpoch, 0, request.N, 200, null)],
            SpanId = "0123456789abcdef",
        });
    }
}
