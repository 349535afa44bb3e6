using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Outages;

/// <summary>Several apis at once: it does not matter which one is asked.</summary>
[Collection(FragileClusterTests.Name)]
public sealed class ReplicaTests(FragileCluster cluster)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_watched_live_on_another_replica_than_the_one_that_took_it()
    {
        var id = await AskAsync(5000, out var goOn);

        // What is seen before the model may answer is seen live.
        var seen = await WatchAsync(cluster.OtherApi, id, after: 0, onSeen: goOn);

        (await cluster.OtherApi.GetAsync(id, Token)).Status.ShouldBe(QuestionStatus.Answered);
        seen.ShouldBe((await cluster.Api.RecordsAsync(id, Token)).Select(static stored => stored.Sequence));
    }

    [Fact]
    public async Task A_watcher_whose_replica_goes_away_continues_at_another_one_without_a_gap()
    {
        var id = await AskAsync(5001, out var goOn);
        var first = await WatchAsync(cluster.OtherApi, id, after: 0, max: 2);

        var rest = await WatchAsync(cluster.Api, id, after: first[^1], onOpened: goOn);

        var view = await cluster.Api.WaitUntilTerminalAsync(id, Limit, Token);
        view.Status.ShouldBe(QuestionStatus.Answered, view.Message);
        first.Concat(rest).ShouldBe((await cluster.Api.RecordsAsync(id, Token)).Select(static stored => stored.Sequence));
    }

    /// <summary>Asks a question whose second request the model leaves unanswered until it is told to go on.</summary>
    private Task<string> AskAsync(long seed, out Action goOn)
    {
        TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        goOn = () => released.TrySetResult();
        cluster.Calm(new EndpointFault(
            real => async (context, request) =>
            {
                await released.Task.WaitAsync(context.RequestAborted);
                await real(context, request);
            },
            Skip: 1));
        return cluster.AskAsync(seed);
    }

    /// <summary>The sequence numbers of records as they come, until there are enough or the run has ended.</summary>
    private static async Task<List<long>> WatchAsync(
        ApiDriver api, string id, long after, int max = int.MaxValue, Action? onSeen = null, Action? onOpened = null)
    {
        List<long> seen = [];
        await foreach (var stored in api.Client.WatchAsync(id, after, Limit, TimeProvider.System, opened: _ => onOpened?.Invoke(), Token))
        {
            seen.Add(stored.Sequence);
            onSeen?.Invoke();
            if (seen.Count == max)
            {
                break;
            }
        }

        return seen;
    }
}
