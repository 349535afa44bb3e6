using Mact.Client.Evaluations;
using Mact.Core.Questions;
using Mact.Evaluation.Stored;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace Mact.Core.Tests.Redis;

/// <summary>What the store of evaluations promises, on whatever server.</summary>
public abstract class EvaluationStoreContract(RedisFixture server)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private IConnectionMultiplexer? _connection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_evaluation_comes_back_with_its_text_and_tables()
    {
        var store = await OpenAsync();
        var definition = Definition("e1") with { Tables = ["cities"] };

        await store.CreateAsync(definition, "question,answer\nWhich?,Arden\n", [TestStore.ATable().WithName("cities")], Token);

        var found = (await store.FindAsync("e1", Token)).ShouldNotBeNull();
        (found.Status, found.Done, found.Definition.Name, found.Definition.Arms.Count).ShouldBe((EvaluationStatus.Running, 0, "name", 2));
        (await store.ReadDataAsync("e1", Token)).ShouldBe("question,answer\nWhich?,Arden\n");
        var table = (await store.ReadTablesAsync(definition, Token)).ShouldHaveSingleItem();
        (table.Name, table.RowCount).ShouldBe(("cities", 2));
        (await store.FindAsync("none", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_result_counts_once_however_often_it_is_added()
    {
        var store = await OpenAsync();
        await store.CreateAsync(Definition("e1"), "", [], Token);
        var right = Result("agent", 1, "answered") with { Correct = true, Attempted = true, Figures = new() { Cost = 0.000_25m, Model = "m" } };

        await store.AddResultAsync("e1", right, Token);
        await store.AddResultAsync("e1", right with { Correct = false }, Token);
        await store.AddResultAsync("e1", Result("agent", 2, ItemResult.Failed) with { Figures = new() { Cost = 0.5m, Model = "m" } }, Token);
        await store.AddResultAsync("e1", Result("agent", 3, ItemResult.BadRow), Token);
        await store.AddResultAsync("e1", Result("sql", 1, "answered") with { Attempted = true }, Token);

        var found = (await store.FindAsync("e1", Token)).ShouldNotBeNull();
        found.Done.ShouldBe(4);
        found.BadRows.ShouldBe(1);
        found.Models.ShouldBe(["m"]);
        found.Summaries.ShouldBe([new("agent", new(1, 2), 1, 1, 0.500_25m), new("sql", new(0, 1), 1, 0, null)]);
        (await store.ReadResultsAsync("e1", Token)).Single(static result => result.Key == "agent/1/1").Correct.ShouldBeTrue();
    }

    [Fact]
    public async Task A_result_of_a_deleted_evaluation_leaves_nothing_behind()
    {
        var store = await OpenAsync();
        await store.CreateAsync(Definition("e1"), "", [], Token);
        await store.AddResultAsync("e1", Result("agent", 1, "answered"), Token);
        await store.DeleteAsync("e1", Token);

        await store.AddResultAsync("e1", Result("agent", 2, "answered"), Token);

        (await store.FindAsync("e1", Token)).ShouldBeNull();
        (await store.ReadResultsAsync("e1", Token)).ShouldBeEmpty();
        (await store.ListAsync(before: null, 10, Token)).ShouldBeEmpty();
        (await store.ListOpenAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_status_changes_only_from_one_that_is_named_and_pauses_do_not_count_as_running()
    {
        var store = await OpenAsync();
        await store.CreateAsync(Definition("e1"), "", [], Token);

        _time.Advance(TimeSpan.FromSeconds(7));
        (await store.MoveAsync("e1", EvaluationStatus.Running, [EvaluationStatus.Paused], Token)).ShouldBeFalse();
        (await store.MoveAsync("e1", EvaluationStatus.Paused, [EvaluationStatus.Running], Token)).ShouldBeTrue();
        _time.Advance(TimeSpan.FromHours(1));
        (await store.MoveAsync("e1", EvaluationStatus.Running, [EvaluationStatus.Paused], Token)).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(3));

        (await store.FindAsync("e1", Token))!.Active.ShouldBe(TimeSpan.FromSeconds(10));
        (await store.ListOpenAsync(Token)).ShouldBe(["e1"]);
        (await store.MoveAsync("e1", EvaluationStatus.Finished, [EvaluationStatus.Running, EvaluationStatus.Paused], Token)).ShouldBeTrue();
        _time.Advance(TimeSpan.FromHours(1));
        (await store.FindAsync("e1", Token))!.Active.ShouldBe(TimeSpan.FromSeconds(10));
        (await store.ListOpenAsync(Token)).ShouldBeEmpty();
        (await store.MoveAsync("e1", EvaluationStatus.Deleting, [EvaluationStatus.Finished], Token)).ShouldBeTrue();
        (await store.ListOpenAsync(Token)).ShouldBe(["e1"]);
        (await store.MoveAsync("none", EvaluationStatus.Paused, [EvaluationStatus.Running], Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_list_is_newest_first_and_paged()
    {
        var store = await OpenAsync();
        foreach (var id in new[] { "e1", "e3", "e2" })
        {
            await store.CreateAsync(Definition(id), "", [], Token);
        }

        (await store.ListAsync(before: null, 2, Token)).ShouldBe(["e3", "e2"]);
        (await store.ListAsync("e2", 2, Token)).ShouldBe(["e1"]);
    }

    [Fact]
    public async Task What_is_past_its_retention_is_taken_off_the_list()
    {
        var store = await OpenAsync(new() { Questions = TimeSpan.FromMilliseconds(1) });
        await store.CreateAsync(Definition("e1"), "", [], Token);
        var lasting = await OpenAsync(new(), flush: false);
        await lasting.CreateAsync(Definition("e2"), "", [], Token);

        await Eventually.TrueAsync(async () => await store.FindAsync("e1", Token) is null);

        (await lasting.TrimAsync(Token)).ShouldBe(1);
        (await lasting.ListAsync(before: null, 10, Token)).ShouldBe(["e2"]);
        (await lasting.ListOpenAsync(Token)).ShouldBe(["e2"]);
        (await lasting.TrimAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task One_process_at_a_time_has_the_lease_and_another_takes_over_when_it_is_not_renewed()
    {
        var store = await OpenAsync();

        (await store.TryLeaseAsync("e1", "one", TestStore.LongLease, Token)).ShouldBeTrue();
        (await store.TryLeaseAsync("e1", "two", TestStore.LongLease, Token)).ShouldBeFalse();
        (await store.TryLeaseAsync("e1", "one", TimeSpan.FromMilliseconds(1), Token)).ShouldBeTrue();

        await Eventually.TrueAsync(() => store.TryLeaseAsync("e1", "two", TestStore.LongLease, Token));
        (await store.TryLeaseAsync("e1", "one", TestStore.LongLease, Token)).ShouldBeFalse();
        await store.ReleaseAsync("e1", "one", Token);
        (await store.TryLeaseAsync("e1", "one", TestStore.LongLease, Token)).ShouldBeFalse();
        await store.ReleaseAsync("e1", "two", Token);
        (await store.TryLeaseAsync("e1", "one", TestStore.LongLease, Token)).ShouldBeTrue();
    }

    private static EvaluationDefinition Definition(string id) =>
        new(id, "name", "data.jsonl", DataSetFormat.Auto, [new("agent", new()), new("sql", new() { Strategy = Strategy.Sql })], 1, 4, Start);

    private static ItemResult Result(string arm, int row, string outcome) => new($"{arm}/{row}/1", arm, row, 1, $"i{row}", outcome);

    private async Task<IEvaluationStore> OpenAsync(RetentionOptions? retention = null, bool flush = true)
    {
        if (flush)
        {
            _connection = (await server.EmptyAsync()).Connection;
        }

        return new RedisEvaluationStore(_connection!, Options.Create(retention ?? new RetentionOptions()), _time);
    }
}
