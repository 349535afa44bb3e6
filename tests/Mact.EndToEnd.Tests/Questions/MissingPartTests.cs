using System.Globalization;
using Mact.Core.Questions;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Questions;

/// <summary>Nothing hangs when a part is missing: it waits, says so, and goes on when the part comes.</summary>
public sealed class MissingPartTests
{
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_question_waits_with_a_reason_while_the_model_endpoint_is_down_and_is_answered_when_it_comes()
    {
        var port = FreePort.Find();
        var endpoint = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/v1");
        await using var host = await AppHostProcess.StartAsync(["--model-endpoint", endpoint], TestContext.Current.CancellationToken);
        using var api = new ApiDriver(host.Api);
        var table = await api.UploadAsync("cities", Csv, TestContext.Current.CancellationToken);
        var id = await api.AskAsync("Which city has the highest population?", [new(table, "cities")], TestContext.Current.CancellationToken);

        var waiting = await api.WaitForAsync(id, static view => view.Status == QuestionStatus.Waiting, Limit, TestContext.Current.CancellationToken);

        waiting.Message.ShouldNotBeNullOrWhiteSpace();
        await using var model = ServiceProcess.Start(
            "Mact.DevServices",
            FreePort.Find(),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["StandIns__Model"] = "true",
                ["Model__Port"] = port.ToString(CultureInfo.InvariantCulture),
            });
        var answered = await api.WaitUntilTerminalAsync(id, Limit, TestContext.Current.CancellationToken);
        answered.Status.ShouldBe(QuestionStatus.Answered, answered.Message);
        answered.Answer.ShouldBe(["Corin"]);
        answered.Attempt.ShouldBe(1);
    }
}
