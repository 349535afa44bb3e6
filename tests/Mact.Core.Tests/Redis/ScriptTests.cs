using System.Text.RegularExpressions;
using Mact.Core.Redis;

namespace Mact.Core.Tests.Redis;

public sealed partial class ScriptTests
{
    // The version that introduced each command, from its page in the Redis documentation; options that came later are looked for apart.
    private static readonly Dictionary<string, Version> Since = new(StringComparer.Ordinal)
    {
        ["DEL"] = new(1, 0),
        ["EXISTS"] = new(1, 0),
        ["GET"] = new(1, 0),
        ["HDEL"] = new(2, 0),
        ["HEXISTS"] = new(2, 0),
        ["HGET"] = new(2, 0),
        ["HINCRBY"] = new(2, 0),
        ["HLEN"] = new(2, 0),
        ["HMGET"] = new(2, 0),
        ["HSET"] = new(4, 0), // with several fields
        ["HSETNX"] = new(2, 0),
        ["INCR"] = new(1, 0),
        ["LLEN"] = new(1, 0),
        ["PERSIST"] = new(2, 2),
        ["PEXPIRE"] = new(2, 6),
        ["PUBLISH"] = new(2, 0),
        ["RPOP"] = new(1, 0),
        ["RPUSH"] = new(1, 0),
        ["SADD"] = new(1, 0),
        ["SCARD"] = new(1, 0),
        ["SET"] = new(2, 6), // with PX
        ["SISMEMBER"] = new(1, 0),
        ["TIME"] = new(2, 6),
        ["ZADD"] = new(3, 0), // with XX
        ["ZCARD"] = new(1, 2),
        ["ZCOUNT"] = new(2, 0),
        ["ZRANGE"] = new(1, 2),
        ["ZRANGEBYSCORE"] = new(1, 0),
        ["ZREM"] = new(1, 2),
        ["ZREMRANGEBYSCORE"] = new(1, 2),
        ["ZSCORE"] = new(1, 2),
    };

    public static TheoryData<string> Names =>
        [.. typeof(Script).Assembly.GetManifestResourceNames().Where(static name => name.EndsWith(".lua", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_calls_only_commands_that_Redis_6_2_has(string name)
    {
        var text = Read(name);

        var commands = Calls().Matches(text).Select(static match => match.Groups["command"].Value).ToList();

        commands.Count.ShouldBe(text.Split("redis.call(").Length - 1, "a command that is not written out cannot be checked");
        commands.ShouldAllBe(static command => Since.ContainsKey(command) && Since[command] <= new Version(6, 2));
        text.ShouldNotContain("redis.pcall");
        LaterOptions().IsMatch(text).ShouldBeFalse("an option that came after 6.2");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_script_touches_only_keys_that_it_declares(string name) =>
        UndeclaredKeys().Matches(Read(name)).Select(static match => match.Value).ShouldBeEmpty();

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Script).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"redis\.call\('(?<command>[A-Z]+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Calls();

    [GeneratedRegex(@"'(GT|LT|IFEQ|IFNE|WITHSCORE)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex LaterOptions();

    // A key given as a text or put together in the script; TIME has no key, and PUBLISH's channel is one of the keys.
    [GeneratedRegex(@"redis\.call\('(?!TIME)[A-Z]+',\s*('|[^,)]*\.\.|ARGV)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex UndeclaredKeys();
}
