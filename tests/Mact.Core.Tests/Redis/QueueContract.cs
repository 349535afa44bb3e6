using System.Diagnostics;
using System.Text.Json;
using Mact.Core.Queueing;

namespace Mact.Core.Tests.Redis;

/// <summary>What the queue promises, on whatever server.</summary>
public abstract partial class QueueContract(RedisFixture server)
{
    private static readonly TimeSpan ShortLease = TimeSpan.FromMilliseconds(40);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_submitted_question_is_claimed_with_everything_it_was_submitted_with()
    {
        var mact = await server.EmptyAsync();
        using var click = new Activity("click").SetIdFormat(ActivityIdFormat.W3C).Start();
        var question = TestStore.AQuestion(await mact.Store.PutTableAsync(TestStore.ATable(), Token)) with
        {
            Context = ["A caption with \"quotes\" and ünïcödé 🦆."],
            TraceParent = click.Id,
            TraceState = "vendor=1",
        };
        await mact.Queue.SubmitAsync(question, idempotency: null, Token);

        var lease = await mact.ClaimAsync();

        JsonSerializer.Serialize(lease.Question, MactJson.Default.Question).ShouldBe(JsonSerializer.Serialize(question, MactJson.Default.Question));
        lease.Attempt.ShouldBe(1);
        ActivityContext.TryParse(lease.Question.TraceParent, lease.Question.TraceState, out var parent).ShouldBeTrue();
        parent.TraceId.ShouldBe(click.TraceId);
        (await mact.RecordsAsync(question.Id)).Select(static record => record.GetType()).ShouldBe([typeof(Accepted), typeof(AttemptStarted)]);
        (await mact.TryClaimAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task People_go_first_but_evaluations_are_not_starved()
    {
        var mact = await server.EmptyAsync(new QueueOptions { InteractiveInARow = 4 });
        for (var i = 0; i < 3; i++)
        {
            await mact.SubmitAsync(priority: QuestionPriority.Evaluation);
        }

        for (var i = 0; i < 10; i++)
        {
            await mact.SubmitAsync();
        }

        var order = new List<char>();
        while (await mact.TryClaimAsync() is { } lease)
        {
            order.Add(lease.Question.Options.Priority == QuestionPriority.Evaluation ? 'e' : 'i');
        }

        new string([.. order]).ShouldBe("iiiieiiiieiie");
    }

    [Fact]
    public async Task A_snapshot_counts_everything_and_forgets_workers_that_fell_silent()
    {
        var mact = await server.EmptyAsync();
        await mact.SubmitAsync();
        await mact.SubmitAsync(priority: QuestionPriority.Evaluation);
        var leased = await mact.SubmitAsync();
        await mact.ClaimAsync();
        await mact.Queue.BeatAsync("alive", TimeSpan.FromMinutes(1), Token);
        await mact.Queue.BeatAsync("silent", TimeSpan.FromMilliseconds(1), Token);

        await Eventually.TrueAsync(async () => (await mact.Queue.InspectAsync(Token)).Workers == 1);

        var snapshot = await mact.Queue.InspectAsync(Token);
        (snapshot.Ready, snapshot.Delayed, snapshot.Leased, snapshot.Dead).ShouldBe((2, 0, 1, 0));
        snapshot.OldestAge.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        (await mact.Queue.AheadAsync(leased.Id, Token)).ShouldBe(0);
        (await mact.Queue.AheadAsync("unknown", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_waiting_worker_is_woken_by_a_submission()
    {
        var mact = await server.EmptyAsync();
        var waiting = mact.Queue.WaitForWorkAsync(TimeSpan.FromMinutes(5), Token);

        // The first submission may come before the subscription stands, as in life; the safety net for that is the timeout.
        await Eventually.TrueAsync(async () =>
        {
            await mact.SubmitAsync();
            return waiting.IsCompleted;
        });

        await waiting;
    }

    [Fact]
    public async Task A_question_whose_data_is_gone_does_not_block_the_queue()
    {
        var mact = await server.EmptyAsync();
        var gone = await mact.SubmitAsync();
        var there = await mact.SubmitAsync();
        await mact.Connection.GetDatabase().KeyDeleteAsync($"{{mact}}:question:{gone.Id}");

        (await mact.ClaimAsync()).Question.Id.ShouldBe(there.Id);
        (await mact.TryClaimAsync()).ShouldBeNull();
        (await mact.Queue.InspectAsync(Token)).Leased.ShouldBe(1);
    }
}
