using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Outages;

/// <summary>Nothing hangs when a part is missing from the start: it waits, says so, and goes on when the part comes.</summary>
public sealed class MissingPartTests
{
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TryLimit = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_wait_for_redis_and_a_question_for_the_model_and_both_go_on_when_it_comes()
    {
        var redis = FreePort.Find();
        await using var stack = await AspireStack.StartAsync(new() { Redis = $"localhost:{redis}" }, Token, wait: false);
        await stack.Model.StopAsync();
        using var api = new ApiDriver(stack.Api);
        await Eventually.TrueAsync(
            async () => (await HealthAsync(api)).Contains("\"redis\":{\"status\":\"Unhealthy\"", StringComparison.Ordinal), bound: Limit);

        await using var server = ServiceProcess.Start(
            "Mact.DevServices",
            FreePort.Find(),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["StandIns__Redis"] = "true", ["Redis__Port"] = $"{redis}" });
        await stack.UntilReadyAsync(Token);
        var table = await api.UploadAsync("cities", Csv, Token);
        var id = await api.AskAsync("Which city has the highest population?", [new(table, "cities")], Token);
        var waiting = await api.WaitForAsync(id, static view => view.Status == QuestionStatus.Waiting, Limit, Token);
        waiting.Message.ShouldNotBeNullOrWhiteSpace();

        await stack.Model.StartAgainAsync();
        var answered = await api.WaitUntilTerminalAsync(id, Limit, Token);
        answered.Status.ShouldBe(QuestionStatus.Answered, answered.Message);
        answered.Answer.ShouldBe(["Corin"]);
        answered.Attempt.ShouldBe(1);
    }

    /// <summary>The body of /health; empty while nobody answers.</summary>
    private static async Task<string> HealthAsync(ApiDriver api)
    {
        // The orchestrator's proxy accepts a request before the service listens, and then leaves it unanswered: each try has an end of its own.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TryLimit);
        try
        {
            using var reply = await api.Http.GetAsync(new Uri("health", UriKind.Relative), limit.Token);
            return await reply.Content.ReadAsStringAsync(limit.Token);
        }
        catch (Exception exception) when (
            exception is HttpRequestException || (exception is OperationCanceledException && !Token.IsCancellationRequested))
        {
            return string.Empty;
        }
    }
}
