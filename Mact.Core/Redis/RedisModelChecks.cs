using System.Text.Json;
using Mact.Core.Models;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>
/// Checks of the model endpoints: a list of those that wait, and for each a string that is empty until a worker takes it, then a mark, then what was
/// found. It expires, so that nobody does what nobody waits for any more.
/// </summary>
internal sealed class RedisModelChecks(IConnectionMultiplexer connection, TimeProvider time) : IModelChecks, IAsyncDisposable
{
    private const string Taken = "taken";

    // A worker that is there takes it at once; one that is starting may need some seconds.
    private static readonly TimeSpan TakenWithin = TimeSpan.FromSeconds(6);

    // As long as a check of a slow endpoint lasts, and a little more.
    private static readonly TimeSpan DoneWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly RedisLink _redis = new(connection);
    private readonly Lazy<Nudge> _asked = new(() => new(connection.GetSubscriber(), RedisKeys.ModelCheckChannel, time));

    /// <inheritdoc/>
    public async Task<ModelCheckAnswer> AskAsync(CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        var key = RedisKeys.ModelCheck(id);
        await using var answered = new Nudge(_redis.Subscriber, RedisChannel.Literal(key.ToString()), time);
        await answered.ListenAsync(cancellationToken);
        await _redis.AskAsync(redis => redis.StringSetAsync(key, string.Empty, TakenWithin), cancellationToken);
        try
        {
            await _redis.AskAsync(redis => redis.ListLeftPushAsync(RedisKeys.ModelChecks, id), cancellationToken);
            await _redis.AskAsync(static redis => redis.PublishAsync(RedisKeys.ModelCheckChannel, string.Empty), cancellationToken);
            for (var isTaken = false; ;)
            {
                await answered.WaitAsync(LookAgain, cancellationToken);
                switch ((string?)await _redis.AskAsync(redis => redis.StringGetAsync(key), cancellationToken))
                {
                    case null:
                        return isTaken ? new ModelCheckAnswer.Lost() : new ModelCheckAnswer.NoWorker();
                    case "":
                        break;
                    case Taken:
                        isTaken = true;
                        break;
                    case var found:
                        return JsonSerializer.Deserialize(found, MactJson.Default.IReadOnlyListModelCheckResult) is { } results
                            ? new ModelCheckAnswer.Done(results)
                            : new ModelCheckAnswer.Lost();
                }
            }
        }
        finally
        {
            // Nobody waits for it any more.
            await _redis.AskAsync(redis => redis.KeyDeleteAsync(key), CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> TakeAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (await NextAsync(cancellationToken) is { } waiting)
        {
            return waiting;
        }

        await _asked.Value.WaitAsync(timeout, cancellationToken);
        return await NextAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task AnswerAsync(string id, IReadOnlyList<ModelCheckResult>? results, CancellationToken cancellationToken)
    {
        var key = RedisKeys.ModelCheck(id);
        var text = JsonSerializer.Serialize(results!, MactJson.Default.IReadOnlyListModelCheckResult);
        await _redis.AskAsync(redis => redis.StringSetAsync(key, text, DoneWithin, When.Exists), cancellationToken);
        await _redis.AskAsync(redis => redis.PublishAsync(RedisChannel.Literal(key.ToString()), string.Empty), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _asked.IsValueCreated ? _asked.Value.DisposeAsync() : ValueTask.CompletedTask;

    private async Task<string?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _redis.AskAsync(static redis => redis.ListRightPopAsync(RedisKeys.ModelChecks), cancellationToken) is { IsNull: false } id)
        {
            if (await _redis.AskAsync(
                redis => redis.StringSetAsync(RedisKeys.ModelCheck(id.ToString()), Taken, DoneWithin, When.Exists), cancellationToken))
            {
                return id.ToString();
            }
        }

        return null;
    }
}
