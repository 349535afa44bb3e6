using Mact.Core.Questions;
using Mact.Core.Queueing;
using Mact.Core.Tests.Runs;

namespace Mact.Core.Tests.Redis;

/// <summary>What the store promises, on whatever server.</summary>
public abstract class StoreContract(RedisFixture server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_is_stored_once_by_content_and_comes_back_cell_by_cell_under_any_name()
    {
        var mact = await server.EmptyAsync();
        var table = TestStore.ATable();

        var id = await mact.Store.PutTableAsync(table, Token);
        (await mact.Store.PutTableAsync(table.WithName("other"), Token)).ShouldBe(id);
        (await mact.Store.PutTableAsync(TestStore.ATable("01"), Token)).ShouldNotBe(id);

        var read = (await mact.Store.FindTableAsync(id, "again", Token)).ShouldNotBeNull();
        read.Name.ShouldBe("again");
        read.Columns.ShouldBe(table.Columns);
        Enumerable.Range(0, 2)
            .SelectMany(row => read.Row(row).ToArray())
            .ShouldBe(Enumerable.Range(0, 2).SelectMany(row => table.Row(row).ToArray()));
        (await mact.Store.FindTableAsync("unknown", "t", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Records_come_back_in_order_without_gaps_and_the_same_key_is_stored_once()
    {
        var mact = await server.EmptyAsync();
        var question = await mact.SubmitAsync();
        var journal = await mact.Store.OpenJournalAsync(await mact.ClaimAsync(), Token);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => journal.AppendAsync(TestStore.ARecord($"key {i % 25}"), Token)));

        var stored = await mact.Store.ReadRecordsAsync(question.Id, 0, Token);
        stored.Select(static record => record.Sequence).ShouldBe(Enumerable.Range(1, 27).Select(static i => (long)i));
        stored.Skip(2).Select(static record => record.Record.Key).ShouldBe(Enumerable.Range(0, 25).Select(static i => $"key {i}"), ignoreOrder: true);
        journal.Records.Select(static record => record.Key).ShouldBe(stored.Select(static record => record.Record.Key));
        (await mact.Store.ReadRecordsAsync(question.Id, 25, Token)).Select(static record => record.Sequence).ShouldBe([26, 27]);
        (await mact.Store.ReadRecordsAsync(question.Id, 27, Token)).ShouldBeEmpty();
        (await mact.Store.ReadRecordsAsync("unknown", 0, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_taken_over_run_sees_the_records_of_the_one_before()
    {
        var mact = await server.EmptyAsync();
        await mact.SubmitAsync();
        var first = await mact.ClaimAsync();
        await (await mact.Store.OpenJournalAsync(first, Token)).AppendAsync(TestStore.ARecord("1/plan"), Token);
        await mact.Queue.SettleAsync(first, new Settlement.Release(TimeSpan.Zero, "stop"), Token);

        var journal = await mact.Store.OpenJournalAsync(await mact.ClaimAsync(), Token);

        journal.Records.Select(static record => record.Key).ShouldContain("1/plan");
        await journal.AppendAsync(TestStore.ARecord("1/plan"), Token);
        journal.Records.Count(static record => record.Key == "1/plan").ShouldBe(1);
    }

    [Fact]
    public async Task A_watcher_on_another_connection_sees_every_record_once_and_ends_after_the_terminal_one()
    {
        var mact = await server.EmptyAsync();
        var question = await mact.SubmitAsync();
        var (elsewhere, connection) = await server.ConnectAsync();
        await using var closing = connection;
        var watching = Task.Run(async () => await elsewhere.Store.WatchAsync(question.Id, 0, Token).ToListAsync(Token), Token);

        var lease = await mact.ClaimAsync();
        var journal = await mact.Store.OpenJournalAsync(lease, Token);
        for (var i = 0; i < 100; i++)
        {
            await journal.AppendAsync(TestStore.ARecord($"key {i}"), Token);
        }

        await mact.FinishAsync(lease);

        var seen = await watching.WaitAsync(TimeSpan.FromSeconds(20), Token);
        seen.Select(static record => record.Sequence).ShouldBe(Enumerable.Range(1, 103).Select(static i => (long)i));
        seen[^1].Record.ShouldBeOfType<Finished>();
    }

    [Fact]
    public async Task Watching_resumes_after_what_was_seen_and_ends_at_once_where_nothing_can_come()
    {
        var mact = await server.EmptyAsync();
        var question = await mact.SubmitAsync();
        await mact.FinishAsync(await mact.ClaimAsync());

        (await mact.Store.WatchAsync(question.Id, 2, Token).ToListAsync(Token)).Single().Record.ShouldBeOfType<Finished>();
        (await mact.Store.WatchAsync(question.Id, 3, Token).ToListAsync(Token)).ShouldBeEmpty();
        (await mact.Store.WatchAsync(question.Id, 1000, Token).ToListAsync(Token)).ShouldBeEmpty();
        (await mact.Store.WatchAsync("unknown", 0, Token).ToListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Prompt_parts_are_stored_once_and_packed()
    {
        var mact = await server.EmptyAsync();
        await mact.SubmitAsync();
        var journal = await mact.Store.OpenJournalAsync(await mact.ClaimAsync(), Token);
        var prefix = string.Concat(Enumerable.Repeat("| a row | of a | table |\n", 2_000));

        var hash = await journal.PutPromptPartAsync(prefix, Token);
        (await journal.PutPromptPartAsync(prefix, Token)).ShouldBe(hash);
        var small = await journal.PutPromptPartAsync("é", Token);

        var read = await mact.Store.ReadPromptPartsAsync([hash, small, hash, "unknown"], Token);
        read.Count.ShouldBe(2);
        read[hash].ShouldBe(prefix);
        read[small].ShouldBe("é");
        ((byte[])(await mact.Connection.GetDatabase().HashGetAsync($"{{mact}}:part:{hash}", "content"))!).Length.ShouldBeLessThan(prefix.Length / 20);
    }

    [Fact]
    public async Task The_history_is_newest_first_paged_and_says_how_each_question_ended()
    {
        var mact = await server.EmptyAsync();
        var questions = new List<Question>();
        for (var i = 0; i < 5; i++)
        {
            questions.Add(await mact.SubmitAsync());
        }

        await mact.FinishAsync(await mact.ClaimAsync(), "7");
        await mact.ClaimAsync();

        var first = await mact.Store.ListAsync(before: null, 3, Token);
        first.Select(static summary => summary.Id).ShouldBe([questions[4].Id, questions[3].Id, questions[2].Id]);
        var rest = await mact.Store.ListAsync(first[^1].Id, 3, Token);
        rest.Select(static summary => summary.Id).ShouldBe([questions[1].Id, questions[0].Id]);
        first[0].Status.ShouldBe(QuestionStatus.Queued);
        rest[0].Status.ShouldBe(QuestionStatus.Running);
        rest[1].Status.ShouldBe(QuestionStatus.Answered);
        rest[1].Answer.ShouldBe(["7"]);
        rest[1].Agreement.ShouldBe(new Agreement(4, 5, 1, Executed: true));
        rest[1].Text.ShouldBe("How many?");
        rest[1].SubmittedAt.ShouldBe(questions[0].SubmittedAt);
        rest[1].ElapsedMs.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_waiting_run_shows_in_the_history_and_so_does_its_model()
    {
        var mact = await server.EmptyAsync();
        await mact.SubmitAsync();
        var journal = await mact.Store.OpenJournalAsync(await mact.ClaimAsync(), Token);
        await journal.AppendAsync(TestStore.ARecord("wait"), Token);
        (await mact.Store.ListAsync(before: null, 1, Token)).Single().Status.ShouldBe(QuestionStatus.Waiting);

        await journal.AppendAsync(new ModelResumed("model", 5) { Key = "resumed", At = DateTimeOffset.UnixEpoch }, Token);
        await journal.AppendAsync(SampleRecords.ModelCall with { Key = "call" }, Token);

        var summary = (await mact.Store.ListAsync(before: null, 1, Token)).Single();
        summary.Status.ShouldBe(QuestionStatus.Running);
        summary.Model.ShouldBe(SampleRecords.ModelCall.Reply.Model);
    }

    [Fact]
    public async Task Deleting_removes_what_only_that_question_used_and_leaves_nothing_behind()
    {
        var mact = await server.EmptyAsync();
        var questions = new[] { await mact.SubmitAsync(), await mact.SubmitAsync() };
        (await mact.Store.DeleteAsync(questions[0].Id, Token)).ShouldBeFalse();
        string shared = string.Empty;
        var own = new List<string>();
        foreach (var question in questions)
        {
            var lease = await mact.ClaimAsync();
            var journal = await mact.Store.OpenJournalAsync(lease, Token);
            shared = await journal.PutPromptPartAsync("shared prefix", Token);
            own.Add(await journal.PutPromptPartAsync($"scratchpad of {question.Id}", Token));
            await mact.FinishAsync(lease);
        }

        (await mact.Store.DeleteAsync(questions[0].Id, Token)).ShouldBeTrue();

        (await mact.Store.FindAsync(questions[0].Id, Token)).ShouldBeNull();
        (await mact.Store.DeleteAsync(questions[0].Id, Token)).ShouldBeFalse();
        (await mact.Store.ListAsync(before: null, 10, Token)).Single().Id.ShouldBe(questions[1].Id);
        (await mact.Store.ReadPromptPartsAsync([shared, .. own], Token)).Keys.ShouldBe([shared, own[1]], ignoreOrder: true);
        (await mact.Store.FindTableAsync(questions[1].Tables[0].Id, "t", Token)).ShouldNotBeNull();

        (await mact.Store.DeleteAsync(questions[1].Id, Token)).ShouldBeTrue();
        (await mact.KeysLeftAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_deleted_question_frees_its_idempotency_key()
    {
        var mact = await server.EmptyAsync();
        var key = new IdempotencyKey("key", "hash");
        var first = TestStore.AQuestion(await mact.Store.PutTableAsync(TestStore.ATable(), Token));
        await mact.Queue.SubmitAsync(first, key, Token);
        await mact.Queue.CancelAsync(first.Id, Token);
        await mact.Store.DeleteAsync(first.Id, Token);

        var second = TestStore.AQuestion(await mact.Store.PutTableAsync(TestStore.ATable(), Token));
        (await mact.Queue.SubmitAsync(second, key, Token)).ShouldBe(new Submission.Accepted(second.Id));
    }

    [Fact]
    public async Task What_has_expired_is_swept_and_what_is_unfinished_or_shared_stays()
    {
        var mact = await server.EmptyAsync(retention: new RetentionOptions { Questions = TimeSpan.FromMilliseconds(1) });
        var ended = await mact.SubmitAsync();
        var running = await mact.SubmitAsync();
        await mact.FinishAsync(await mact.ClaimAsync());
        await mact.ClaimAsync();

        var swept = 0;
        await Eventually.TrueAsync(async () => (swept += await mact.Store.SweepAsync(Token)) > 0);

        swept.ShouldBe(1);
        (await mact.Store.FindAsync(ended.Id, Token)).ShouldBeNull();
        (await mact.Store.FindAsync(running.Id, Token)).ShouldNotBeNull();
        (await mact.Store.FindTableAsync(running.Tables[0].Id, "t", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_table_that_nobody_uses_goes_after_a_while_and_one_in_use_does_not()
    {
        var mact = await server.EmptyAsync(retention: new RetentionOptions { UnusedTables = TimeSpan.FromSeconds(1) });
        var question = await mact.SubmitAsync();
        var unused = await mact.Store.PutTableAsync(TestStore.ATable("7"), Token);

        await Eventually.TrueAsync(async () => await mact.Store.FindTableAsync(unused, "t", Token) is null);

        (await mact.Store.FindTableAsync(question.Tables[0].Id, "t", Token)).ShouldNotBeNull();
    }
}
