using System.Text.Json;
using Mact.Cli.Evaluating;
using Mact.Evaluation.Reporting;

namespace Mact.Cli.Tests;

/// <summary>Data sets, experiments and recordings as the command line reads and writes them.</summary>
public sealed class EvaluatingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mact-cli-");

    [Fact]
    public void A_data_set_whose_rows_name_files_becomes_lines_that_need_none()
    {
        Write("1.csv", "club,year\nRovers,1876\nUnited,1902\n");
        var data = Write(
            "questions.tsv", "id\tutterance\tcontext\ttargetValue\nnt-1\twhich club is older?\t1.csv\tRovers\nnt-2\twhich is gone?\t9.csv\tx\n");

        var file = DataFile.Read(data, DataSetFormat.Auto, []);

        file.Lines.Count.ShouldBe(1);
        file.Lines[0].ShouldContain("\"Rovers\"");
        file.Name.ShouldBe("questions.jsonl");
    }

    [Fact]
    public void A_row_may_not_name_a_file_outside_of_its_folder()
    {
        var data = Write("questions.tsv", "id\tutterance\tcontext\ttargetValue\nnt-1\twhat?\t../../../../../../etc/hostname\tx\n");

        Should.Throw<CommandException>(() => DataFile.Read(data, DataSetFormat.Auto, [])).Message.ShouldStartWith("Nothing in ");
    }

    [Fact]
    public void Every_experiment_has_arms_of_different_names_and_options()
    {
        foreach (var (name, experiment) in Experiment.All)
        {
            var arms = experiment.Arms(new QuestionOptions());
            arms.Select(static arm => arm.Name).ShouldBeUnique(name);
            arms.Select(static arm => JsonSerializer.Serialize(arm.Options, MactJson.Default.QuestionOptions)).ShouldBeUnique(name);
        }
    }

    [Fact]
    public void Options_travel_in_an_evaluation_as_they_do_in_a_question()
    {
        var options = new QuestionOptions { Seed = 1, Model = "m", TopP = 0.9, Budget = new(Requests: 3) };

        var request = new EvaluationRequest { Data = "{}", Format = DataSetFormat.Mact, Options = options };
        var sent = JsonSerializer.SerializeToElement(request, EvaluationJson.Relaxed.EvaluationRequest);

        sent.GetProperty("options").GetRawText().ShouldBe(JsonSerializer.Serialize(options, MactJson.Default.QuestionOptions));
        sent.GetProperty("format").GetString().ShouldBe("mact");
    }

    [Fact]
    public void Baselines_are_repeated_with_as_many_samples_as_the_agents_tokens_pay_for()
    {
        List<EvaluationArm> arms = [new("agent", new()), new("direct", new() { PlanSamples = 5, CodeSamples = 5 })];
        var reports = new[] { ("agent", 900), ("direct", 300) }.Select(
            static arm => ReportBuilder.Build(arm.Item1, [Result(arm.Item1, arm.Item2)])).ToList();

        var repeated = Experiment.AtEqualTokens(arms, reports).ShouldHaveSingleItem();

        (repeated.Name, repeated.Options.PlanSamples).ShouldBe(("direct-equal-tokens", 15));
    }

    [Fact]
    public void A_recording_comes_back_as_it_was_written()
    {
        var recording = new Recording(
            "a/b/7/1",
            "q1",
            new QuestionOptions { PlanSamples = 3 },
            [new ModelResumed("http://gpu", 12) { Key = "resumed/1", At = DateTimeOffset.UnixEpoch, Attempt = 1 }]);
        var path = Write("replies.jsonl", recording.Write() + "\n").FullName;

        var read = Recording.ReadAll(path).ShouldHaveSingleItem();

        (read.Arm, read.QuestionId, read.Options).ShouldBe(("a/b", "q1", recording.Options));
        read.Records.ShouldBe(recording.Records);
    }

    [Fact]
    public async Task An_experiment_over_several_recorded_arms_has_its_arms_of_each()
    {
        const string item = """{"id":"i1","question":"How many?","tables":[{"name":"t","columns":["a"],"rows":[["1"],["2"]]}],"answer":["2"]}""";
        var programs = new ModelReply(
            [.. Enumerable.Range(0, 5).Select(static i => new Completion(i, null, "SELECT COUNT(*) FROM t", "stop", CompletionStatus.Complete))],
            new(1, 10, 10, 0))
        {
            Endpoint = "coder",
            Model = "m",
            StartedAt = DateTimeOffset.UnixEpoch,
            DurationMs = 0,
            Tries = [],
        };
        var call = new ModelCall(CallPurpose.Code, 1, [], 5, 0.6, null, programs) { Key = "sql/code/0" };
        var options = new QuestionOptions { Strategy = Strategy.Sql, CodeSamples = 5, AdaptiveSampling = false };
        Write("data.jsonl", item + "\n");
        Write(
            "replies.jsonl",
            string.Concat(new[] { "plain", "links" }.Select(arm => new Recording($"{arm}/1/1", $"q-{arm}", options, [call]).Write() + "\n")));
        var into = Path.Combine(_folder.FullName, "out");

        (await ReplayCommand.Create().Parse([_folder.FullName, "--experiment", "sampling", "--out", into])
            .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken)).ShouldBe(ExitCode.Done);

        ResultFolder.Read(into).Select(static result => (result.Strategy, result.Correct)).ShouldBe(
            [("plain, fixed", true), ("plain, adaptive", true), ("links, fixed", true), ("links, adaptive", true)], ignoreOrder: true);
    }

    [Fact]
    public void What_is_no_recording_is_said_in_words()
    {
        var path = Write("replies.jsonl", "{\"key\":1}\n").FullName;

        Should.Throw<CommandException>(() => Recording.ReadAll(path)).Message.ShouldContain("something other than recorded replies");
        Should.Throw<CommandException>(() => Recording.ReadAll(Path.Combine(_folder.FullName, "none", "replies.jsonl")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static ItemResult Result(string arm, int tokens) =>
        new($"{arm}/1/1", arm, 1, 1, "i1", "answered") { Figures = new RunFigures { OutputTokens = tokens } };

    private FileInfo Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return new(path);
    }
}
