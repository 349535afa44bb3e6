using Mact.Core.Queueing;

namespace Mact.Core.Tests.Redis;

/// <summary>What is let in, and what is refused.</summary>
public abstract partial class QueueContract
{
    [Fact]
    public async Task Scripts_are_atomic_a_client_limit_is_exact_under_contention()
    {
        var options = new QueueOptions { MaxPerClient = 20 };
        var mact = await server.EmptyAsync(options);
        var table = await mact.Store.PutTableAsync(TestStore.ATable(), Token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var (own, connection) = await server.ConnectAsync(options);
            await using (connection)
            {
                return await Task.WhenAll(
                    Enumerable.Range(0, 25).Select(_ => own.Queue.SubmitAsync(TestStore.AQuestion(table), idempotency: null, Token)));
            }
        }));

        answers.SelectMany(static all => all).OfType<Submission.Accepted>().Count().ShouldBe(20);
        (await mact.Queue.InspectAsync(Token)).Ready.ShouldBe(20);
    }

    [Fact]
    public async Task A_full_queue_and_a_full_share_refuse_and_make_room_again()
    {
        var mact = await server.EmptyAsync(new QueueOptions { MaxQueued = 3, MaxPerClient = 2 });
        var table = await mact.Store.PutTableAsync(TestStore.ATable(), Token);
        await mact.SubmitAsync("greedy");
        await mact.SubmitAsync("greedy");

        (
            await mact.Queue.SubmitAsync(
                TestStore.AQuestion(table, "greedy"), idempotency: null, Token)).ShouldBeOfType<Submission.Full>().ClientLimit.ShouldBeTrue();
        await mact.SubmitAsync("modest");
        var refused = TestStore.AQuestion(table, "third");
        (await mact.Queue.SubmitAsync(refused, idempotency: null, Token)).ShouldBeOfType<Submission.Full>().ClientLimit.ShouldBeFalse();
        (await mact.Store.FindAsync(refused.Id, Token)).ShouldBeNull();

        await mact.FinishAsync(await mact.ClaimAsync());
        await mact.SubmitAsync("greedy");
    }

    [Fact]
    public async Task The_same_idempotency_key_gives_the_same_question_and_another_body_a_conflict()
    {
        var mact = await server.EmptyAsync();
        var table = await mact.Store.PutTableAsync(TestStore.ATable(), Token);
        var question = TestStore.AQuestion(table);
        var key = new IdempotencyKey("key with spaces", "hash1");

        (await mact.Queue.SubmitAsync(question, key, Token)).ShouldBe(new Submission.Accepted(question.Id));
        (await mact.Queue.SubmitAsync(TestStore.AQuestion(table), key, Token)).ShouldBe(new Submission.Existing(question.Id));
        (
            await mact.Queue.SubmitAsync(
                TestStore.AQuestion(table), key with { BodyHash = "hash2" }, Token)).ShouldBe(new Submission.Conflict(question.Id));
        (await mact.Queue.SubmitAsync(TestStore.AQuestion(table, "another client"), key, Token)).ShouldBeOfType<Submission.Accepted>();
        (await mact.Queue.SubmitAsync(question, idempotency: null, Token)).ShouldBe(new Submission.Existing(question.Id));
        (await mact.Queue.InspectAsync(Token)).Ready.ShouldBe(2);
    }

    [Fact]
    public async Task A_question_whose_table_is_not_stored_is_refused_with_the_table_named()
    {
        var mact = await server.EmptyAsync();
        var question = TestStore.AQuestion("nowhere");

        var submission = await mact.Queue.SubmitAsync(question, idempotency: null, Token);

        submission.ShouldBeOfType<Submission.TableMissing>().Ids.ShouldBe(["nowhere"]);
        (await mact.Store.FindAsync(question.Id, Token)).ShouldBeNull();
    }
}
