using System.Diagnostics;
using System.Reflection;
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

    /// <summary>The newest of ids that sort by time, in a sorted set without scores.</summary>
    /// <param name="key">Where they are.</param>
    /// <param name="before">The last one seen; null = from the newest.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreUnavailableException">Redis does not answer.</exception>
    public async Task<IReadOnlyList<string>> NewestAsync(RedisKey key, string? before, int limit, CancellationToken cancellationToken)
    {
        var ids = await AskAsync(
            redis => redis.SortedSetRangeByValueAsync(
                key,
                min: default,
                max: before ?? default(RedisValue),
                exclude: before is null ? Exclude.None : Exclude.Stop,
                order: Order.Descending,
                skip: 0,
                take: limit),
            cancellationToken);
        return [.. ids.Select(static id => id.ToString())];
    }

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
        catch (Exception exception) when (StoreError.MessageOf(exception) is not null)
        {
            RedisTrace.Ended(operation, TimeProvider.System.GetUtcNow(), Stopwatch.GetElapsedTime(started), exception);
            throw new StoreUnavailableException(StoreError.MessageOf(exception)!, exception)
            {
                IsFull = StoreError.IsFull(exception),
            };
        }
    }
}

/// <summary>Tells trouble that passes from faults that do not.</summary>
internal static class StoreError
{
    // The error's code, and what it means to a person. Inside scripts, older servers wrap the code into a longer text.
    private static readonly (string Code, string Message)[] Codes =
    [
        ("OOM command not allowed", "Redis has reached its memory limit (maxmemory) and takes no writes; raise the limit or delete questions."),
        ("READONLY", "This Redis is a read-only replica; connect to the primary, or wait for the failover to end."),
        ("LOADING", "Redis is reading its data from disk."),
        ("MISCONF", "Redis cannot save to disk and takes no writes; look at its disk and its log."),
        ("MASTERDOWN", "Redis has lost its primary."),
        ("CLUSTERDOWN", "The Redis cluster is down."),
        ("TRYAGAIN", "Redis is moving data."),
        ("NOREPLICAS", "Redis has too few replicas to take writes."),
        ("BUSY ", "Redis is busy with a long script."),
        ("NOAUTH", "Redis asks for a password; set it in the connection string 'redis'."),
        ("WRONGPASS", "Redis refused the password of the connection string 'redis'."),
    ];

    /// <summary>Redis has reached its memory limit.</summary>
    public static bool IsFull(Exception exception) =>
        exception is RedisServerException server && server.Message.Contains(Codes[0].Code, StringComparison.Ordinal);

    /// <summary>The trouble in words, or null for a fault of our own, which waiting does not heal.</summary>
    public static string? MessageOf(Exception exception) => exception switch
    {
        RedisServerException server => Array.Find(Codes, code => server.Message.Contains(code.Code, StringComparison.Ordinal)).Message,
        RedisTimeoutException or TimeoutException => "Redis did not answer in time.",
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } =>
            "Redis refused the password of the connection string 'redis'.",
        RedisConnectionException => "Redis is not reachable.",
        _ => null,
    };
}

/// <summary>The Lua scripts; the files have the details.</summary>
internal static class Script
{
    public const string IncludeCommon = "-- include: common";

    public static readonly string Submit = Load("submit");
    public static readonly string Claim = Load("claim");
    public static readonly string Start = Load("start");
    public static readonly string Append = Load("append");
    public static readonly string Renew = Load("renew");
    public static readonly string Finish = Load("finish");
    public static readonly string PutBack = Load("putback");
    public static readonly string Drop = Load("drop");
    public static readonly string Cancel = Load("cancel");
    public static readonly string RetryDead = Load("retry_dead");
    public static readonly string Inspect = Load("inspect");
    public static readonly string Beat = Load("beat");
    public static readonly string Expired = Load("expired");
    public static readonly string PutTable = Load("put_table");
    public static readonly string PutPart = Load("put_part");
    public static readonly string Delete = Load("delete");

    private static string Load(string name)
    {
        var text = Read(name);
        return text.StartsWith(IncludeCommon, StringComparison.Ordinal) ? Read("common") + text : text;
    }

    private static string Read(string name) => Read(typeof(Script).Assembly, $"{typeof(Script).Namespace}.Scripts.{name}.lua");

    /// <summary>The text of an embedded script of any part that keeps something of its own on Redis.</summary>
    public static string Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The script {resource} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>
/// Redis in traces: a question takes dozens of commands, so only what a reader wants to know of becomes a span, namely a command that was
/// slow or failed, and only within a trace that somebody began: an idle queue leaves none.
/// </summary>
internal static class RedisTrace
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "Mact.Redis";

    /// <summary>A command that took longer is a span.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Tells of a command that has ended.</summary>
    /// <param name="operation">Who asked Redis, by the method's name: ClaimAsync, AppendAsync, …</param>
    /// <param name="endedAt">In UTC.</param>
    /// <param name="elapsed">From the call to its reply.</param>
    /// <param name="error">Why it failed; null where it did not.</param>
    public static void Ended(string operation, DateTimeOffset endedAt, TimeSpan elapsed, Exception? error)
    {
        if (Activity.Current is not { } parent || (error is null && elapsed <= Slow))
        {
            return;
        }

        operation = operation.EndsWith("Async", StringComparison.Ordinal) ? operation[..^5] : operation;
        KeyValuePair<string, object?>[] tags = [new("db.system.name", "redis"), new("db.operation.name", operation)];
        using var span = Source.StartActivity($"redis {operation}", ActivityKind.Client, parent.Context, tags, links: null, endedAt - elapsed);
        span?.SetEndTime(endedAt.UtcDateTime);
        if (error is not null)
        {
            span?.SetTag("error.type", error.GetType().FullName).SetStatus(ActivityStatusCode.Error, error.Message);
        }
    }
}
