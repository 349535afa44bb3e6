using NSubstitute;
using StackExchange.Redis;

namespace Mact.Core.Tests.Redis;

/// <summary>
/// A connection whose scripts break off after some of their writes, which stay: what a server leaves that dies while it logs the writes of a
/// script one by one.
/// </summary>
internal static class DyingConnection
{
    private const string Reads = "EXISTS GET HEXISTS HGET HLEN HMGET LLEN SCARD SISMEMBER TIME ZCARD ZCOUNT ZRANGE ZRANGEBYSCORE ZSCORE";

    public static IConnectionMultiplexer After(int writes, IConnectionMultiplexer connection)
    {
        var real = connection.GetDatabase();
        var database = Substitute.For<IDatabase>();
        database.ScriptEvaluateAsync(Arg.Any<string>(), Arg.Any<RedisKey[]>(), Arg.Any<RedisValue[]>(), Arg.Any<CommandFlags>())
            .Returns(call => real.ScriptEvaluateAsync(Cut(call.ArgAt<string>(0), writes), call.ArgAt<RedisKey[]>(1), call.ArgAt<RedisValue[]>(2)));
        database.ListRangeAsync(Arg.Any<RedisKey>(), Arg.Any<long>(), Arg.Any<long>(), Arg.Any<CommandFlags>())
            .Returns(call => real.ListRangeAsync(call.ArgAt<RedisKey>(0), call.ArgAt<long>(1), call.ArgAt<long>(2)));
        var dying = Substitute.For<IConnectionMultiplexer>();
        dying.GetDatabase(Arg.Any<int>(), Arg.Any<object>()).Returns(database);
        dying.GetSubscriber(Arg.Any<object>()).Returns(connection.GetSubscriber());
        return dying;
    }

    private static string Cut(string script, int writes) => $$"""
        local server, left, reads = redis, {{writes}}, ' {{Reads}} '
        local redis = { call = function(command, ...)
          if not string.find(reads, ' ' .. command .. ' ', 1, true) then
            if left == 0 then
              error('the server died')
            end
            left = left - 1
          end
          return server.call(command, ...)
        end }
        {{script}}
        """;
}
