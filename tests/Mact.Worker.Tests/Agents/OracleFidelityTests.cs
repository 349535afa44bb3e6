using System.Globalization;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Core.Tables;
using Mact.Core.Voting;
using Mact.Worker.Tests.Agents.Fakes;

namespace Mact.Worker.Tests.Agents;

/// <summary>
/// With gold programs as the coder, what the engine answers is the gold answer: nothing is lost between execution, vote and
/// formatting, also where two of five programs run and are wrong together and all plans expect what they give.
/// </summary>
public sealed class OracleFidelityTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("wtq/dev_gold200.jsonl", 0, 0.97)]
    [InlineData("wtq/dev_gold200.jsonl", 2, 0.95)]
    [InlineData("spider_mt/dev.jsonl", 0, 0.97)]
    [InlineData("spider_mt/dev.jsonl", 2, 0.95)]
    public async Task The_gold_program_gives_the_gold_answer(string file, int wrong, double least)
    {
        var items = OracleItem.Read(file);
        if (items is null)
        {
            Assert.Skip("MACT_DATA is not set: it names the folder with the shared question sets.");
        }

        List<string> failures = [];
        var executed = 0;
        foreach (var item in items)
        {
            var other = wrong == 0 ? null : Mutations.Wrong(item);
            executed += other is null ? 0 : 1;
            var outcome = await RunAsync(item, other, wrong);
            var answer = outcome is Outcome.Answered answered ? answered.Answer : [];
            if (!Equal(answer, item.Answer) && !Equal(answer, item.Canonical))
            {
                failures.Add($"{item.Id}: {outcome.Status} [{string.Join("; ", answer)}] not [{string.Join("; ", item.Answer)}] by {item.Sql}");
            }
        }

        var share = 1 - ((double)failures.Count / items.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}, {wrong} of 5 wrong: {items.Count - failures.Count} of {items.Count} ({share:P1}); wrong programs that ran: {executed} of {(wrong == 0 ? 0 : items.Count)}"));
        failures.ForEach(output.WriteLine);
        share.ShouldBeGreaterThanOrEqualTo(least);
        if (wrong > 0)
        {
            executed.ShouldBeGreaterThan((int)(0.9 * items.Count));
        }
    }

    private static async Task<Outcome> RunAsync(OracleItem item, string? wrong, int count)
    {
        var wrongResult = wrong is null ? null : Result(item, wrong);
        var client = new ScriptedClient((request, sample) => request.Purpose switch
        {
            CallPurpose.Plan when Observation(request.Messages[^1].Content) is { } observed => Scenario.Step(2, "That is it.", $"Finish[{observed}]"),
            CallPurpose.Plan => Scenario.Step(1, "Ask.", $"Operate[{item.Question}]", wrongResult, wrongResult),
            _ => $"```sql\n{(sample < count && wrong is not null ? wrong : item.Sql)}\n```",
        });
        return await new Scenario { Text = item.Question, Tables = item.Tables, Time = TimeProvider.System }.RunAsync(client);
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

    private static bool Equal(IReadOnlyList<string> answer, IReadOnlyList<string> gold) =>
        answer.Select(Value).ToHashSet(StringComparer.Ordinal).SetEquals(gold.Select(Value));

    // Denotation: a set of values, numbers as numbers.
    private static string Value(string text) => CanonicalForm.OfTexts([text]).Key;
}
