using CsCheck;
using Mact.Web.Tests.Localization;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Runs;

public sealed class AnswerResultTests
{
    private static readonly ResultGroup Regions = new(
        "r", ["region", "revenue"], [["North", "12000.000000000002"], ["South", "8450.5"], ["West", "-300"]], 3, [0, 1, 2]);
    private const string RegionSql = "SELECT region, SUM(revenue) AS revenue FROM sales GROUP BY region";

    [Fact]
    public void A_table_is_taken_from_the_executed_result_and_not_from_the_text_of_the_answer()
    {
        var run = RunTimeline.From(TableRuns.Of(Regions, RegionSql));

        var result = AnswerResult.Of(run, SourceForms.None).ShouldNotBeNull();

        result.IsTableFor(run.Answer!).ShouldBeTrue();
        result.Columns.Select(static column => (column.Name, column.Kind)).ShouldBe([("region", ResultKind.Text), ("revenue", ResultKind.Number)]);
        result.Rows.ShouldBe(Regions.Rows);
        result.Sql.ShouldBe(RegionSql);
    }

    [Fact]
    public void An_answer_that_no_result_holds_has_no_table()
    {
        AnswerResult.Of(RunTimeline.From(TableRuns.Of(Regions, RegionSql, answer: ["East", "Middle", "1"])), SourceForms.None).ShouldBeNull();
        AnswerResult.Of(RunTimeline.From(RecordedRuns.Guessed), SourceForms.None).ShouldBeNull();
        AnswerResult.Of(RunTimeline.From(RecordedRuns.Queued), SourceForms.None).ShouldBeNull();
    }

    [Fact]
    public void One_value_out_of_a_row_stays_one_value()
    {
        var run = RunTimeline.From(RecordedRuns.Answered);

        var result = AnswerResult.Of(run, SourceForms.None).ShouldNotBeNull();

        result.IsTableFor(run.Answer!).ShouldBeFalse();
        result.Show("Porto").ShouldBe("Porto");
    }

    [Theory]
    [InlineData("12000", "$12,000.00", "$1,234.50", "$12,000.00")]
    [InlineData("12000.000000000002", "5.45 %", "2.10 %", "12,000.00 %")]
    [InlineData("-3.5", "$831.7", "$1.5", "−$3.5")]
    [InlineData("1234567", "1,568", "2,000,100", "1,234,567")]
    [InlineData("2.6666666667", "4", "12", "2.67")]
    public void A_number_has_the_form_of_the_column_it_comes_from(string computed, string first, string second, string shown)
    {
        var forms = new SourceForms();
        forms.Add("revenue", [first, second]);
        var group = new ResultGroup("r", ["total"], [[computed]], 1, [0]);

        var result = AnswerResult.Of(RunTimeline.From(TableRuns.Of(group, "SELECT AVG(revenue) AS total FROM sales")), forms).ShouldNotBeNull();

        result.Show(computed).ShouldBe(shown);
    }

    [Theory]
    [InlineData("SELECT COUNT(revenue) FROM sales")]
    [InlineData("SELECT SUM(revenue) / SUM(cost) FROM sales")]
    public void A_count_or_a_ratio_has_no_currency(string sql)
    {
        var forms = new SourceForms();
        forms.Add("revenue", ["$1.00"]);
        forms.Add("cost", ["$2.00"]);

        AnswerResult.Of(RunTimeline.From(TableRuns.Of(new("r", ["x"], [["42"]], 1, [0]), sql)), forms)!.Show("42").ShouldBe("42");
    }

    [Theory]
    [InlineData("SELECT a, b FROM t", new[] { "a", "b" })]
    [InlineData(
        "WITH s AS (SELECT x, y, z FROM t) SELECT f(a, b) AS c, \"d, e\" FROM s WHERE 'from, here' = x", new[] { "f(a, b) AS c", "\"d, e\"" })]
    [InlineData("SELECT (SELECT max(a) FROM u) AS m, 1", new[] { "(SELECT max(a) FROM u) AS m", "1" })]
    [InlineData("no statement", new string[0])]
    public void The_items_of_a_select_list_are_told_apart(string sql, string[] items) => SelectList.Of(sql).ShouldBe(items);

    [Fact]
    public void Categories_become_bars_days_a_line_and_what_cannot_be_compared_nothing()
    {
        var bars = ChartOf(Regions).ShouldNotBeNull();
        bars.IsLine.ShouldBeFalse();
        bars.Bar(bars.Points[2]).Start.ShouldBe(0, 1e-9);
        bars.Bar(bars.Points[0]).Start.ShouldBe(bars.Zero, 1e-9);

        var line = ChartOf(new("d", ["day", "sold"], [["2024-01-03", "3"], ["2024-01-01", "1"], ["2024-01-02", "2"]], 3, [0])).ShouldNotBeNull();
        line.IsLine.ShouldBeTrue();
        line.Points.Select(static point => point.Value).ShouldBe([1, 2, 3]);

        ChartOf(new("w", ["a", "b"], [["x", "y"], ["z", "w"]], 2, [0])).ShouldBeNull();
        ChartOf(new("n", ["a", "b"], [["x", "1"], ["x", "2"]], 2, [0])).ShouldBeNull();
    }

    [Fact]
    public void Whatever_is_drawn_stays_in_its_box() => Gen.Double[-1e9, 1e9].Array[2, 25].Sample(values =>
    {
        var chart = new ResultChart(IsLine: false, "n", "l", [.. values.Select(static (value, index) => new ChartPoint($"{index}", value, "x"))]);
        return chart.Points.All(point => chart.Bar(point) is var (start, length) && start >= -1e-9 && start + length <= 1 + 1e-9)
            && chart.Line(100, 50)
                .Split([' ', ','])
                .All(static number => double.Parse(number) is >= -0.1 and <= 100.1);
    });

    [Theory]
    [InlineData("52.2%", "52.2", true)]
    [InlineData("$1,200.00", "1200", true)]
    [InlineData("Porto", " porto ", true)]
    [InlineData("52.2", "52.3", false)]
    [InlineData("Porto", "Faro", false)]
    public void Equal_values_are_equal_whatever_their_form(string left, string right, bool same) =>
        (Atom.Key(left) == Atom.Key(right)).ShouldBe(same);

    [Fact]
    public void What_is_equal_up_to_its_form_is_no_dissent_and_no_bars_are_left_in_what_is()
    {
        var run = RunTimeline.From(TableRuns.Of(
            new("r", ["share"], [["52.2"]], 1, [0, 1]),
            "SELECT 52.2",
            options: [new("52.2", 2, [0, 1], []), new("52.2%", 1, [], [2]), new("| 50 | East |", 1, [], [3])]));

        run.Answer!.Dissent.Select(static other => other.Value).ShouldBe(["50, East"]);
    }

    [Fact]
    public void The_sentence_says_what_was_computed_and_from_what()
    {
        var run = RunTimeline.From(RecordedRuns.Answered);

        AnswerSentence.Of(run, 4, Said.English).ShouldBe(
            new("difference of visitors_2023 and visitors_2019 for Portugal, largest first", "– from 4 rows of cities."));
        AnswerSentence.Of(run, null, Said.English).ShouldBe(
            new("difference of visitors_2023 and visitors_2019 for Portugal, largest first", "– from cities."));
        AnswerSentence.Of(RunTimeline.From(RecordedRuns.Guessed), 4, Said.English).ShouldBeNull();
    }

    [Fact]
    public void Agreement_says_whether_its_programs_are_one_text_or_several()
    {
        AgreementText.Full(RunTimeline.From(RecordedRuns.Answered), Said.English).ShouldBe(
            "3 of 5 programs gave this result, written in 2 different ways");
        AgreementText.Full(
            RunTimeline.From(TableRuns.Of(Regions, RegionSql)),
            Said.English).ShouldBe("3 of 5 programs gave this result: one program, drawn 3 times");
    }

    [Fact]
    public void Values_with_commas_quotes_and_line_breaks_survive_the_csv()
    {
        var result = AnswerResult.Of(
            RunTimeline.From(TableRuns.Of(new("r", ["a", "b"], [["x,\"y\"", "1"], ["two\nlines", null]], 2, [0]), "SELECT 1")),
            SourceForms.None).ShouldNotBeNull();

        result.ToCsv().ShouldBe("a,b\r\n\"x,\"\"y\"\"\",1\r\n\"two\nlines\",\r\n");
    }

    private static ResultChart? ChartOf(ResultGroup group) =>
        ResultChart.For(AnswerResult.Of(RunTimeline.From(TableRuns.Of(group, "SELECT 1")), SourceForms.None)!);
}
