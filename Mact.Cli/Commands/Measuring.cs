using System.CommandLine;
using System.Text.Json;
using Mact.Core;
using Mact.Evaluation;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Reporting;
using Mact.Cli.Replay;
using Mact.Cli.Running;
using Mact.Cli.Stack;

namespace Mact.Cli.Commands;

/// <summary>Runs arms over a data set against a stack, and writes results and reports.</summary>
/// <param name="options">The command's options.</param>
/// <param name="parsed">Their values.</param>
/// <param name="recordings">What is replayed; null: a stack is asked.</param>
internal sealed class Measuring(CommonOptions options, ParseResult parsed, Recordings? recordings)
{
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>Runs a command's work; what a person can mend is said in one line.</summary>
    public static async Task<int> GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (CommandException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped. The same command goes on where it stood.");
            return 2;
        }
    }

    /// <summary>Runs all arms, one after the other, so that one does not slow another's latency.</summary>
    /// <param name="title">Of the report.</param>
    /// <param name="arms">What is measured; each may depend on the results of those before it.</param>
    /// <param name="cancellationToken">Stops after the questions in hand.</param>
    public async Task RunAsync(string title, IReadOnlyList<Func<ArmResults, Task<Arm>>> arms, CancellationToken cancellationToken)
    {
        var rows = DataFile.Read(parsed.GetValue(options.Data)!, parsed.GetValue(options.Format), parsed.GetValue(options.Tables)!, parsed.GetValue(options.Limit));
        var folder = parsed.GetValue(options.Out)!;
        folder.Create();
        var identity = RunIdentity.Of(folder, parsed.GetValue(options.Data)!, JsonSerializer.Serialize(options.ReadBase(parsed), MactJson.Default.QuestionOptions) + parsed.GetValue(options.Replay));
        foreach (var bad in rows.OfType<DataSetRow.Bad>())
        {
            await Console.Error.WriteLineAsync($"Row {bad.Number} is left out: {bad.Reason}");
        }

        await using var replay = recordings is null ? null : new ReplayAnswering(recordings, Time);
        await using var stack = replay is null && parsed.GetValue(options.Url) is null ? await StartAsync(cancellationToken) : null;
        using var http = new HttpClient { BaseAddress = stack?.Api ?? (parsed.GetValue(options.Url) is { } url ? CommonOptions.Slashed(url) : null), Timeout = Timeout.InfiniteTimeSpan };
        var path = Path.Combine(folder.FullName, "results.jsonl");
        var done = ResultFile.Read(path);
        using var file = new ResultFile(path);
        using var replies = replay is null ? new RecordingFile(Path.Combine(folder.FullName, RecordingFile.Name)) : null;
        var run = new EvaluationRun(replay ?? (IAnswering)new StackAnswering(new ApiClient(http, Time)), file, replies, identity, Math.Max(1, parsed.GetValue(options.Parallel)), Time);
        var all = new ArmResults();
        foreach (var next in arms)
        {
            var arm = await next(all);
            await Console.Error.WriteLineAsync($"{arm.Name}: {rows.Count} rows, {parsed.GetValue(options.Repeats)} times");
            List<Work> work = [.. Enumerable.Range(1, Math.Max(1, parsed.GetValue(options.Repeats))).SelectMany(repeat => rows.Select(row => new Work(arm, row, repeat)))];
            var (results, seconds) = await run.RunAsync(work, done, cancellationToken);
            var resumed = done.Any(result => result.Strategy == arm.Name);
            all.Add(arm, results, ReportBuilder.Build(arm.Name, results, resumed ? null : seconds));
        }

        await WriteAsync(folder, title, all, cancellationToken);
    }

    private async Task<SelfHostedStack> StartAsync(CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("Starting the stack.");
        return await SelfHostedStack.StartAsync([.. parsed.GetValue(options.Host)!.SelectMany(static argument => argument.Split('=', 2))], cancellationToken);
    }

    private static async Task WriteAsync(DirectoryInfo folder, string title, ArmResults all, CancellationToken cancellationToken)
    {
        var markdown = MarkdownReport.Write(title, all.Reports);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "report.md"), markdown, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "report.json"), JsonSerializer.Serialize(all.Reports, EvaluationJson.Default.IReadOnlyListEvaluationReport), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "results.csv"), CsvReport.Write(all.Results), cancellationToken);
        Console.WriteLine(markdown);
        foreach (var report in all.Reports)
        {
            var wall = report.WallSeconds is { } seconds ? FormattableString.Invariant($"{seconds:0.0} s") : "not measured";
            Console.WriteLine(FormattableString.Invariant(
                $"{report.Strategy}: {report.Accuracy.Count} of {report.Accuracy.Of} right, {report.Requests} requests, {report.InputTokens} tokens in, {report.OutputTokens} out, wall time {wall}"));
        }

        foreach (var (first, second) in all.Pairs())
        {
            var comparison = PairedComparison.Of(all.Of(first), all.Of(second));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{first}-{second}.md"), MarkdownReport.Write(first, second, comparison), cancellationToken);
            Console.WriteLine(FormattableString.Invariant($"{first} against {second}: only the one {comparison.OnlyFirst}, only the other {comparison.OnlySecond}, McNemar p = {comparison.PValue:0.####}"));
        }

        Console.WriteLine($"Written to {folder}.");
    }
}
