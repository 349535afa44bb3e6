using System.Diagnostics;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Outages;

/// <summary>POST /questions/{id}/cancel, wherever the question stands.</summary>
[Collection(FragileClusterTests.Name)]
public sealed class CancelTests(FragileCluster cluster, ITestOutputHelper output)
{
    // What is promised to whoever clicks.
    // A promise for a quiet machine; on a busy one it is enough that nothing but the click can have ended the question.
    private static readonly TimeSpan Soon = LongForm.IsOn ? TimeSpan.FromSeconds(1) : Eventually.Bound;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_running_question_stops_soon_the_endpoint_sees_the_disconnect_and_spent_tokens_stay()
    {
        cluster.Calm(new EndpointFault(Faults.Slow(TimeSpan.FromMinutes(10)), Skip: 1));
        var id = await cluster.AskAsync(1001);
        await cluster.Api.WaitForAsync(id, static view => view.Usage.Requests == 1, Limit, Token);
        await cluster.UntilInFlightAsync(1);

        var clock = Stopwatch.StartNew();

        // At the other Api: whoever answers the click need not be the one that took the question.
        await CancelAsync(cluster.OtherApi, id);
        var view = await cluster.Api.WaitUntilTerminalAsync(id, Soon, Token);
        output.WriteLine($"Cancelled after {clock.Elapsed.TotalMilliseconds:0} ms.");

        view.Status.ShouldBe(QuestionStatus.Cancelled);
        view.Usage.Requests.ShouldBe(1);
        view.Usage.InputTokens.ShouldBeGreaterThan(0);
        view.Usage.OutputTokens.ShouldBeGreaterThan(0);
        (await cluster.Api.RecordsAsync(id, Token)).Count(static stored => stored.Record is ModelCall).ShouldBe(1);
        await DisconnectedAsync(1);
        cluster.Endpoint.Chats.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_queued_question_ends_at_once_and_is_never_begun()
    {
        cluster.Calm(new EndpointFault(Faults.Slow(TimeSpan.FromMinutes(10))));
        List<string> running = [];
        for (var i = 0; i < FragileCluster.Slots; i++)
        {
            running.Add(await cluster.AskAsync(2000 + i));
        }

        await cluster.UntilInFlightAsync(FragileCluster.Slots);
        var queued = await cluster.AskAsync(2999);

        await CancelAsync(cluster.Api, queued);

        var view = await cluster.Api.WaitUntilTerminalAsync(queued, Soon, Token);
        view.Status.ShouldBe(QuestionStatus.Cancelled);
        foreach (var id in running)
        {
            await CancelAsync(cluster.Api, id);
            (await cluster.Api.WaitUntilTerminalAsync(id, Soon, Token)).Status.ShouldBe(QuestionStatus.Cancelled);
        }

        await DisconnectedAsync(FragileCluster.Slots);
        (await cluster.Api.RecordsAsync(queued, Token)).ShouldNotContain(static stored => stored.Record is AttemptStarted);
        cluster.Endpoint.Chats.Count.ShouldBe(FragileCluster.Slots);
    }

    [Fact]
    public async Task A_question_that_waits_for_its_endpoint_ends_at_once()
    {
        cluster.Calm(new EndpointFault(Faults.Status(503)), new EndpointFault(Faults.Status(503), Path: "/v1/models"));
        var id = await cluster.AskAsync(3000);
        await cluster.Api.WaitForAsync(id, static view => view.Status == QuestionStatus.Waiting, Limit, Token);

        await CancelAsync(cluster.Api, id);

        (await cluster.Api.WaitUntilTerminalAsync(id, Soon, Token)).Status.ShouldBe(QuestionStatus.Cancelled);
        cluster.Calm();
    }

    [Fact]
    public async Task A_running_question_of_a_frozen_worker_ends_as_soon_and_keeps_what_was_spent()
    {
        cluster.Calm(new EndpointFault(Faults.Slow(TimeSpan.FromMinutes(10)), Skip: 1));
        var id = await cluster.AskAsync(4000);
        await cluster.Api.WaitForAsync(id, static view => view.Usage.Requests == 1, Limit, Token);
        await cluster.UntilInFlightAsync(1);
        foreach (var worker in cluster.Parts.Workers)
        {
            await worker.SuspendAsync();
        }

        try
        {
            await CancelAsync(cluster.Api, id);
            (await cluster.Api.WaitUntilTerminalAsync(id, Soon, Token)).Status.ShouldBe(QuestionStatus.Cancelled);
        }
        finally
        {
            foreach (var worker in cluster.Parts.Workers)
            {
                await worker.ContinueAsync();
            }
        }

        // Awake again, the worker learns that nobody waits for its question, and lets the request go.
        await DisconnectedAsync(1);
        var records = await cluster.Api.RecordsAsync(id, Token);
        records.Count(static stored => stored.Record is ModelCall).ShouldBe(1);
        records.Count(static stored => stored.Record is Finished).ShouldBe(1);
        cluster.Calm();
    }

    private static async Task CancelAsync(ApiDriver api, string id) => (await api.Client.CancelAsync(id, Token)).Require();

    private Task DisconnectedAsync(int count) => Eventually.TrueAsync(() => cluster.Endpoint.Disconnects >= count);
}
