using System.Text.Json;
using Mact.EndToEnd.Tests.Outages;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Evaluation;

/// <summary>Evaluations again from their recorded replies, through the whole stack and through the command line; the model endpoint counts its
/// requests.</summary>
[Collection(FragileClusterTests.Name)]
public sealed class ReplayTests(FragileCluster cluster) : IDisposable
{
    private const int Rows = 6;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mact-replay-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_replayed_evaluation_gives_the_same_answers_and_asks_no_model()
    {
        LongForm.Only();
        cluster.Calm();
        using var api = new ApiDriver(cluster.Parts.Apis[0].Address);
        var (id, recorded) = await RecordAsync(api, new { data = CityRows.Write(Rows), name = "recorded", options = new { strategy = "agent" } });
        cluster.Endpoint.Chats.Count.ShouldBeGreaterThan(0);
        cluster.Calm();

        var replayed = await api.EvaluateAsync(new { replayOf = id }, Limit, Token);
        var guesses = await api.EvaluateAsync(
            new { replayOf = id, options = new { executedWeight = 0, guessWeight = 1, shortcut = "off" } }, Limit, Token);

        cluster.Endpoint.Chats.Count.ShouldBe(0);
        recorded.Count(static result => result.Correct).ShouldBe(Rows);
        Judged(replayed).ShouldBe(Judged(recorded));
        replayed.ShouldAllBe(
            static result =>
                result.Figures!.Requests == 0 && result.Figures.InputTokens == 0 && result.Figures.OutputTokens == 0 && result.Figures.Cost == 0);
        replayed.Sum(static result => result.Figures!.Replayed!.OutputTokens).ShouldBe(recorded.Sum(static result => result.Figures!.OutputTokens));
        foreach (var (then, now) in recorded.Zip(guesses))
        {
            // Where the recorded run ended at the shortcut, the loop that is now asked for was never recorded.
            var expected = then.Figures!.By == AnsweredBy.Shortcut ? ("failed", false) : ("answered", true);
            (now.Outcome, now.Correct).ShouldBe(expected, now.Reason);
            (now.Reason?.Contains("has no recorded reply for code at step 1", StringComparison.Ordinal) ?? false).ShouldBe(!now.Correct, now.Reason);
        }
    }

    [Fact]
    public async Task The_command_line_replays_a_result_folder_and_an_exported_run()
    {
        LongForm.Only();
        cluster.Calm();
        using var api = new ApiDriver(cluster.Parts.Apis[0].Address);
        var data = await FileAsync("cities.jsonl", CityRows.Write(Rows));
        var url = cluster.Parts.Apis[0].Address.AbsoluteUri;
        await CommandLine.RunAsync("evaluate", data, "--strategy", "agent", "--url", url, "--out", Out("recorded"), "--options", """{"shortcut":"off"}""");
        var recorded = Results("recorded");
        var export = await FileAsync("run.json", await api.Http.GetStringAsync($"questions/{recorded[0].QuestionId}/export", Token));
        cluster.Calm();

        await CommandLine.RunAsync("replay", Out("recorded"), "--out", Out("again"));
        var one = await CommandLine.RunAsync("replay", export);

        cluster.Endpoint.Chats.Count.ShouldBe(0);
        Judged(Results("again")).ShouldBe(Judged(recorded));
        Results("again").ShouldAllBe(static result => result.Figures!.Replayed!.Requests > 0 && result.Figures.Requests == 0);
        var answer = string.Join("; ", recorded[0].Answer);
        one.ShouldContain($"recorded, answered {answer}");
        one.ShouldContain($"replayed, answered {answer}");
    }

    [Fact]
    public async Task The_command_line_replays_an_evaluation_of_the_stack_and_an_experiment()
    {
        LongForm.Only();
        cluster.Calm();
        using var api = new ApiDriver(cluster.Parts.Apis[0].Address);
        var data = await FileAsync("cities.jsonl", CityRows.Write(Rows));
        var url = cluster.Parts.Apis[0].Address.AbsoluteUri;
        var (id, recorded) = await RecordAsync(api, new { data = CityRows.Write(Rows), options = new { strategy = "agent", shortcut = "off" } });
        await CommandLine.RunAsync("evaluate", data, "--strategy", "agent", "--url", url, "--out", Out("recorded"), "--options", """{"shortcut":"off"}""");
        cluster.Calm();

        await CommandLine.RunAsync("replay", id, "--url", url, "--out", Out("of-stack"));
        await CommandLine.RunAsync("replay", Out("recorded"), "--experiment", "votes", "--out", Out("votes"));

        cluster.Endpoint.Chats.Count.ShouldBe(0);
        Judged(Results("of-stack")).ShouldBe(Judged(recorded));
        Results("votes")
            .Select(static result => result.Strategy)
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(["hybrid", "executed-only", "guesses-only", "programs", "mixed"], ignoreOrder: true);
        Results("votes").ShouldAllBe(static result => result.Outcome == "answered");
    }

    private static async Task<(string Id, IReadOnlyList<ItemResult> Results)> RecordAsync(ApiDriver api, object request)
    {
        var id = await api.StartEvaluationAsync(request, Token);
        await api.WaitForEvaluationAsync(id, static view => view.Status == EvaluationStatus.Finished, Limit, Token);
        return (id, await api.ResultsAsync(id, Token));
    }

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text, Token);
        return path;
    }

    private string Out(string name) => Path.Combine(_folder.FullName, name);

    private List<ItemResult> Results(string name) =>
    [
        .. File.ReadLines(Path.Combine(Out(name), "results.jsonl")).Select(
            static line => JsonSerializer.Deserialize(line, EvaluationJson.Default.ItemResult)!)
            .OrderBy(static result => result.Row),
    ];

    private static List<string> Judged(IEnumerable<ItemResult> results) =>
    [
        .. results.Select(static result =>
            $"{result.Row}: {result.Outcome} {string.Join("; ", result.Answer)} {result.Correct} "
            + $"{result.Figures!.Agreement} {result.Figures.By} {result.Figures.VoteMargin}"),
    ];
}
