using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Mact.Core.Prompts;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Core.Voting;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Scoring;
using Mact.Worker.Agents.Answers;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Tools;

namespace Mact.Cli.Replaying;

/// <summary><c>mact replies</c>: what is read of replies that a model gave once, and what they are worth: no stack, no model.</summary>
internal static class RepliesCommand
{
    private const int Samples = 5;

    private static readonly (string Name, QuestionOptions Options)[] Arms =
    [
        ("direct", new() { Strategy = Strategy.Direct }),
        ("sql, all at once", new() { Strategy = Strategy.Sql, AdaptiveSampling = false }),
        ("sql, adaptive", new() { Strategy = Strategy.Sql }),
        ("auto", new()),
    ];

    public static Command Create()
    {
        var folder =
            new Argument<DirectoryInfo>("folder") { Description = "Folder of plan.jsonl, code.jsonl, repair.jsonl, direct.jsonl and prompts.json." };
        var data = new Option<FileInfo>("--data") { Description = "The data set that the questions are of.", Required = true };
        var command = new Command(
            "replies",
            "Reads recorded replies of a model and prints the shares of plans, answers and programs that are read, that run and that are "
                + "right.") { folder, data };
        command.Runs(async (parsed, cancellationToken) =>
        {
            var items = DataSetReader.Read(
                await File.ReadAllTextAsync(parsed.GetValue(data)!.FullName, cancellationToken), new(parsed.GetValue(data)!.Name))
                .OfType<DataSetRow.Usable>()
                .ToDictionary(static row => row.Item.Id, static row => row.Item, StringComparer.Ordinal);
            var replies = RecordedReplies.Read(parsed.GetValue(folder)!.FullName);
            foreach (var line in Readings(items, replies))
            {
                Console.WriteLine(line);
            }

            await using var engine = new ReplayEngine();
            Dictionary<string, string?> unhurried = new(StringComparer.Ordinal);
            foreach (var (name, options) in Arms)
            {
                Console.WriteLine(await ArmAsync(engine, name, options, items, replies, unhurried, cancellationToken));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<string> Readings(Dictionary<string, EvaluationItem> items, IReadOnlyList<RecordedReplies> replies)
    {
        var plans = replies.Where(static point => point.Purpose == CallPurpose.Plan)
            .SelectMany(static point => point.Completions.Select(reply => PlanParser.Parse(reply, point.Step)))
            .ToList();
        yield return Share("plans read", plans.Count(static plan => plan.IsValid), plans.Count);

        var direct = replies.Where(static point => point.Purpose == CallPurpose.Direct).ToList();
        var (same, invented, all) = (0, 0, 0);
        foreach (var point in direct)
        {
            var reader = new DirectAnswerReader(items[point.Id].Question, new(items[point.Id].Tables));
            foreach (var (reply, states) in point.Completions.Zip(point.States))
            {
                var (read, stated) = (
                    reader.Read(reply) is { } text ? CanonicalForm.OfText(text).Key : null,
                    states is null ? null : CanonicalForm.OfTexts(states).Key);
                all++;
                same += read == stated ? 1 : 0;
                invented += stated is null && read is not null ? 1 : 0;
            }
        }

        yield return Share("direct answers read as a person reads them", same, all);
        yield return Share("direct answers made up", invented, all);

        var (programs, extracted, ran, rows) = (0, 0, 0, 0);
        foreach (var point in replies.Where(static point => point.Purpose is CallPurpose.Code or CallPurpose.Repair))
        {
            // Programs of later steps use results of earlier ones, which are not there.
            var codes = point.Completions.Select(static reply => SqlExtractor.Extract(reply.Text)).ToList();
            programs += codes.Count;
            extracted += codes.Count(static code => code is not null);
            using var sandbox = SqlSandbox.Load(items[point.Id].Tables, new SqlLimits(), TimeProvider.System);
            var outcomes = codes.OfType<string>().Select(code => sandbox.Execute(code, CancellationToken.None)).ToList();
            ran += outcomes.Count(static outcome => outcome is SqlOutcome.Rows);
            rows += outcomes.Count(static outcome => outcome is SqlOutcome.Rows { Result.RowCount: > 0 });
        }

        yield return Share("programs extracted", extracted, programs);
        yield return Share("programs that ran", ran, programs);
        yield return Share("programs that met a row", rows, programs);
    }

    private static async Task<string> ArmAsync(
        ReplayEngine engine,
        string name,
        QuestionOptions options,
        Dictionary<string, EvaluationItem> items,
        IReadOnlyList<RecordedReplies> replies,
        Dictionary<string, string?> unhurried,
        CancellationToken cancellationToken)
    {
        var (right, unanswered, asked, differ, requests, drawn, saved) = (0, 0, 0, 0, 0, 0L, 0L);
        foreach (
            var id in replies.Where(static point => point.Purpose == CallPurpose.Direct).Select(static point => point.Id)
                .Distinct(StringComparer.Ordinal))
        {
            var item = items[id];
            var recorded = RecordedReplies.Records(item.Question, [.. replies.Where(point => point.Id == id)]);
            if (options.Strategy != Strategy.Direct && !recorded.OfType<ModelCall>().Any(static call => call.Purpose == CallPurpose.Code))
            {
                continue;
            }

            List<TableRef> tables = [.. item.Tables.Select(static table => new TableRef(TableId.Of(table), table.Name))];
            var question = new Question(
                id,
                item.Prompted,
                tables,
                item.Context,
                options with { ReplayOf = id, PlanSamples = Samples, CodeSamples = Samples },
                DateTimeOffset.UnixEpoch,
                "replies");
            var records = await engine.RunAsync(question, item.Tables, recorded, cancellationToken);
            var answer = (records.OfType<Finished>().Last().Outcome as Outcome.Answered)?.Answer;
            asked++;
            unanswered += answer is null ? 1 : 0;
            right += answer is not null && Scorer.Judge(item.Metric, item.Gold, new([.. answer])).Correct ? 1 : 0;
            requests += records.OfType<ModelCall>().Count();
            var key = answer is null ? null : CanonicalForm.OfTexts(answer).Key;
            if (options is { Strategy: Strategy.Sql, AdaptiveSampling: false })
            {
                unhurried[id] = key;
            }

            if (options is { Strategy: Strategy.Sql, AdaptiveSampling: true })
            {
                differ += unhurried[id] == key ? 0 : 1;
                // In characters: the server counted the tokens of all samples of a request together.
                var all = recorded.OfType<ModelCall>().First(static call => call.Key == "sql/code/0").Reply.Completions;
                var taken = records.OfType<ModelCall>().Where(static call => call.Purpose == CallPurpose.Code).Sum(static call => call.N);
                drawn += all.Take(taken).Sum(static reply => reply.Text.Length);
                saved += all.Skip(taken).Sum(static reply => reply.Text.Length);
            }
        }

        var line =
            $"{Share($"right answers, {name}", right, asked)}; {unanswered} without one; "
                + $"{((double)requests / asked).ToString("0.00", CultureInfo.InvariantCulture)} requests a question";
        return drawn + saved == 0
            ? line
            : $"{line}; {differ} of {asked} answers differ from all at once; {Percent(saved, drawn + saved)} of the output saved";
    }

    private static string Share(string what, int count, int all) => $"{what}: {count} of {all} ({Percent(count, all)})";

    private static string Percent(long part, long all) => (all == 0 ? 0 : 100.0 * part / all).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}

/// <summary>The replies to one request that a model was sent.</summary>
/// <param name="Purpose">What was asked for.</param>
/// <param name="Id">The question's id in its data set.</param>
/// <param name="Step">From 1.</param>
/// <param name="Instruction">What a program was to compute; null for other purposes.</param>
/// <param name="Completions">The samples.</param>
/// <param name="States">The answers that direct replies state, read by hand; null where one states none. Empty for other purposes.</param>
/// <param name="Usage">As the server counted it.</param>
internal sealed record RecordedReplies(
    CallPurpose Purpose,
    string Id,
    int Step,
    string? Instruction,
    IReadOnlyList<Completion> Completions,
    IReadOnlyList<IReadOnlyList<string>?> States,
    TokenUsage Usage)
{
    private static readonly (string File, CallPurpose Purpose)[] Files =
        [
            ("plan.jsonl", CallPurpose.Plan),
            ("code.jsonl", CallPurpose.Code),
            ("repair.jsonl", CallPurpose.Repair),
            ("direct.jsonl", CallPurpose.Direct),
        ];

    public static IReadOnlyList<RecordedReplies> Read(string folder)
    {
        using var prompts = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "prompts.json")));
        return
        [
            .. Files.SelectMany(
                file =>
                    File.ReadLines(Path.Combine(folder, file.File)).Where(static line => line.Length > 0)
                        .Select(line => Parse(line, file.Purpose, prompts.RootElement))),
        ];
    }

    /// <summary>The replies to a whole question as a run records them: direct answers, programs, and their repair.</summary>
    public static IReadOnlyList<RunRecord> Records(string question, IReadOnlyList<RecordedReplies> points)
    {
        List<RunRecord> records = [];
        Add("direct", points.FirstOrDefault(static point => point.Purpose == CallPurpose.Direct));
        Add("sql/code/0", points.FirstOrDefault(point => point.Purpose == CallPurpose.Code && point.Instruction == question));
        Add("sql/repair/0", points.FirstOrDefault(point => point.Purpose == CallPurpose.Repair && point.Instruction == question));
        return records;

        void Add(string key, RecordedReplies? point)
        {
            if (point is not null)
            {
                records.Add(new ModelCall(
                    point.Purpose,
                    1,
                    [],
                    point.Completions.Count,
                    Temperature: 0.6,
                    Seed: null,
                    new(point.Completions, point.Usage)
                    {
                        Endpoint = "recorded",
                        Model = "recorded",
                        StartedAt = DateTimeOffset.UnixEpoch,
                        DurationMs = 0,
                        Tries = [],
                    })
                { Key = key });
            }
        }
    }

    private static RecordedReplies Parse(string line, CallPurpose purpose, JsonElement prompts)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var replies = root.GetProperty("replies").EnumerateArray().ToList();
        var message = root.GetProperty("messages").EnumerateArray().Last().GetProperty("prompt").GetString()!;
        var usage = root.GetProperty("usage");
        return new(
            purpose,
            root.GetProperty("id").GetString()!,
            root.GetProperty("step").GetInt32(),
            PromptEnvelopeReader.TryRead(prompts.GetProperty(message).GetString()!, out var envelope) ? envelope.Instruction : null,
            [
                .. replies.Select(
                    static (reply, index) =>
                        new Completion(
                            index, null, reply.GetProperty("text").GetString()!, reply.GetProperty("finish_reason").GetString(), StatusOf(reply))),
            ],
            [.. replies.Where(static reply => reply.TryGetProperty("states", out _)).Select(static reply => StatesOf(reply.GetProperty("states")))],
            new(1, usage.GetProperty("prompt_tokens").GetInt64(), usage.GetProperty("completion_tokens").GetInt64(), 0));
    }

    private static CompletionStatus StatusOf(JsonElement reply) =>
        reply.GetProperty("finish_reason").GetString() == "length" ? CompletionStatus.Truncated : CompletionStatus.Complete;

    private static List<string>? StatesOf(JsonElement states) =>
        states.ValueKind == JsonValueKind.Array ? [.. states.EnumerateArray().Select(static value => value.GetString()!)] : null;
}
