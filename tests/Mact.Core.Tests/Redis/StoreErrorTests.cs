using Mact.Core.Questions;

namespace Mact.Core.Tests.Redis;

/// <summary>Trouble that only the reference server can make on demand.</summary>
[Collection<RedisServerCollection>]
public sealed class StoreTroubleTests(RedisServerFixture server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_memory_is_said_in_words_changes_nothing_and_passes()
    {
        var mact = await server.EmptyAsync();
        var question = TestStore.AQuestion(await mact.Store.PutTableAsync(TestStore.ATable(), Token));
        var redis = mact.Connection.GetDatabase();
        await redis.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        try
        {
            var trouble = await Should.ThrowAsync<StoreUnavailableException>(() => mact.Queue.SubmitAsync(question, idempotency: null, Token));
            trouble.Message.ShouldContain("maxmemory");
        }
        finally
        {
            await redis.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        }

        (await mact.Store.FindAsync(question.Id, Token)).ShouldBeNull();
        (await mact.Queue.InspectAsync(Token)).Ready.ShouldBe(0);
        await mact.SubmitAsync();
    }

    [Fact]
    public async Task A_read_only_replica_is_said_in_words_and_can_still_be_read()
    {
        var mact = await server.EmptyAsync();
        var question = await mact.SubmitAsync();
        var redis = mact.Connection.GetDatabase();

        // Nobody listens on port 1, so that the data stays as it is.
        await redis.ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        try
        {
            var trouble = await Should.ThrowAsync<StoreUnavailableException>(() => mact.TryClaimAsync());
            trouble.Message.ShouldContain("replica");
            (await mact.Store.FindAsync(question.Id, Token)).ShouldNotBeNull();
        }
        finally
        {
            await redis.ExecuteAsync("REPLICAOF", "NO", "ONE");
        }
    }
}
