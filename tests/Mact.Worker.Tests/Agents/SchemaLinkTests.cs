using Mact.Worker.Agents.Prompting;
using Mact.Worker.Tests.Agents.Fakes;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

public sealed class SchemaLinkTests
{
    private static readonly Core.Tables.Table Cups = TableOf(
        "cups",
        ["Nation", "Gold medal", "Year", "City"],
        [["United States (USA)", "2", "2006", "Turin"], ["Norway (NOR)", "5", "2010", "Vancouver"], ["Norway (NOR)", "1", "2014", "Sochi"]]);

    [Theory]
    [InlineData(
        "How many gold medals has the United States?",
        "\"gold medals\" is the column \"Gold medal\"; \"United States\" is 'United States (USA)' of \"Nation\"")]
    [InlineData("In which city were the games of 2010?", "\"city\" is the column \"City\"; \"2010\" is '2010' of \"Year\"")]
    [InlineData("what did norway win in turin?", "\"turin\" is 'Turin' of \"City\"")]
    [InlineData("Did \"Norway\" win?", "\"Norway\" is 'Norway (NOR)' of \"Nation\"")]
    public void Words_that_are_columns_or_cells_are_linked_the_longest_run_first(string question, string links) =>
        SchemaLinks.Find([Cups], question).ShouldBe($"Words of the question in the tables: {links}.");

    [Theory]
    [InlineData("Who is it?")]
    [InlineData("")]
    [InlineData("what about the of and in?")]
    public void Where_no_word_is_in_the_tables_nothing_is_said(string question) => SchemaLinks.Find([Cups], question).ShouldBeNull();

    [Fact]
    public void A_word_that_many_cells_hold_is_no_link() => SchemaLinks.Find(
        [TableOf("t", ["name"], [.. Enumerable.Range(1, 9).Select(static i => new[] { $"Team {i}" })])], "Which Team won?").ShouldBeNull();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prompts_have_links_only_where_they_are_asked_for(bool isAsked)
    {
        string[] programs = ["SELECT 'a'", "SELECT 'b'", "SELECT 'c'", "SELECT 'd'", "SELECT 'e'"];
        var client = new ScriptedClient((request, sample) => request.Purpose switch
        {
            CallPurpose.Plan => Step(2, "done", "Finish[2]"),
            CallPurpose.Direct => "Answer: 5",
            _ => Sql(programs[sample % programs.Length]),
        });
        var options = new QuestionOptions { SchemaLinks = isAsked, AdaptiveSampling = false };
        await new Scenario { Options = options, Text = "How many gold medals has the United States?", Tables = [Cups] }.RunAsync(client);
        client.Requests.Select(static request => request.Purpose).Distinct().Order()
            .ShouldBe([CallPurpose.Plan, CallPurpose.Code, CallPurpose.Direct], ignoreOrder: true);
        client.Requests.Select(static request => request.Messages[^1].Content)
            .ShouldAllBe(prompt => prompt.Contains("Words of the question in the tables:", StringComparison.Ordinal) == isAsked);
    }

    [Fact]
    public async Task A_planners_samples_end_with_the_line_that_finishes()
    {
        var client = Script([Step(1, "x", "Retrieve[players]"), Step(2, "done", "Finish[Owen]")], ["SELECT 'Owen'"]);
        await new Scenario().AnswerAsync(client);
        var plan = client.Of(CallPurpose.Plan).First();
        plan.IsEnd!("Thought 1: x\nAction 1: Finish[Owen]\n").ShouldBeTrue();
        plan.IsEnd("Thought 1: x\nAction 1: Retrieve[a]\n").ShouldBeFalse();
        client.Of(CallPurpose.Code).ShouldAllBe(static request => request.IsEnd == null);
    }
}
