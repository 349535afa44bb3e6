using Bunit;
using Mact.Web.Components.Run;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Components;

public sealed class AnswerCardTests : PageTestBase
{
    private const string Sql = "SELECT country, SUM(visitors_2023) AS visitors FROM cities GROUP BY country";

    private const string Bars = "| a | b |\n| - | - |\n| x | 1 |";

    private static readonly ResultGroup Countries = new("r", ["country", "visitors"], [["Portugal", "8150000"], ["Spain", "5300000"]], 2, [0, 1, 2]);

    [Fact]
    public async Task A_table_is_drawn_sorted_and_taken_away()
    {
        var card = Card(TableRuns.Of(Countries, Sql));

        card.WaitForAssertion(() => card.FindAll(".answer-grid tbody tr").Count.ShouldBe(2));
        card.FindAll(".answer-grid td.num").Select(static cell => cell.TextContent).ShouldBe(["8,150,000", "5,300,000"]);
        card.FindAll(".result-bars .result-bar-label").Select(static label => label.TextContent).ShouldBe(["Portugal", "Spain"]);
        await card.ClickAsync(".sort", 1);
        await card.ClickAsync(".sort", 1);
        card.FindAll(".answer-grid td.num").Select(static cell => cell.TextContent).ShouldBe(["5,300,000", "8,150,000"]);
        card.FindAll("th")[1].GetAttribute("aria-sort").ShouldBe("ascending");
        card.Find("a[download]").GetAttribute("href").ShouldBe($"/export/{RecordedRuns.Id}/result.csv");
        card.Find("[data-mact-copy]")
            .GetAttribute("data-mact-copy")!.ReplaceLineEndings("\n")
            .ShouldBe("country\tsum of visitors_2023\nPortugal\t8150000\nSpain\t5300000\n");
        card.Markup.ShouldNotContain(" | ");
    }

    [Fact]
    public void A_result_that_is_kept_in_part_is_read_whole_from_its_program()
    {
        Api.Answer = static _ => $$"""{"columns":["country","visitors"],"rows":[{{string.Join(',', Enumerable.Range(1, 30).Select(static number => $"[\"c{number}\",\"{number}\"]"))}}],"rowCount":30,"elapsedMs":1,"ordered":false}""";
        var kept =
            Countries with
            {
                Rows = [.. Enumerable.Range(1, 20).Select(static number => (IReadOnlyList<string?>)[$"c{number}", $"{number}"])],
                RowCount = 30,
            };

        var card = Card(TableRuns.Of(kept, Sql));

        card.WaitForAssertion(() => card.FindAll(".answer-grid tbody tr").Count.ShouldBe(30));
        Api.Queries.ShouldBe([Sql]);
    }

    [Fact]
    public void One_value_has_the_form_of_its_column_and_keeps_what_was_computed()
    {
        var card = Card(TableRuns.Of(new("r", ["visitors"], [["8150000"]], 1, [0, 1, 2]), "SELECT SUM(visitors_2023) AS visitors FROM cities"));

        card.WaitForAssertion(() => card.Find(".answer-text").TextContent.ShouldBe("8,150,000"));
        card.Find(".answer-text").GetAttribute("title").ShouldBe("8150000");
        card.WaitForAssertion(
            () =>
                TextOf(card.Find(".computed")).ShouldBe(
                    "difference of visitors_2023 and visitors_2019 for Portugal, largest first – from 4 rows of cities."));
        TextOf(card.Find(".agreement summary")).ShouldBe("3 of 5 programs gave this result: one program, drawn 3 times (step 1).");
        TextOf(card.Find(".agreement details p")).ShouldContain("It is no proof");
    }

    [Fact]
    public void One_rule_drawn_several_times_shows_its_reading_and_no_agreement()
    {
        var card = Card(
        [
            .. TableRuns.Of(Countries, Sql).Select(
                stored => stored.Record is ModelCall call
                    ? stored with { Record = call with { Reply = Reasoning(call.Reply, "sum of visitors for each country") } }
                    : stored),
        ]);

        card.WaitForAssertion(
            () => TextOf(card.Find(".one-rule")).ShouldBe(
                "One rule, no vote. The question was read as: sum of visitors for each country. – from 4 rows of cities."));
        card.FindAll(".meter, .agreement, .dissent, .decided").ShouldBeEmpty();
    }

    [Fact]
    public void One_program_alone_is_no_agreement()
    {
        var card = Card(Ended(answered => answered with { Agreement = new(1, 1, 1, Executed: true) }));

        card.Find(".answer-card").ClassList.ShouldContain("trust-single");
        TextOf(card.Find(".agreement details p")).ShouldContain("no other to compare it with");
        card.Markup.ShouldContain("nothing confirms its result");
    }

    [Theory]
    [InlineData("Portugal, 8150000, Spain, 5300000.0", "The same as when this question was tried")]
    [InlineData("Portugal, 8150001, Spain, 5300000", "it gave Portugal, 8150001, Spain, 5300000. This answer differs")]
    public void An_offered_question_is_compared_with_what_it_gave_when_it_was_tried(string gave, string said)
    {
        var card = Card(
        [
            .. TableRuns.Of(Countries, Sql).Select(
                stored => stored.Record is Accepted accepted
                    ? stored with
                    {
                        Record = accepted with
                        {
                            Question = accepted.Question with { Context = [$"Tried before it was offered, by: {Sql}\nIt gave: {gave}"] },
                        },
                    }
                    : stored),
        ]);

        TextOf(card.Find(".tried")).ShouldContain(said);
    }

    [Fact]
    public void Old_answers_and_what_others_found_show_no_bars_and_the_form_of_the_tables()
    {
        var other = new ResultGroup("o", ["country", "visitors"], [["Spain", "5300001"]], 1, [3]);
        IReadOnlyList<StoredRecord> records =
        [
            .. TableRuns.Of(Countries, Sql, options: [new("executed", 3, [0, 1, 2], []), new("executed", 1, [3], []), new(Bars, 1, [], [4])])
                .Select(stored => stored.Record is ToolResult tool
                    ? stored with
                    {
                        Record = tool with
                        {
                            Results = [.. tool.Results, other],
                            Samples = [.. tool.Samples, new(3, "SELECT 1", ToolSampleStatus.Ok, 1, null, 0.1)],
                        },
                    }
                    : stored),
        ];

        var card = Card(records);

        card.FindAll(".dissent-value").Select(static value => value.TextContent).ShouldBe(["Spain, 5,300,001", "a, b; x, 1"], ignoreOrder: true);
        Card(Ended(static answered => answered with { Answer = [Bars] })).Find(".answer-text").TextContent.ShouldBe("a, b; x, 1");
    }

    [Fact]
    public void Days_that_a_program_ordered_by_letters_come_in_their_order()
    {
        var card = Card(TableRuns.Of(
            new("r", ["month", "visitors"], [["Apr 2024", "3"], ["Feb 2024", "2"], ["Jan 2024", "1"]], 3, [0, 1, 2]),
            "SELECT month, SUM(visitors_2023) AS visitors FROM cities GROUP BY month"));

        card.FindAll(".answer-grid tbody td:first-child").Select(static cell => cell.TextContent).ShouldBe(["Jan 2024", "Feb 2024", "Apr 2024"]);
        card.Find("th").GetAttribute("aria-sort").ShouldBe("ascending");
        card.Find(".line-chart").GetAttribute("aria-label")!.ShouldStartWith("A line from 1 at Jan 2024 to 3 at Apr 2024");
    }

    [Fact]
    public void An_answer_that_no_program_gave_does_not_go_by_their_agreement()
    {
        var card = Card(Ended(static answered => answered with { Answer = ["France"] }));

        TextOf(card.Find(".agreement summary")).ShouldStartWith("3 of 5 programs agree on a step before the answer");
        card.Find(".answer-card").ClassList.ShouldContain("trust-notexecuted");
        TextOf(card.Find(".notice-warn")).ShouldStartWith("No program computed this answer");
        card.Find(".dissent-value").TextContent.ShouldBe("Portugal, 8,150,000; Spain, 5,300,000");
        card.FindAll(".computed").ShouldBeEmpty();
    }

    [Fact]
    public void An_answer_without_rows_says_so()
    {
        var card = Card(Ended(static answered => answered with { Answer = [], Message = "No row meets this." }));

        card.Find(".answer-text").TextContent.ShouldBe("No row meets this.");
        card.FindAll(".take [data-mact-copy]").ShouldHaveSingleItem().GetAttribute("data-mact-copy").ShouldNotBeNull().ShouldContain("/questions/");
    }

    [Fact]
    public void Empty_cells_stand_where_their_numbers_would_and_long_words_are_wrapped()
    {
        var text = string.Join(' ', Enumerable.Repeat("water", 20));
        var group = new ResultGroup("r", ["note", "high"], [[text, null], ["short", "5"]], 2, [0, 1, 2]);

        var card = Card(TableRuns.Of(group, "SELECT note, high FROM cities", [text, string.Empty, "short", "5"]));

        card.FindAll(".answer-grid td").Select(static cell => (cell.ClassName, cell.TextContent))
            .ShouldBe([("long", text), ("num null", "–"), (string.Empty, "short"), ("num", "5")]);
        card.FindAll("[data-mact-copy]")[0].GetAttribute("data-mact-copy")!.ReplaceLineEndings("\n").ShouldBe($"note\thigh\n{text}\t\nshort\t5\n");
    }

    [Fact]
    public async Task Empty_cells_come_last_whichever_way_rows_are_sorted()
    {
        var group = new ResultGroup("r", ["note", "high"], [["a", null], ["b", "5"], ["c", "7"]], 3, [0, 1, 2]);
        var card = Card(TableRuns.Of(group, "SELECT note, high FROM cities", ["a", string.Empty, "b", "5", "c", "7"]));

        await card.ClickAsync(".sort", 1);
        card.FindAll(".answer-grid td.num").Select(static cell => cell.TextContent).ShouldBe(["7", "5", "–"]);
        await card.ClickAsync(".sort", 1);
        card.FindAll(".answer-grid td.num").Select(static cell => cell.TextContent).ShouldBe(["5", "7", "–"]);
    }

    [Fact]
    public void A_table_is_copied_whole_as_the_answer_too()
    {
        string[] cells = [.. Enumerable.Range(1, 30).SelectMany(static number => new[] { $"c{number}", $"{number}" })];
        var kept = Countries with { Rows = [.. cells.Chunk(2).Take(20)], RowCount = 30 };

        var card = Card(TableRuns.Of(kept, Sql, cells));

        Api.Queries.ShouldBeEmpty();
        var copies = card.FindAll("[data-mact-copy]").Take(2).Select(static button => button.GetAttribute("data-mact-copy")).ToList();
        copies[0].ShouldBe(copies[1]);
        copies[0]!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(31);
        copies[0]!.ReplaceLineEndings("\n").ShouldEndWith("c30\t30\n");
        card.FindAll(".result-bars li").Count.ShouldBe(25);
        card.Find("figcaption").TextContent.ShouldBe("sum of visitors_2023 by country: the 25 largest of 30");
        TextOf(card.Find(".computed")).ShouldContain("difference of visitors_2023");
    }

    [Fact]
    public void A_program_that_answered_alone_is_told_in_words()
    {
        var card = Card([.. TableRuns.Of(Countries, Sql).Where(static stored => stored.Record is not (PlansRead or ActionChosen))]);

        card.WaitForAssertion(() => TextOf(card.Find(".computed")).ShouldBe("sum of visitors_2023 for each country – from 4 rows of cities."));
    }

    private static IReadOnlyList<StoredRecord> Ended(Func<Outcome.Answered, Outcome.Answered> change) =>
    [
        .. TableRuns.Of(Countries, Sql).Select(
            stored => stored.Record is Finished { Outcome: Outcome.Answered answered } finished
                ? stored with { Record = finished with { Outcome = change(answered) } }
                : stored),
    ];

    private static ModelReply Reasoning(ModelReply reply, string reading) => reply with
    {
        ServedModel = RunTimeline.StandInModel,
        Completions = [.. reply.Completions.Select(each => each with { Reasoning = reading })],
    };

    private IRenderedComponent<AnswerCard> Card(IReadOnlyList<StoredRecord> records)
    {
        var run = RunTimeline.From(records);
        var forms = Render<RunForms>(parameters => parameters.Add(static each => each.Run, run)
            .AddChildContent<AnswerCard>(card => card.Add(static card => card.Answer, run.Answer!).Add(static card => card.Run, run)));
        return forms.FindComponent<AnswerCard>();
    }
}
