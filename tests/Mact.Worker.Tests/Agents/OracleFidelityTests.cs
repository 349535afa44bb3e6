using Mact.Worker.Tests.Agents.Fakes;

namespace Mact.Worker.Tests.Agents;

/// <summary>
/// With gold programs as the coder, what the engine answers is the gold answer: nothing is lost between execution, vote and
/// formatting, also where two of five programs run and are wrong and all plans expect what one of them gives.
/// </summary>
public sealed class OracleFidelityTests(ITestOutputHelper output)
{
    private const string Candidates = "wtq/model_sql_candidates.jsonl";

    /// <summary>What two of the five programs are.</summary>
    public enum Wrong
    {
        /// <summary>Gold, like the others.</summary>
        None,

        /// <summary>The same mutation of the gold program twice.</summary>
        Alike,

        /// <summary>Two mutations with different results.</summary>
        Different,

        /// <summary>Programs of a text-to-SQL model that are known to be wrong.</summary>
        Model,
    }

    [Theory]
    [InlineData("wtq/dev_gold200.jsonl", Wrong.None, 0.97)]
    [InlineData("wtq/dev_gold200.jsonl", Wrong.Alike, 0.95)]
    [InlineData("wtq/dev_gold200.jsonl", Wrong.Different, 0.95)]
    [InlineData("spider_mt/dev.jsonl", Wrong.None, 0.97)]
    [InlineData("spider_mt/dev.jsonl", Wrong.Alike, 0.95)]
    [InlineData("spider_mt/dev.jsonl", Wrong.Different, 0.95)]
    public async Task The_gold_program_gives_the_gold_answer(string file, Wrong wrong, double least)
    {
        var items = OracleItem.Read(file) ?? Skip();
        await MeasureAsync(file, wrong, [.. items.Select(item => (item, wrong == Wrong.None ? [] : Mutations.Wrong(item)))], least);
    }

    [Fact]
    public async Task Wrong_programs_of_a_model_do_not_outvote_the_gold_program()
    {
        if (OracleItem.WrongPrograms(Candidates) is not { } wrong)
        {
            Skip();
            return;
        }

        var items = new[] { "wtq/dev_gold200.jsonl", "wtq/dev.jsonl", "wtq/examples.jsonl" }
            .SelectMany(file => OracleItem.Read(file)!)
            .DistinctBy(item => item.Id)
            .Where(item => wrong.Contains(item.Id))
            .Select(item => (Item: item, Wrong: Mutations.Wrong(item, wrong[item.Id])))
            .ToList();
        output.WriteLine(
            $"Of {items.Count} questions with gold and wrong programs, {items.Count(item => item.Wrong.Count > 0)} have a wrong one that gives "
                + "rows, other than gold's.");
        await MeasureAsync(Candidates, Wrong.Model, [.. items.Where(item => item.Wrong.Count > 0)], 0.95);
    }

    private static IReadOnlyList<OracleItem> Skip()
    {
        Assert.Skip("MACT_DATA is not set: it names the folder with the shared question sets.");
        return [];
    }

    private async Task MeasureAsync(string name, Wrong kind, IReadOnlyList<(OracleItem Item, IReadOnlyList<string> Wrong)> items, double least)
    {
        List<string> failures = [];
        var executed = 0;
        foreach (var (item, wrong) in items)
        {
            var scenario = new Scenario { Text = item.Question, Tables = item.Tables, Time = TimeProvider.System };
            var outcome = await scenario.RunAsync(Client(item, [.. wrong.Take(kind == Wrong.Different ? 2 : 1)]));
            executed += WrongThatRan(scenario);
            if (!OracleMatch.IsRight(item, outcome, scenario.Journal.Of<ToolResult>()))
            {
                var answer = outcome is Outcome.Answered answered ? answered.Answer : [];
                failures.Add($"{item.Id}: {outcome.Status} [{string.Join("; ", answer)}] not [{string.Join("; ", item.Answer)}] by {item.Sql}");
            }
        }

        var share = 1 - ((double)failures.Count / items.Count);
        var asked = kind == Wrong.None ? 0 : 2 * items.Count;
        output.WriteLine(
            $"{name}, wrong {kind}: {items.Count - failures.Count} of {items.Count} ({share:P1}); wrong samples that ran and gave another result: "
                + $"{executed} of {asked}");
        failures.ForEach(output.WriteLine);
        share.ShouldBeGreaterThanOrEqualTo(least);
        if (asked > 0)
        {
            ((double)executed / asked).ShouldBeGreaterThan(0.9);
        }
    }

    // Samples 0 and 1 are the wrong ones; the last sample is gold.
    private static int WrongThatRan(Scenario scenario)
    {
        var samples = scenario.Journal.Of<ToolResult>().First().Samples;
        return samples.Take(2).Count(sample => sample.Status == ToolSampleStatus.Ok && sample.Group != samples[^1].Group);
    }

    private static ScriptedClient Client(OracleItem item, IReadOnlyList<string> wrong)
    {
        // All plans expect what the first wrong program gives, and roll on to it.
        var expected = wrong.Count == 0 ? null : Result(item, wrong[0]);
        return new((request, sample) => request.Purpose switch
        {
            CallPurpose.Plan when Observation(request.Messages[^1].Content) is { } observed => Scenario.Step(2, "That is it.", $"Finish[{observed}]"),
            CallPurpose.Plan => Scenario.Step(1, "Ask.", $"Operate[{item.Question}]", expected, expected),
            _ => $"```sql\n{(sample < 2 && wrong.Count > 0 ? wrong[sample % wrong.Count] : item.Sql)}\n```",
        });
    }

    // What a planner reads off the scratchpad: the lines of the first observation.
    private static string? Observation(string prompt)
    {
        const string label = "\nObservation 1: ";
        var start = prompt.IndexOf(label, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var end = prompt.IndexOf("\n# Task", start, StringComparison.Ordinal);
        return prompt[(start + label.Length)..end].Replace("\n  ", "\n", StringComparison.Ordinal);
    }

    private static string Result(OracleItem item, string sql)
    {
        using var sandbox = Core.Sql.SqlSandbox.Load(item.Tables, new(), TimeProvider.System);
        var rows = ((Core.Sql.SqlOutcome.Rows)sandbox.Execute(sql, TestContext.Current.CancellationToken)).Result;
        return string.Join("; ", Enumerable.Range(0, rows.RowCount).SelectMany(row => rows.Row(row).ToArray()).Select(cell => cell.Text));
    }
}
