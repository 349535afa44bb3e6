using Mact.EndToEnd.Tests.Chaos;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Outages;

/// <summary>Redis goes away for longer than a lease, in the middle of model calls.</summary>
[Collection(FragileClusterTests.Name)]
public sealed class RedisOutageTests(FragileCluster cluster)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leases_that_run_out_while_redis_is_away_cost_no_call_twice()
    {
        // The first calls take a lease longer than it takes until Redis is away, so that they return when every lease is over: their records wait,
        // and nothing further is asked until they are written.
        TaskCompletionSource away = new(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Calm(new EndpointFault(
            real => async (context, request) =>
            {
                await away.Task;
                await Faults.Slow(FragileCluster.Lease)(real)(context, request);
            },
            Count: FragileCluster.Slots));
        List<string> ids = [];
        for (var i = 0; i < FragileCluster.Slots; i++)
        {
            ids.Add(await cluster.AskAsync(7000 + i));
        }

        await cluster.UntilInFlightAsync(FragileCluster.Slots);
        await cluster.Parts.Redis!.KillAsync();
        away.SetResult();
        await Eventually.TrueAsync(() => cluster.Endpoint.Chats.All(static request => request.End == RequestEnd.Completed));
        cluster.Endpoint.Chats.Count.ShouldBe(FragileCluster.Slots);
        await cluster.Parts.Redis.StartAsync();

        (await cluster.Api.UntilUnfinishedAsync(0, Limit, Token)).ShouldBeTrue("Questions are still unfinished.");
        List<JournalOfQuestion> questions = [];
        foreach (var id in ids)
        {
            questions.Add(await JournalOfQuestion.ReadAsync(cluster.Api, id, Token));
        }

        questions.ShouldAllBe(static question => question.View.Status == QuestionStatus.Answered);
        var audit = new ChaosAudit(questions);

        // The fault only delays, so every request counts.
        audit.CheckCalls(cluster.Endpoint.Chats, blows: []);
        audit.BrokenClaims.ShouldBe(0, "The owners were alive and had to get their leases back before anyone else.");
        audit.Repeated.ShouldBe(0);
    }
}
