using System.CommandLine;
using Mact.Core.Queueing;
using Mact.Core.Tables;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Reporting;
using Mact.Worker.Agents;
using Mact.Worker.Agents.Running;
using Mact.Worker.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Cli.Evaluating;

/// <summary><c>mact replay</c>: an exported run or a whole result folder again, from recorded replies, perhaps with other options.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source")
        {
            Description = "A run as exported from its page, the result folder of an evaluation, or the id of an evaluation of a running stack.",
        };
        var experiment = new Option<string?>("--experiment")
        {
            Description = $"Replay a folder under the arms of an experiment: {string.Join(", ", Experiment.All.Keys)}.",
        };
        var url = Cli.Url();
        var options = Cli.Options();
        var folder = new Option<DirectoryInfo?>("--out") { Description = "Folder for the results of a replayed evaluation." };
        var command = new Command("replay", "Answers again from recorded replies: no stack, no model.") { source, options, folder, experiment, url };
        command.Runs(async (parsed, cancellationToken) =>
        {
            await using var engine = new ReplayEngine();
            var path = parsed.GetValue(source)!;
            var overrides = parsed.GetValue(options)!;
            if (Directory.Exists(path))
            {
                await FolderAsync(engine, path, ArmsOf(parsed.GetValue(experiment), overrides), parsed.GetValue(folder), cancellationToken);
                return ExitCode.Done;
            }

            if (File.Exists(path))
            {
                await RunAsync(engine, path, overrides, cancellationToken);
                return ExitCode.Done;
            }

            return await StackAsync(parsed.GetValue(url)!, path, overrides, parsed.GetValue(folder), cancellationToken);
        });
        return command;
    }

    /// <summary>What a recorded arm becomes: itself with other options, or the arms of an experiment.</summary>
    private static Func<Recording, IEnumerable<EvaluationArm>> ArmsOf(string? experiment, string overrides)
    {
        var known = experiment is null ? null : Experiment.Find(experiment);
        return recording => known is null
            ? [new(recording.Arm, Cli.Apply(overrides, recording.Options))]
            : known.Arms(Cli.Apply(overrides, recording.Options));
    }

    /// <summary>An evaluation of a running stack, whose workers answer from what is recorded there.</summary>
    private static async Task<int> StackAsync(Uri api, string id, string overrides, DirectoryInfo? into, CancellationToken cancellationToken)
    {
        using var http = Cli.Http(api);
        var run = new EvaluationRun(http, TimeProvider.System, limit: null);
        var (view, interrupted) = await run.ReplayAsync(id, overrides, cancellationToken);
        await run.ExportAsync(view, data: null, into ?? new DirectoryInfo("replay"), CancellationToken.None);
        return interrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static async Task RunAsync(ReplayEngine engine, string path, string overrides, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        var run = await RunFile.ReadAsync(stream, cancellationToken);
        List<RunRecord> recorded = [.. run.Records.Select(static stored => stored.Record)];
        var question = run.Question with { Options = Cli.Apply(overrides, run.Question.Options) with { ReplayOf = run.Question.Id } };
        var replayed = await engine.RunAsync(question, [.. run.Tables.Select(Build)], recorded, cancellationToken);
        Console.WriteLine(Cli.Plain(run.Question.Text));
        Show("recorded", recorded);
        Show("replayed", replayed);
    }

    /// <summary>The items of a result folder again, from their recorded replies.</summary>
    private static async Task FolderAsync(
        ReplayEngine engine,
        string path,
        Func<Recording, IEnumerable<EvaluationArm>> armsOf,
        DirectoryInfo? into,
        CancellationToken cancellationToken)
    {
        var recordings = Recording.ReadAll(Path.Combine(path, ResultFolder.Replies)).ToDictionary(
            static recording => recording.Key, StringComparer.Ordinal);
        var data = await File.ReadAllTextAsync(Path.Combine(path, ResultFolder.Data), cancellationToken);
        var rows = DataSetReader.Read(data, new(ResultFolder.Data) { Format = DataSetFormat.Mact }).ToDictionary(static row => row.Number);
        var isMixed = recordings.Values.Select(static recording => recording.Arm).Distinct(StringComparer.Ordinal).Skip(1).Any();
        List<ItemResult> results = [];
        foreach (var recording in recordings.Values)
        {
            var (row, repeat) = PlaceOf(recording.Key);
            if (rows.GetValueOrDefault(row) is not DataSetRow.Usable { Item: var item })
            {
                throw new CommandException($"{ResultFolder.Data} has no row {row}: it is of another evaluation than {ResultFolder.Replies}.");
            }

            List<TableRef> tables = [.. item.Tables.Select(static table => new TableRef(TableId.Of(table), table.Name))];
            foreach (var arm in armsOf(recording))
            {
                var options = arm.Options with { ReplayOf = recording.QuestionId };
                var question = new Question(recording.Key, item.Prompted, tables, item.Context, options, DateTimeOffset.UnixEpoch, "replay");
                var records = await engine.RunAsync(question, item.Tables, recording.Records, cancellationToken);
                // The arms of an experiment are those of each recorded arm. The trace of a replayed result is the recorded question: it holds the
                // replies.
                var name = isMixed && arm.Name != recording.Arm ? $"{recording.Arm}, {arm.Name}" : arm.Name;
                results.Add(ItemJudgement.OfRun(item, name, row, repeat, recording.QuestionId, records));
            }
        }

        List<EvaluationReport> reports =
        [
            .. results.GroupBy(static result => result.Strategy, StringComparer.Ordinal).Select(static arm => ReportBuilder.Build(arm.Key, [.. arm])),
        ];
        if (into is not null)
        {
            into.Create();
            ResultFolder.Write(into, $"Replay of {path}", reports, results);
        }

        ResultFolder.Print(results, reports);
    }

    private static (int Row, int Repeat) PlaceOf(string key)
    {
        var parts = key.Split('/');
        return (int.Parse(parts[^2]), int.Parse(parts[^1]));
    }

    private static Core.Tables.Table Build(RunFileTable table)
    {
        var reading = TableBuilder.Build(
            table.Name,
            [.. table.Columns.Select(static column => column.OriginalName)],
            table.Rows,
            new TableLimits(),
            [.. table.Columns.Select(static column => column.Type)]);
        return reading is TableReading.Success { Table: var built }
            ? built
            : throw new CommandException($"The table '{table.Name}' of the run cannot be read.");
    }

    private static void Show(string name, IEnumerable<RunRecord> records)
    {
        foreach (var record in records)
        {
            var line = record switch
            {
                Observed observed => $"step {observed.Step}: {Tally(observed.Options)}",
                AnswerVoted voted => $"answer: {Tally(voted.Options)}",
                Finished { Outcome: var outcome } => Describe(outcome),
                _ => null,
            };
            if (line is not null)
            {
                Console.WriteLine(Cli.Plain($"{name}, {line}"));
            }
        }
    }

    private static string Tally(IEnumerable<VoteOption> options) =>
        string.Join(
            "; ",
            options.Select(
                static option => $"{option.Value.ReplaceLineEndings(" ")} = {option.Weight:0.##}"));

    private static string Describe(Outcome outcome) => outcome switch
    {
        Outcome.Answered answered => $"answered {string.Join("; ", answered.Answer)}",
        Outcome.NotEnoughAgreement doubtful => $"too little agreement on {string.Join("; ", doubtful.Leading.Answer)}",
        Outcome.Halted halted => $"halted: {halted.Message}",
        Outcome.Failed failed => $"failed ({failed.Error.Code}): {failed.Error.Message}",
        _ => outcome.Status.ToString(),
    };
}

/// <summary>The worker's engine in this process, on recorded replies: no stack, no model, no network.</summary>
internal sealed class ReplayEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddEnvironmentVariables().Build())
        .AddAgents()
        .AddSingleton<ISamplingClient, NoModel>()
        .BuildServiceProvider();

    /// <summary>Runs a question over the records of the earlier one that it replays, and returns its records, the terminal one included.</summary>
    public async Task<IReadOnlyList<RunRecord>> RunAsync(
        Question question, IReadOnlyList<Core.Tables.Table> tables, IReadOnlyList<RunRecord> recorded, CancellationToken cancellationToken)
    {
        var journal = new TransientJournal();
        using var log = new RunLog(journal, 1, _services.GetRequiredService<TimeProvider>());
        await log.AppendAsync("attempt/1", new AttemptStarted("replay", 0), cancellationToken);
        var context = new RunContext(new Lease(question, 1, TimeSpan.Zero), tables, journal) { Recorded = recorded };
        var outcome = await _services.GetRequiredService<IQuestionRunner>().RunAsync(context, cancellationToken);
        await log.AppendAsync("finished", new Finished(outcome), cancellationToken);
        return journal.Records;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>To be asked is a fault.</summary>
    private sealed class NoModel : ISamplingClient
    {
        public Task<ModelReply> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A replay asked for a model.");
    }
}
