using System.CommandLine;
using Spectre.Console;

namespace Mact.Cli.Evaluating;

/// <summary><c>mact evaluate DATA</c>: an evaluation in a running stack, followed to its end, and its results as files.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var data = new Argument<FileInfo>("data") { Description = "The data set (docs/data.md lists the shapes)." };
        var format = new Option<DataSetFormat>("--format") { Description = "The file's shape; found by itself where it is not given." };
        var tables = new Option<FileInfo[]>("--table")
        {
            Description = "A CSV table that the questions of a CSV are asked of; may be given several times.",
            DefaultValueFactory = static _ => [],
        };
        var strategies = new Option<string>("--strategy")
        {
            Description = "How it is answered; several with commas.",
            DefaultValueFactory = static _ => new QuestionOptions().Strategy.ToString(),
        };
        var experiment = new Option<string?>("--experiment")
        {
            Description = "In place of strategies: "
                + string.Join("; ", Experiment.All.Select(static pair => $"{pair.Key}: {pair.Value.Description}")),
        };
        var limit = new Option<int>("--limit") { Description = "Only the first rows; 0 = all." };
        var repeats = new Option<int>("--repeats") { Description = "How often each item is asked.", DefaultValueFactory = static _ => 1 };
        var timeout = new Option<double?>("--timeout") { Description = "Minutes after which it is cancelled; what has come by then is kept." };
        var folder = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder of data.jsonl, results.jsonl, replies.jsonl, results.csv, report.json and report.md.",
            DefaultValueFactory = static _ => new("evaluation"),
        };
        var options = Cli.Options();
        var url = Cli.Url();
        var start = Stack.StartOption();
        var host = Stack.HostOption();
        var command = new Command(
            "evaluate",
            "Asks every question of a data set and reports how many answers are right, how fast, and at what cost. Ctrl+C cancels what it handed in.")
        {
            data, format, tables, strategies, experiment, limit, repeats, timeout, folder, options, url, start, host,
        };
        command.Runs(async (parsed, cancellationToken) =>
        {
            var file = DataFile.Read(parsed.GetValue(data)!, parsed.GetValue(format), parsed.GetValue(tables)!);
            var common = Cli.Apply(parsed.GetValue(options)!, new QuestionOptions());
            const StringSplitOptions Parts = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
            var arms = parsed.GetValue(experiment) is { } name
                ? Experiment.Find(name).Arms(common)
                : [.. parsed.GetValue(strategies)!.Split(',', Parts).Select(word => ArmOf(word, common))];
            var request = new EvaluationRequest
            {
                Data = file.Text,
                FileName = file.Name,
                Format = DataSetFormat.Mact,
                Arms = arms,
                Repeats = parsed.GetValue(repeats),
                Limit = parsed.GetValue(limit),
            };
            await using var stack = parsed.GetValue(start) is { } appHost
                ? await Stack.StartAsync(appHost, parsed.GetValue(host)!, cancellationToken)
                : null;
            var api = stack?.Api ?? parsed.GetValue(url)!;
            using var http = Cli.Http(api);
            var run = new EvaluationRun(http, TimeProvider.System, parsed.GetValue(timeout) is { } minutes ? TimeSpan.FromMinutes(minutes) : null);
            var into = parsed.GetValue(folder)!;
            var (view, interrupted) = await run.RunAsync(request, cancellationToken);
            await run.ExportAsync(view, file.Text, into, CancellationToken.None);
            if (parsed.GetValue(experiment) == "baselines" && !interrupted)
            {
                (view, interrupted) = await run.RunAsync(request with { Arms = Experiment.AtEqualTokens(arms, view.Reports) }, cancellationToken);
                await run.ExportAsync(view, file.Text, into.CreateSubdirectory("equal-tokens"), CancellationToken.None);
            }

            Cli.Messages.MarkupLineInterpolated($"[grey]Written to {into}. {new Uri(api, $"evaluations/{view.Definition.Id}")}[/]");
            return interrupted ? ExitCode.Interrupted : ExitCode.Done;
        });
        return command;
    }

    private static EvaluationArm ArmOf(string word, QuestionOptions options) =>
        Enum.TryParse<Strategy>(word, ignoreCase: true, out var strategy) && Enum.IsDefined(strategy)
        ? new(word.ToLowerInvariant(), options with { Strategy = strategy })
        : throw new CommandException($"'{word}' is not a strategy; they are {string.Join(", ", Enum.GetNames<Strategy>()).ToLowerInvariant()}.");
}
