using Bunit;
using Mact.Web.Components.Run;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Components;

public sealed class AnswerCardTests : PageTestBase
{
    private const string Sql = "SELECT country, SUM(visitors_2023) AS visitors FROM cities GROUP BY country";

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

        TextOf(card.Find(".one-rule")).ShouldBe("One rule, no vote. The question was read as: sum of visitors for each country.");
        card.FindAll(".meter, .agreement, .dissent, .decided").ShouldBeEmpty();
    }

    private static ModelReply Reasoning(ModelReply reply, string reading) => reply with
    {
        ServedModel = RunTimeline.StandInModel,
        Completions = [.. reply.Completions.Select(each => each with { Reasoning = reading })],
    };

    private IRenderedComponent<AnswerCard> Card(IReadOnlyList<StoredRecord> records)
    {
        var run = RunTimeline.From(records);
        return Render<AnswerCard>(parameters => parameters.Add(static card => card.Answer, run.Answer!).Add(static card => card.Run, run));
    }
}
