using Mact.Testing;

namespace Mact.EndToEnd.Tests.Outages;

/// <summary>The model endpoint goes away for long and comes back.</summary>
[Collection(FragileClusterTests.Name)]
public sealed class ModelOutageTests(FragileCluster cluster)
{
    private const int Questions = 100;

    // 10 minutes at a sixtieth, as the pauses between probes are (FragileCluster). Nothing else is scaled: leases, polls and the maximum wait stay,
    // so that the outage lasts two leases and some 40 pauses.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_long_outage_with_100_questions_queued_there_are_100_answers_and_no_dead_letter()
    {
        cluster.Calm();
        await cluster.Endpoint.StopAsync();
        List<string> ids = [];
        for (var i = 0; i < Questions; i++)
        {
            ids.Add(await cluster.AskAsync(6000 + i));
        }

        var waiting = await cluster.Api.WaitForAsync(ids[0], static view => view.Status == QuestionStatus.Waiting, Limit, Token);
        waiting.Message.ShouldNotBeNullOrWhiteSpace();
        await Eventually.FitsAsync(
            () => cluster.Api.RecordsAsync(ids[0], Token),
            static records => records.Any(static stored => stored.Record is ModelWaiting waiting && waiting.WaitedMs >= Outage.TotalMilliseconds));
        foreach (var id in ids)
        {
            (await cluster.Api.GetAsync(id, Token)).Status.ShouldBeOneOf(QuestionStatus.Queued, QuestionStatus.Running, QuestionStatus.Waiting);
        }

        await cluster.Endpoint.StartAgainAsync();
        foreach (var id in ids)
        {
            var view = await cluster.Api.WaitUntilTerminalAsync(id, Limit, Token);
            view.Status.ShouldBe(QuestionStatus.Answered, view.Message);
            view.Answer.ShouldBe(["Corin"]);
            view.Attempt.ShouldBe(1);
            (await cluster.Api.RecordsAsync(id, Token)).ShouldNotContain(static stored => stored.Record is AttemptFailed);
        }
    }
}
