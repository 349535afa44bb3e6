using System.Text.Json;
using Mact.Evaluation.Reporting;
using Spectre.Console;

namespace Mact.Cli.Evaluating;

/// <summary>Starts an evaluation in a stack, follows it to its end, and writes what came of it.</summary>
/// <param name="http">With the stack's Api as its base.</param>
/// <param name="time">For progress and the time limit.</param>
/// <param name="limit">After which it is cancelled; null = never.</param>
internal sealed class EvaluationRun(HttpClient http, TimeProvider time, TimeSpan? limit)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly MactClient _api = new(http);
    private readonly EvaluationClient _evaluations = new(http);

    /// <summary>Starts an evaluation and follows it to its end.</summary>
    public async Task<(EvaluationView View, bool Interrupted)> RunAsync(EvaluationRequest request, CancellationToken cancellationToken) =>
        await FollowAsync((await _evaluations.StartAsync(request, cancellationToken)).Require(), cancellationToken);

    /// <summary>Starts an ended evaluation of the stack again, answered from its recorded replies, and follows it to its end.</summary>
    public async Task<(EvaluationView View, bool Interrupted)> ReplayAsync(string id, string overrides, CancellationToken cancellationToken) =>
        await FollowAsync((await _evaluations.ReplayAsync(id, overrides, cancellationToken)).Require(), cancellationToken);

    /// <summary>Interrupted, or when its time is over, it cancels the evaluation and waits until its questions have ended.</summary>
    private async Task<(EvaluationView View, bool Interrupted)> FollowAsync(EvaluationView started, CancellationToken cancellationToken)
    {
        var id = started.Definition.Id;
        var interrupted = false;
        var columns = new ProgressColumn[] { new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left } };
        await Cli.Messages.Progress().AutoClear(false).Columns(columns).StartAsync(async context =>
        {
            var bar = context.AddTask("Starting", maxValue: started.Total);
            var begun = time.GetTimestamp();
            for (var view = started; view.Status is EvaluationStatus.Running or EvaluationStatus.Paused or EvaluationStatus.Cancelling;)
            {
                var running = (int)Math.Min(
                    (await _api.ReadSystemAsync(CancellationToken.None)).ValueOrDefault?.Queue?.Leased ?? 0,
                    view.Total - view.Done);
                var progress = new EvaluationProgress(
                    view.Done, running, view.Total, time.GetElapsedTime(begun), view.Summaries.Sum(static arm => arm.OutputTokens));
                bar.Value = view.Done;
                bar.Description = Markup.Escape(progress.ToString());
                if (!interrupted && (cancellationToken.IsCancellationRequested || progress.Elapsed > limit))
                {
                    interrupted = true;
                    Cli.Messages.MarkupLine("[yellow]Cancelling what is not done; the results so far are kept.[/]");
                    await _evaluations.ChangeAsync(id, "cancel", CancellationToken.None);
                }

                await Task.Delay(
                    Poll, time, interrupted ? CancellationToken.None : cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                // An Api that is away for a while is asked again.
                view = (await _evaluations.FindAsync(id, reports: false, CancellationToken.None)).ValueOrDefault ?? view;
                bar.Value = view.Done;
            }
        });
        return ((await _evaluations.FindAsync(id, reports: true, CancellationToken.None)).Require(), interrupted);
    }

    /// <summary>Writes results and reports, and prints the outcomes; with the data set also what a replay needs, data and replies.</summary>
    public async Task ExportAsync(EvaluationView view, string? data, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        folder.Create();
        var results = (await _evaluations.ReadResultsAsync(view.Definition.Id, cancellationToken)).Require();
        if (data is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, ResultFolder.Data), data, cancellationToken);
            await WriteRepliesAsync(results, Path.Combine(folder.FullName, ResultFolder.Replies), cancellationToken);
        }

        ResultFolder.Write(folder, view.Definition.Name, view.Reports, results);
        ResultFolder.Print(results, view.Reports);
    }

    private async Task WriteRepliesAsync(IReadOnlyList<ItemResult> results, string path, CancellationToken cancellationToken)
    {
        var lines = new string?[results.Count];
        await Parallel.ForEachAsync(
            results.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (entry, token) =>
        {
            if (
                entry.Item.QuestionId is { } id
                    && await _api.ReadRecordsAsync(id, token) is ApiResult<IReadOnlyList<StoredRecord>>.Ok
                    {
                        Value: [{ Record: Accepted accepted }, ..] records,
                    })
            {
                lines[entry.Index] = new Recording(
                    entry.Item.Key, id, accepted.Question.Options, Recording.Kept(records.Select(static stored => stored.Record))).Write();
            }
        });
        await File.WriteAllLinesAsync(path, lines.OfType<string>(), cancellationToken);
    }
}

/// <summary>The files of an evaluation.</summary>
internal static class ResultFolder
{
    /// <summary>The items, one a line, as they were asked.</summary>
    public const string Data = "data.jsonl";

    /// <summary>The recorded replies, for replays.</summary>
    public const string Replies = "replies.jsonl";

    /// <summary>One result a line.</summary>
    public const string Results = "results.jsonl";

    private const int ReasonLength = 100;

    /// <summary>Writes results and reports.</summary>
    public static void Write(DirectoryInfo folder, string title, IReadOnlyList<EvaluationReport> reports, IReadOnlyList<ItemResult> results)
    {
        File.WriteAllLines(
            Path.Combine(folder.FullName, Results),
            results.Select(static result => JsonSerializer.Serialize(result, EvaluationJson.Default.ItemResult)));
        File.WriteAllText(Path.Combine(folder.FullName, "results.csv"), CsvReport.Write(results));
        File.WriteAllText(
            Path.Combine(folder.FullName, "report.json"), JsonSerializer.Serialize(reports, EvaluationJson.Default.IReadOnlyListEvaluationReport));
        File.WriteAllText(Path.Combine(folder.FullName, "report.md"), MarkdownReport.Write(title, reports));
    }

    /// <summary>Reads a result file, or the one in a folder.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static IReadOnlyList<ItemResult> Read(string path)
    {
        path = Directory.Exists(path) ? Path.Combine(path, Results) : path;
        return File.Exists(path)
            ? [.. File.ReadLines(path).Select(static line => JsonSerializer.Deserialize(line, EvaluationJson.Default.ItemResult)!)]
            : throw new CommandException($"There is no file '{path}'.");
    }

    /// <summary>Accuracy and cost of each arm, how questions ended and why, and the arms against each other.</summary>
    public static void Print(IReadOnlyList<ItemResult> results, IReadOnlyList<EvaluationReport> reports)
    {
        foreach (var report in reports)
        {
            var right =
                $"{report.Accuracy.Count} of {report.Accuracy.Of} right ({report.Accuracy.Low * 100:0.0} to {report.Accuracy.High * 100:0.0} %)";
            var tokens =
                $"{report.Requests} requests, {report.InputTokens} tokens in, {report.OutputTokens} out, p50 {report.LatencyMs.P50 / 1000:0.0} s";
            AnsiConsole.MarkupLineInterpolated($"[bold]{Cli.Plain(report.Strategy)}[/]: {right}, {tokens}");
        }

        var outcomes = results.GroupBy(static result => (result.Strategy, result.Outcome))
            .OrderBy(static group => group.Key.Strategy, StringComparer.Ordinal)
            .ThenByDescending(static group => group.Count())
            .Select(static group => (string[])[group.Key.Strategy, group.Key.Outcome, $"{group.Count()}", ReasonOf(group)]);
        AnsiConsole.Write(Cli.Table(["arm", "outcome", "questions", "for example"], outcomes));
        foreach (var (first, second) in reports.SelectMany((one, index) => reports.Skip(index + 1).Select(other => (one.Strategy, other.Strategy))))
        {
            var comparison = PairedComparison.Of(
                [.. results.Where(result => result.Strategy == first)], [.. results.Where(result => result.Strategy == second)]);
            var (one, other, p) = (comparison.OnlyFirst, comparison.OnlySecond, comparison.PValue);
            AnsiConsole.MarkupLineInterpolated(
                $"{Cli.Plain(first)} against {Cli.Plain(second)}: only the one {one}, only the other {other}, McNemar p = {p:0.####}");
        }
    }

    private static string ReasonOf(IEnumerable<ItemResult> results)
    {
        var reason = results.Where(static result => !result.Attempted).Select(static result => result.Reason).OfType<string>().FirstOrDefault();
        return reason is { Length: > ReasonLength } ? reason[..ReasonLength] + "…" : reason ?? string.Empty;
    }
}

/// <summary>How far an evaluation is, as one line.</summary>
/// <param name="Done">Results so far.</param>
/// <param name="InFlight">Questions that are being answered.</param>
/// <param name="Total">Results in the end.</param>
/// <param name="Elapsed">Since it was first looked at.</param>
/// <param name="OutputTokens">Completion tokens so far.</param>
internal sealed record EvaluationProgress(int Done, int InFlight, int Total, TimeSpan Elapsed, long OutputTokens)
{
    /// <summary>
    /// The time that the rest takes at the pace since the start; null before there is a pace. Questions in flight count as half done: with 8 at once,
    /// the first to end says little about the other seven.
    /// </summary>
    public TimeSpan? Left
    {
        get
        {
            var halfDone = InFlight / 2.0;
            return Done == 0 ? null : Elapsed * (Math.Max(0, Total - Done - halfDone) / (Done + halfDone));
        }
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var left = Left is { } time ? $", about {Clock(time)} left" : string.Empty;
        var pace = Elapsed > TimeSpan.Zero ? OutputTokens / Elapsed.TotalSeconds : 0;
        return $"{Done} of {Total}, {InFlight} in flight, {pace:0.#} tokens/s, {Clock(Elapsed)} gone{left}";
    }

    // Hours are not cut off: an hour and two minutes is not two minutes.
    private static string Clock(TimeSpan time) => $"{(int)time.TotalHours}:{time:mm\\:ss}";
}
