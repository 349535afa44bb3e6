using Mact.Cli.Evaluating;
using Mact.Core.Sql;
using Mact.Core.Voting;
using Mact.Evaluation.DataSets;
using Mact.Worker.Agents.Answers;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Programs;

namespace Mact.Benchmarks.Recorded;

/// <summary>What is read of replies that a model gave once, and what they are worth: no stack, no model.</summary>
internal static class RepliesBenchmark
{
    /// <summary>Prints the shares of plans, answers and programs that are read, that run and that are right.</summary>
    /// <param name="folder">Folder of plan.jsonl, code.jsonl, repair.jsonl, direct.jsonl and prompts.json.</param>
    /// <param name="data">The data set that the questions are of.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(string folder, string data, CancellationToken cancellationToken)
    {
        var items = DataSetReader.Read(await File.ReadAllTextAsync(data, cancellationToken), new(Path.GetFileName(data)))
            .OfType<DataSetRow.Usable>()
            .ToDictionary(static row => row.Item.Id, static row => row.Item, StringComparer.Ordinal);
        var replies = RecordedReplies.Read(folder);
        foreach (var line in Readings(items, replies))
        {
            Console.WriteLine(line);
        }

        await using var engine = new ReplayEngine();
        var worth = new RepliesWorth(engine, items, replies);
        await foreach (var line in worth.ArmsAsync(cancellationToken).Concat(worth.DrawsAsync(cancellationToken)))
        {
            Console.WriteLine(line);
        }
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
        yield return Share(
            "of these by a last line \"Answer: …\" alone",
            direct.Sum(static point => point.Completions.Zip(point.States).Count(static pair =>
                LineOf(pair.First) is { } line && pair.Second is { } states
                && CanonicalForm.OfText(line).Key == CanonicalForm.OfTexts(states).Key)),
            all);

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

    /// <summary>What stands behind "Answer:" on a reply's last line; null where the last line is another.</summary>
    public static string? LineOf(Completion reply)
    {
        const string label = "Answer:";
        var line = reply.Text.TrimEnd().Split('\n')[^1].Trim();
        return line.StartsWith(label, StringComparison.OrdinalIgnoreCase) ? line[label.Length..].Trim() : null;
    }

    /// <summary>"what: 3 of 4 (75.0 %)".</summary>
    public static string Share(string what, int count, int all) => $"{what}: {count} of {all} ({Percent(count, all)})";

    /// <summary>"75.0 %".</summary>
    public static string Percent(double part, double all) => (all == 0 ? 0 : 100 * part / all).ToString("0.0") + " %";
}
