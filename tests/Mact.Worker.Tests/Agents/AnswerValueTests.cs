using Mact.Worker.Tests.Agents.Fakes;
using static Mact.Worker.Tests.Agents.Fakes.Scenario;

namespace Mact.Worker.Tests.Agents;

/// <summary>What stands in a cell comes out as the cell has it, by every strategy; what stands nowhere and says nothing is no answer.</summary>
public sealed class AnswerValueTests
{
    private const string Question = "What is album 1 called?";

    private static readonly QuestionOptions[] Every =
    [
        new(),
        new() { AdaptiveSampling = false, Ballots = BallotKinds.Mixed },
        new() { Strategy = Strategy.Sql },
        new() { Strategy = Strategy.Mix },
        new() { Strategy = Strategy.Direct },
        new() { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off },
        new() { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Verify },
        new() { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Trust },
    ];

    public static TheoryData<string> Cells =>
    [
        "None", "Null", "NULL", "TBD", "See below", "Question mark", "?", "???", "I don't know", "No answer", "0", "Error", "Error: 404", "Unable",
        "Unable to attend", "Various", "Same", "Nothing", "Not available", "Step 1", "step1", "Answer", "The Answer", "No Rows", "unknown",
        "n/a", "-",
        "F**k It", "***", "_x_", "*x*", "**x**", "`x`", "a`b", "<b>x</b>", "~~x~~", "# 1", "## Task", "> x", "- x", "1. x", "1.10", "007", "12%",
        "$1,200", "1e5", "1E5", "+1", "(3.1)", "1,5", "say \"hi\"", "\"quoted\"", "'quoted'", "O'Brien", "5\" plates", "a | b", "a|b", "|", "a; b",
        "Washington, D.C.", "Tom and Jerry", "[sic]", "x [1]", "Ana.", "U.S.", "Finish", "yes", "TRUE", "2:1", "1-0", "3 (tie)", "10 %", "30 min",
        "http://a.b/?c=1&d=2", "C:\\temp\\new", "é à", "日本", "The answer is Bo", "Yes, no", "2020-01-02", "January 5, 2020",
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_value_comes_out_as_the_cell_has_it_by_every_strategy(string cell)
    {
        var table = TableOf("albums", ["id", "album"], [["1", cell], ["2", "Other words"], ["3", "More words"]]);
        var model = new ScriptedClient((request, _) => request.Purpose switch
        {
            CallPurpose.Plan when request.Messages[^1].Content.Contains("Observation 1:", StringComparison.Ordinal) =>
                Step(2, "done", $"Finish[{cell}]"),
            CallPurpose.Plan => Step(1, "look", "Retrieve[album with id 1]", null, cell),
            CallPurpose.Direct => $"It is in the first row.\nAnswer: {cell}",
            _ => Sql("SELECT album FROM albums WHERE id = 1"),
        });
        foreach (var options in Every)
        {
            var outcome = await new Scenario { Options = options, Text = Question, Tables = [table] }.RunAsync(model);
            var answer = outcome.ShouldBeOfType<Outcome.Answered>($"{options.Strategy}, {options.Shortcut}: {outcome}");
            answer.Answer.ShouldBe([cell], $"{options.Strategy}, {options.Ballots}, {options.Shortcut}");
            answer.Agreement!.Votes.ShouldBe(answer.Agreement.Of, $"{options.Strategy}, {options.Ballots}, {options.Shortcut}");
        }
    }

    [Theory]
    [InlineData("SELECT album AS name FROM albums WHERE id = 1")]
    [InlineData("SELECT DISTINCT a.album FROM albums a WHERE a.id = '1'")]
    [InlineData("SELECT MAX(album) AS best FROM albums WHERE id = 1")]
    [InlineData("WITH x AS (SELECT album AS y FROM albums WHERE id = 1) SELECT y FROM x")]
    public async Task A_value_keeps_its_spelling_under_another_name(string program)
    {
        foreach (var cell in new[] { "1.10", "007", "12%", "$1,200", "1e5", " padded ", "Unknown", "two\nlines" })
        {
            var table = TableOf("albums", ["id", "album"], [["1", cell], ["2", "Other words"]]);
            (await new Scenario { Options = new(), Text = Question, Tables = [table] }.AnswerAsync(Script([], [program])))
                .Answer.Single().ShouldBe(cell.Trim().Replace('\n', ' '), cell);
        }
    }

    [Theory]
    [InlineData("$1,200", "$900", "$35")]
    [InlineData("1.10", "2.00", "3.50")]
    [InlineData("12%", "7%", "100%")]
    [InlineData("1e5", "2e6", "3e7")]
    [InlineData("1,200", "9", "35")]
    public async Task A_number_comes_out_as_its_column_spells_it_also_under_another_name(string first, string second, string third)
    {
        var table = TableOf("prices", ["id", "price"], [["1", first], ["2", second], ["3", third]]);
        foreach (var program in new[] { "SELECT price FROM prices WHERE id = 1", "SELECT price AS p FROM prices WHERE id = 1" })
        {
            (await new Scenario { Options = new(), Text = "What does the first cost?", Tables = [table] }.AnswerAsync(Script([], [program])))
                .Answer.ShouldBe([first], program);
        }
    }

    [Fact]
    public async Task What_was_voted_for_is_the_answer_also_of_a_program_that_gives_something_else_each_time()
    {
        var scenario = new Scenario { Options = new() { Strategy = Strategy.Sql, CodeSamples = 1 } };
        var answer = await scenario.AnswerAsync(Script([], ["SELECT strftime('%J %f', 'now') AS now FROM players LIMIT 1"]));
        answer.Answer.ShouldBe(scenario.Journal.Of<ToolResult>().Single().Results[0].Rows[0]!);
    }

    [Theory]
    [InlineData("SELECT 1.0 / 3", "0.333333333333")]
    [InlineData("SELECT size FROM sizes WHERE id = 1", "3.14159265358979")]
    [InlineData("SELECT size / 2 FROM sizes WHERE id = 2", "1")]
    public async Task A_fraction_is_as_long_as_its_cell_and_a_computed_one_has_twelve_digits(string program, string shown)
    {
        var table = TableOf("sizes", ["id", "size"], [["1", "3.14159265358979"], ["2", "2.0"], ["3", "1.5"]]);
        (await new Scenario { Options = new(), Text = "How large is it?", Tables = [table] }.AnswerAsync(Script([], [program])))
            .Answer.ShouldBe([shown]);
    }

    [Theory]
    [InlineData("None")]
    [InlineData("null")]
    [InlineData("TBD")]
    [InlineData("See below")]
    [InlineData("I don't know")]
    [InlineData("No answer")]
    [InlineData("Error")]
    [InlineData("Unable to determine the team")]
    [InlineData("Error: none of the 5 programs gave a result. Most often: no such column: x")]
    [InlineData("none of the 5 programs gave a result")]
    [InlineData("No rows: nothing in the tables meets these conditions.")]
    [InlineData("Nothing was found.")]
    [InlineData("It ran, and no row met its conditions.")]
    [InlineData("No row is left after the condition goals > 100.")]
    [InlineData("No cell is 'Zed'.")]
    [InlineData("2 of 5 programs give: Osby")]
    [InlineData("There is no program in the reply.")]
    [InlineData("step7")]
    [InlineData("see step 4")]
    [InlineData("all of step3")]
    [InlineData("the result of step 9")]
    [InlineData("Observation 4")]
    public async Task What_says_nothing_and_stands_nowhere_is_never_the_answer(string said)
    {
        var model = new ScriptedClient((request, _) => request.Purpose switch
        {
            CallPurpose.Plan => Step(request.Messages[^1].Content.Split("Observation ").Length, "done", $"Finish[{said}]", null, said),
            CallPurpose.Direct => $"Reasons.\nAnswer: {said}",
            _ => Sql("SELECT nothing FROM players"),
        });
        foreach (var options in Every)
        {
            var outcome = await new Scenario { Options = options }.RunAsync(model);
            ((outcome as Outcome.Answered)?.Answer ?? []).ShouldBeEmpty($"{options.Strategy}, {options.Shortcut}");
        }
    }

    [Fact]
    public async Task That_no_row_meets_the_question_is_an_outcome_of_its_own_by_every_strategy()
    {
        var model = new ScriptedClient((request, _) => request.Purpose switch
        {
            CallPurpose.Plan when request.Messages[^1].Content.Contains("Observation 1:", StringComparison.Ordinal) =>
                Step(request.Messages[^1].Content.Split("Observation ").Length, "done", "Finish[No rows]"),
            CallPurpose.Plan => Step(1, "look", "Retrieve[players with more than 100 goals]"),
            CallPurpose.Direct => "Nobody has so many.\nAnswer: None",
            _ => Sql("SELECT player FROM players WHERE goals > 100"),
        });
        foreach (var options in Every)
        {
            var answer = await new Scenario { Options = options, Text = "Which players have more than 100 goals?" }.AnswerAsync(model);
            answer.Answer.ShouldBeEmpty($"{options.Strategy}");
            answer.Message.ShouldBe("No row meets this.");
            answer.Agreement!.Votes.ShouldBe(answer.Agreement.Of, $"{options.Strategy}, {options.Shortcut}");
        }
    }

    [Fact]
    public async Task A_direct_answer_that_there_is_none_loses_against_more_that_name_one()
    {
        var model = new ScriptedClient((_, sample) => sample < 2 ? "Answer: None" : "Answer: Owen");
        (await new Scenario { Options = new() { Strategy = Strategy.Direct } }.AnswerAsync(model)).Answer.ShouldBe(["Owen"]);
    }

    [Theory]
    [InlineData("SELECT home, away FROM games", "SELECT away, home FROM games", false)]
    [InlineData("SELECT home, away FROM games", "SELECT home AS a, away AS b FROM games", true)]
    [InlineData("SELECT home, away FROM games", "SELECT DISTINCT home, away FROM games", true)]
    [InlineData("SELECT home, away FROM games LIMIT 1", "SELECT away, home FROM games LIMIT 1", false)]
    [InlineData("SELECT hg, ag FROM games LIMIT 1", "SELECT ag, hg FROM games LIMIT 1", false)]
    [InlineData("SELECT hg, ag FROM games LIMIT 1", "SELECT hg AS x, ag AS y FROM games LIMIT 1", true)]
    [InlineData("SELECT DISTINCT hg, ag FROM games LIMIT 1", "SELECT hg, ag FROM games LIMIT 1", true)]
    [InlineData("SELECT home, away FROM games", "SELECT home, away FROM games ORDER BY away DESC", true)]
    [InlineData("SELECT hg || ':' || ag FROM games LIMIT 1", "SELECT ag || ':' || hg FROM games LIMIT 1", false)]
    [InlineData(
        "SELECT home, hg FROM games UNION ALL SELECT away, ag FROM games", "SELECT hg, home FROM games UNION ALL SELECT ag, away FROM games", false)]
    public async Task A_row_is_read_from_left_to_right_whatever_its_columns_are_called(string left, string right, bool isSame)
    {
        var table = TableOf("games", ["home", "away", "hg", "ag"], [["Osby", "Tarn", "1", "2"], ["Wyke", "Lorne", "0", "3"]]);
        var options = new QuestionOptions { Strategy = Strategy.Sql, AdaptiveSampling = false, CodeSamples = 3 };
        var answer = await new Scenario { Options = options, Text = "How did the games end?", Tables = [table] }
            .AnswerAsync(new ScriptedClient((_, sample) => Sql(sample == 0 ? left : right)));
        answer.Agreement!.Votes.ShouldBe(isSame ? 3 : 2);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(50)]
    [InlineData(200)]
    public async Task All_values_of_a_long_result_are_the_answer_however_the_model_names_them(int count)
    {
        // Every third town stands there twice.
        string[] towns = [.. Enumerable.Range(1, count).Select(static i => $"Town {i - (i % 3 == 0 ? 1 : 0)}")];
        var table = TableOf("towns", ["id", "town"], [.. towns.Select(static (town, i) => new[] { $"{i}", town })]);
        var shown = string.Join("; ", towns.Take(20));
        string[] finishes =
        [
            "step1", "Step 1", "all of step1", "see step1", "see step 1", "the result of step1", "the towns of step1", "all rows of step1",
            "step1.town", "the table step1", "the values listed in step1", "Observation 1", "the towns in observation 1", "step1's towns",
            "<step1>", "\"step1\"",
            shown, string.Join(", ", towns.Take(20)), string.Join("; ", towns),
            .. count > 20
                ? new[]
                {
                    $"{shown}\n(20 of {count} rows; table step1 has them all)", $"{shown}; ...", $"{shown}, and {count - 20} more", $"{shown}, etc.",
                }
                : [],
        ];
        foreach (var finish in finishes)
        {
            var client = Script([Step(1, "all", "Retrieve[all towns]"), Step(2, "done", $"Finish[{finish}]")], ["SELECT town FROM towns"]);
            var options = new QuestionOptions { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off };
            var answer = await new Scenario { Options = options, Text = "Which towns are there?", Tables = [table] }.AnswerAsync(client);
            answer.Answer.ShouldBe(towns, finish);
            answer.Columns.ShouldBeNull();
            (answer.Agreement!.Votes, answer.Agreement.Of, answer.EvidenceStep).ShouldBe((2, 2, 1), finish);
        }

        var voted = await new Scenario { Options = new(), Text = "Which towns are there?", Tables = [table] }
            .AnswerAsync(Script([], ["SELECT town FROM towns"]));
        voted.Answer.ShouldBe(towns);
        voted.Agreement!.Votes.ShouldBe(2);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(200)]
    public async Task Several_columns_are_a_table_however_the_model_names_them(int count)
    {
        string[][] rows = [.. Enumerable.Range(1, count).Select(static i => new[] { $"Town {i}|x", i % 4 == 0 ? "" : $"{i}.50" })];
        var table = TableOf("towns", ["town", "area"], rows);
        var lines = "| town | area |\n" + string.Join(
            '\n',
            rows.Take(20).Select(
                static row => $"| {row[0].Replace("|", "\\|", StringComparison.Ordinal)} | {(row[1].Length == 0 ? "NULL" : row[1])} |"));
        foreach (var finish in new[] { "step1", "all of step1", "see step 1", lines })
        {
            var client = Script([Step(1, "all", "Retrieve[all towns]"), Step(2, "done", $"Finish[{finish}]")], ["SELECT town, area FROM towns"]);
            var options = new QuestionOptions { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off };
            var answer = await new Scenario { Options = options, Text = "List the towns with their areas.", Tables = [table] }.AnswerAsync(client);
            answer.Columns.ShouldBe(["town", "area"], finish);
            answer.Answer.ShouldBe(rows.SelectMany(static row => row), finish);
        }
    }

    [Fact]
    public async Task So_many_as_the_question_asks_for_are_no_copy_of_the_part_that_was_shown()
    {
        string[] towns = [.. Enumerable.Range(1, 30).Select(static i => $"Town {i}")];
        var table = TableOf("towns", ["town"], [.. towns.Select(static town => new[] { town })]);
        var client = Script(
            [Step(1, "all", "Retrieve[all towns]"), Step(2, "done", $"Finish[{string.Join("; ", towns[..5])}]")], ["SELECT town FROM towns"]);
        var options = new QuestionOptions { Strategy = Strategy.Agent, Shortcut = ShortcutMode.Off };
        (await new Scenario { Options = options, Text = "Which are the first five towns?", Tables = [table] }.AnswerAsync(client))
            .Answer.ShouldBe(towns[..5]);
    }
}
