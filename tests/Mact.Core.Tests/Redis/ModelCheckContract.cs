using Mact.Core.Models;
using Mact.Core.Redis;

namespace Mact.Core.Tests.Redis;

/// <summary>Checks of the model endpoints that one process asks for and another does, on whatever server.</summary>
public abstract class ModelCheckContract(RedisFixture server)
{
    private static readonly IReadOnlyList<ModelCheckResult> Found = [new(["planner"], "h:1", true, ["m"], "It serves 'm'.", 3)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_worker_takes_a_check_and_what_it_found_comes_back()
    {
        await using var checks = await OpenAsync();
        var asked = checks.AskAsync(Token);

        var id = (await TakenAsync(checks)).ShouldNotBeNull();
        (await checks.TakeAsync(TimeSpan.FromMilliseconds(1), Token)).ShouldBeNull();
        await checks.AnswerAsync(id, Found, Token);

        (await asked).ShouldBeOfType<ModelCheckAnswer.Done>().Results.ShouldHaveSingleItem().Message.ShouldBe("It serves 'm'.");
    }

    [Fact]
    public async Task A_check_that_came_to_nothing_is_said_to_be_lost()
    {
        await using var checks = await OpenAsync();
        var asked = checks.AskAsync(Token);

        await checks.AnswerAsync((await TakenAsync(checks)).ShouldNotBeNull(), null, Token);

        (await asked).ShouldBeOfType<ModelCheckAnswer.Lost>();
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_not_done()
    {
        await using var checks = await OpenAsync();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var asked = checks.AskAsync(leaving.Token);
        await Eventually.TrueAsync(async () => await Database.ListLengthAsync(RedisKeys.ModelChecks) == 1);

        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);

        (await checks.TakeAsync(TimeSpan.FromMilliseconds(1), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_worker_it_is_said_that_there_is_none()
    {
        await using var checks = await OpenAsync();
        var asked = checks.AskAsync(Token);
        await Eventually.TrueAsync(async () => await Database.ListLengthAsync(RedisKeys.ModelChecks) == 1);
        var id = (await Database.ListGetByIndexAsync(RedisKeys.ModelChecks, 0)).ToString();

        // As the server does when the time is over.
        await Database.KeyDeleteAsync(RedisKeys.ModelCheck(id));

        (await asked).ShouldBeOfType<ModelCheckAnswer.NoWorker>();
        (await checks.TakeAsync(TimeSpan.FromMilliseconds(1), Token)).ShouldBeNull();
    }

    private StackExchange.Redis.IDatabase Database { get; set; } = null!;

    private async Task<RedisModelChecks> OpenAsync()
    {
        var connection = (await server.EmptyAsync()).Connection;
        Database = connection.GetDatabase();
        return new(connection, TimeProvider.System);
    }

    private static async Task<string?> TakenAsync(RedisModelChecks checks)
    {
        string? id = null;
        await Eventually.TrueAsync(async () => (id = await checks.TakeAsync(TimeSpan.FromMilliseconds(50), Token)) is not null);
        return id;
    }
}
