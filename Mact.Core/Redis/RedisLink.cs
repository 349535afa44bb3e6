using System.Diagnostics;
using System.Runtime.CompilerServices;
using Mact.Core.Questions;
using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>Redis as the queue and the store use it: scripts, and trouble as one typed exception.</summary>
internal sealed class RedisLink(IConnectionMultiplexer connection)
{
    public ISubscriber Subscriber => connection.GetSubscriber();

    /// <summary>Runs a script atomically.</summary>
    /// <exception cref="StoreUnavailableException">Redis does not answer or takes no writes.</exception>
    public Task<RedisResult> RunAsync(
        string script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken, [CallerMemberName] string operation = "") =>
        AskAsync(redis => redis.ScriptEvaluateAsync(script, keys, arguments), cancellationToken, operation);

    /// <summary>Runs a command.</summary>
    /// <exception cref="StoreUnavailableException">Redis does not answer or takes no writes.</exception>
    public async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> ask, CancellationToken cancellationToken, [CallerMemberName] string operation = "")
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = Stopwatch.GetTimestamp();
        try
        {
            var answer = await ask(connection.GetDatabase()).WaitAsync(cancellationToken);
            RedisTrace.Ended(operation, TimeProvider.System.GetUtcNow(), Stopwatch.GetElapsedTime(started), error: null);
            return answer;
        }
        catch (Exception exception) when (StoreTrouble.Words(exception) is not null)
        {
            RedisTrace.Ended(operation, TimeProvider.System.GetUtcNow(), Stopwatch.GetElapsedTime(started), exception);
            throw new StoreUnavailableException(StoreTrouble.Words(exception)!, exception);
        }
    }
}
