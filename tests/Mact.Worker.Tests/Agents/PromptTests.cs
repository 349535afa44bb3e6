using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Worker.Agents.Prompting;
using Mact.Worker.Tests.Agents.Fakes;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

public sealed class PromptTests
{
    public static TheoryData<string> Names =>
        ["plan-OneTable", "plan-SeveralTables", "plan-TableAndText", "plan-Claim", "plan-OneTable-search", "Code", "Repair", "Judge", "Direct"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Instructions_are_the_same_bytes_as_before(string name) => GoldenFile.ShouldMatch($"{name}.md", Text(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Instructions_hold_nothing_of_evaluation_data(string name)
    {
        // Names of public question sets, their databases and their usual examples.
        var text = Text(name);
        Regex.IsMatch(
            text,
            @"\b(wikitable|wtq|spider|tabfact|tat-?qa|scitab|crt-?qa|databench|mmqa|department_id|treasury|homeland|grand falls|concert|stadium|olympic|medal|league|championship)\b",
            RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)).ShouldBeFalse();
        text.ShouldNotContain("{functions}");
    }

    [Fact]
    public void Demonstrations_are_written_in_the_form_that_the_envelope_has()
    {
        foreach (var kind in Enum.GetValues<PromptKind>())
        {
            var examples = PromptCatalog.Plan(kind, search: false).Split("\nExample ").Skip(1).ToList();
            examples.Count.ShouldBeGreaterThanOrEqualTo(2);
            foreach (var example in examples)
            {
                var instance = example[..(example.IndexOf("# Task plan 1", StringComparison.Ordinal) + "# Task plan 1".Length)];
                PromptEnvelopeReader.TryRead(instance, out var envelope).ShouldBeTrue();
                envelope!.Tables.ShouldNotBeEmpty();
                envelope.Tables.ShouldAllBe(table => table.Rows.All(row => row.Count == table.Columns.Count));
            }
        }
    }

    [Theory]
    [InlineData("How many?", 1, false, "OneTable")]
    [InlineData("How many?", 2, false, "SeveralTables")]
    [InlineData("How many?", 1, true, "TableAndText")]
    [InlineData("Claim: A beats B. Is the claim true or false?", 2, true, "Claim")]
    public void Demonstrations_fit_the_question(string text, int tables, bool context, string kind)
    {
        var question =
            new Scenario
            {
                Text = text,
                Context = context ? ["text"] : [],
                Tables = [.. Enumerable.Range(0, tables).Select(i => Players.WithName($"t{i}"))],
            }.Question;
        PromptCatalog.KindOf(question).ToString().ShouldBe(kind);
    }

    [Theory]
    [InlineData("How many?", 1, false, "OneTable")]
    [InlineData("How many?", 2, false, "SeveralTables")]
    [InlineData("How many?", 1, true, "TableAndText")]
    [InlineData("Claim: A beats B. Is the claim true or false?", 1, true, "Claim")]
    public async Task The_planner_is_asked_with_the_instructions_of_its_kind(string text, int tables, bool context, string kind)
    {
        var client = Script([[Step(1, "x", "Retrieve[a]")], [Step(2, "done", "Finish[true]")]], [["SELECT 'x'"]]);
        await new Scenario
        {
            Text = text,
            Context = context ? ["text"] : [],
            Tables = [.. Enumerable.Range(0, tables).Select(i => Players.WithName($"t{i}"))],
        }.AnswerAsync(client);
        client.Of(CallPurpose.Plan).ShouldAllBe(request => request.Messages[0].Content == PromptCatalog.Plan(Enum.Parse<PromptKind>(kind), false));
        Enum.GetValues<PromptKind>().Select(other => PromptCatalog.Plan(other, false)).ShouldBeUnique();
    }

    [Fact]
    public async Task The_prefix_stays_the_same_while_the_scratchpad_grows()
    {
        var client = Script([[Step(1, "x", "Retrieve[a]")], [Step(2, "x", "Retrieve[b]")], [Step(3, "done", "Finish[x]")]], [["SELECT 'x'"]]);
        await new Scenario().AnswerAsync(client);
        var prompts = client.Of(CallPurpose.Plan).Select(request => string.Concat(request.Messages.Select(message => message.Content))).ToList();
        for (var i = 1; i < prompts.Count; i++)
        {
            // All but the last line, which names the task.
            prompts[i].ShouldStartWith(prompts[i - 1][..prompts[i - 1].LastIndexOf("# Task", StringComparison.Ordinal)]);
        }
    }

    [Fact]
    public async Task Every_prompt_is_stored_by_parts_and_can_be_put_together_again()
    {
        var scenario = new Scenario();
        var client = Script([[Step(1, "x", "Retrieve[a]")], [Step(2, "done", "Finish[x]")]], [["SELECT 'x'"]]);
        await scenario.AnswerAsync(client);
        var calls = scenario.Journal.Of<ModelCall>().ToList();
        for (var i = 0; i < calls.Count; i++)
        {
            calls[i].Prompt.Select(
                message =>
                    string.Concat(
                        message.Parts.Select(part => scenario.Journal.Parts[part]))).ShouldBe(client.Requests[i].Messages.Select(message =>
                            message.Content));
        }
    }

    [Fact]
    public async Task The_coder_is_told_how_tables_join()
    {
        var teams = TableOf("teams", ["name", "town"], [["Osby", "Merrow"], ["Tarn", "Lorne"], ["Wyke", "Pell"]]);
        var client = Script([[Step(1, "x", "Retrieve[a]")], [Step(2, "done", "Finish[x]")]], [["SELECT 'x'"]]);
        await new Scenario { Tables = [Players, teams] }.AnswerAsync(client);
        client.Of(CallPurpose.Code).Single().Messages[^1].Content.ShouldContain("How tables join: ");
    }

    private static string Text(string name) => name switch
    {
        "plan-OneTable-search" => PromptCatalog.Plan(PromptKind.OneTable, search: true),
        _ when name.StartsWith("plan-", StringComparison.Ordinal) =>
            PromptCatalog.Plan(Enum.Parse<PromptKind>(name["plan-".Length..]), search: false),
        _ => PromptCatalog.Of(Enum.Parse<PromptTask>(name)),
    };
}
