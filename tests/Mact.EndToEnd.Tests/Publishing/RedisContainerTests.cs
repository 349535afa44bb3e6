using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Publishing;

/// <summary>The AppHost with Redis in a real container; <c>deploy/try.sh</c> brings the container engine.</summary>
public sealed class RedisContainerTests
{
    /// <summary>Names the container runtime that may be used.</summary>
    private const string RuntimeVariable = "MACT_CONTAINER_RUNTIME";

    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly string[] InContainer = ["--redis", "container"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_answered_and_a_second_apphost_is_refused_its_redis_volume()
    {
        var runtime = Environment.GetEnvironmentVariable(RuntimeVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(runtime), $"{RuntimeVariable} names no container runtime; deploy/try.sh brings one.");
        Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["ASPIRE_CONTAINER_RUNTIME"] = runtime };
        await using var first = await AppHostProcess.StartAsync(InContainer, Cancellation, environment);
        using var api = new ApiDriver(first.Api);
        var table = await api.UploadAsync("cities", Csv, Cancellation);
        var id = await api.AskAsync("Which city has the highest population?", [new(table, "cities")], Cancellation);
        (await api.WaitUntilTerminalAsync(id, Limit, Cancellation)).Status.ShouldBe(QuestionStatus.Answered);

        // One checkout has one volume, and a volume has one Redis.
        await using var second = AppHostProcess.Launch(InContainer, environment);
        await AppHostProcess.UntilAsync(
            () => second.Output.Any(static line => line.StartsWith("redis: Exited (exit code 1)", StringComparison.Ordinal)), Limit);

        (await api.WaitUntilTerminalAsync(id, Limit, Cancellation)).Status.ShouldBe(QuestionStatus.Answered);
    }
}
