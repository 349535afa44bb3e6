using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>Tells trouble that passes from faults that do not.</summary>
internal static class StoreTrouble
{
    // The error's code, and what it means to a person. Inside scripts, older servers wrap the code into a longer text.
    private static readonly (string Code, string Words)[] Codes =
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

    /// <summary>The trouble in words, or null for a fault of our own, which waiting does not heal.</summary>
    public static string? Words(Exception exception) => exception switch
    {
        RedisServerException server => Array.Find(Codes, code => server.Message.Contains(code.Code, StringComparison.Ordinal)).Words,
        RedisTimeoutException or TimeoutException => "Redis did not answer in time.",
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "Redis refused the password of the connection string 'redis'.",
        RedisConnectionException => "Redis is not reachable.",
        _ => null,
    };
}
