using System.Collections.Concurrent;
using Mact.Worker.Models;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>A model that is a function of the request: for sample i of the request, a text.</summary>
internal sealed class ScriptedClient(Func<SampleRequest, int, string> reply) : ISamplingClient
{
    private readonly ConcurrentQueue<SampleRequest> _requests = new();

    public IReadOnlyList<SampleRequest> Requests => [.. _requests];

    /// <summary>Log-probability of a sample; null = the endpoint gives none.</summary>
    public Func<SampleRequest, int, double?> Logprob { get; init; } = (_, _) => null;

    public Func<SampleRequest, int, CompletionStatus> Status { get; init; } = (_, _) => CompletionStatus.Complete;

    /// <summary>The samples come to their end one after the other, as in a stream, until it is said that they are enough.</summary>
    public bool Streams { get; init; }

    /// <summary>Thrown instead of an answer, where it gives an exception.</summary>
    public Func<SampleRequest, Exception?> Fault { get; init; } = _ => null;

    public TimeSpan Duration { get; init; } = TimeSpan.FromMilliseconds(100);

    public decimal? Cost { get; init; }

    public int Count(CallPurpose purpose) => _requests.Count(request => request.Purpose == purpose);

    public IEnumerable<SampleRequest> Of(CallPurpose purpose) => _requests.Where(request => request.Purpose == purpose);

    public async Task<ModelReply> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _requests.Enqueue(request);
        if (Fault(request) is { } exception)
        {
            throw exception;
        }

        await Task.CompletedTask;
        List<Completion> completions = [];
        var isEnough = false;
        for (var i = 0; i < request.N; i++)
        {
            if (isEnough)
            {
                completions.Add(new(i, request.Seed + i, "Thou", null, CompletionStatus.Unneeded));
                continue;
            }

            var logprob = Logprob(request, i);
            completions.Add(new(i, request.Seed + i, reply(request, i), "stop", Status(request, i)) { MeanLogprob = logprob, HeadLogprob = logprob });
            isEnough = Streams && request.IsEnough is { } enough && await enough(completions, cancellationToken);
        }

        return new(completions, new(1, 100, 50 * request.N, 0))
        {
            Endpoint = "planner",
            Server = "localhost:1",
            Model = "scripted",
            ServedModel = "scripted",
            ResponseId = "id",
            StartedAt = DateTimeOffset.UnixEpoch,
            DurationMs = Duration.TotalMilliseconds,
            Tries = [new(DateTimeOffset.UnixEpoch, 100, request.N, 200, null)],
            Cost = Cost,
        };
    }

    /// <summary>A model that must not be asked.</summary>
    public static ScriptedClient Silent() => new((_, _) => throw new InvalidOperationException("No model may be asked here."));
}
