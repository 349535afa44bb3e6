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
    public void Columns_of_a_step_are_named_by_what_their_program_computes() =>
        AnswerResult.Labels(["Region", "size"], "SELECT \"Region\", SUM(\"Revenue\") AS size FROM t GROUP BY 1", Said.English)
            .ShouldBe(["Region", "sum of Revenue"]);

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
    public void The_items_of_a_select_list_are_told_apart(string sql, string[] items) => new SelectLists(sql).Own.ShouldBe(items);

    [Theory]
    [InlineData("SELECT region, SUM(\"Revenue\") AS \"size\" FROM sales GROUP BY region", "sum of Revenue")]
    [InlineData("SELECT region, SUM(revenue) FROM sales GROUP BY region", "sum of revenue")]
    [InlineData("SELECT region, ROUND(AVG(s.revenue), 2) AS x FROM sales s GROUP BY region", "average of revenue")]
    [InlineData("SELECT region, COUNT(*) AS n FROM sales GROUP BY region", "number of rows")]
    [InlineData("SELECT region, COUNT(DISTINCT [Order No]) n FROM sales GROUP BY region", "number of different values of Order No")]
    [InlineData("SELECT region, MAX(revenue) AS top FROM sales GROUP BY region", "largest revenue")]
    [InlineData("SELECT region, sum(num(\"revenue\")) AS s FROM sales GROUP BY region", "sum of revenue")]
    [InlineData("WITH g AS (SELECT region, SUM(revenue) AS size FROM sales GROUP BY 1) SELECT region, size FROM g", "sum of revenue")]
    [InlineData("WITH g AS (SELECT region, SUM(revenue) AS revenue FROM sales GROUP BY 1) SELECT region, g.revenue FROM g", "sum of revenue")]
    [InlineData("SELECT region, t FROM (SELECT region, MIN(revenue) AS t FROM sales GROUP BY region)", "smallest revenue")]
    [InlineData("SELECT region, SUM(price * quantity) AS revenue FROM sales GROUP BY region", "total")]
    [InlineData("SELECT region, revenue FROM sales", "total")]
    [InlineData("SELECT region, 'sum(x)' AS total FROM sales", "total")]
    public void A_column_is_called_what_was_computed_and_else_as_the_program_calls_it(string sql, string label)
    {
        var group = new ResultGroup("r", ["region", "total"], [["North", "3"], ["South", "4"]], 2, [0]);

        var result = AnswerResult.Of(RunTimeline.From(TableRuns.Of(group, sql)), SourceForms.None).ShouldNotBeNull();

        result.Columns[1].Label(Said.English).ShouldBe(label);
    }

    [Theory]
    [InlineData("SUM(amount)", "1588.5", "1,588.50", "1500.5", "99.99", "20")]
    [InlineData("AVG(amount)", "59.995", "60.00", "99.99", "20", "1500.5")]
    [InlineData("SUM(amount)", "3700.5", "$3,700.50", "$1200.5", "$35", "$18.25")]
    [InlineData("AVG(amount)", "10.75", "10.75%", "12.5%", "9%")]
    [InlineData("AVG(amount)", "5.75", "5.75", "5.5", "6.0")]
    [InlineData("SUM(amount)", "0.30000000000000004", "0.3", "0.1", "0.2")]
    [InlineData("SUM(amount)", "3234.66", "3.234,66 €", "1.234,56 €", "980,00 €")]
    [InlineData("SUM(amount)", "52", "52 kg", "12 kg", "40 kg")]
    [InlineData("SUM(amount)", "2024", "2024", "2023", "1999")]
    [InlineData("SUM(amount * quantity)", "60", "$60.00", "$1.00", "$2.50")]
    [InlineData("SUM(amount * quantity)", "60", "60", "5 %", "7 %")]
    public void Numbers_keep_the_form_of_their_data(string expression, string computed, string shown, params string[] texts)
    {
        var forms = new SourceForms();
        forms.Add("amount", texts);
        forms.Add("quantity", ["3", "12"]);
        var group = new ResultGroup("r", ["x"], [[computed]], 1, [0]);

        AnswerResult.Of(RunTimeline.From(TableRuns.Of(group, $"SELECT {expression} AS x FROM t")), forms)!.Show(computed).ShouldBe(shown);
    }

    [Fact]
    public void The_form_is_found_through_the_names_of_sub_queries()
    {
        var forms = new SourceForms();
        forms.Add("revenue", ["$1.50"]);
        var group = new ResultGroup("r", ["region", "size"], [["North", "12.5"], ["South", "3"]], 2, [0]);
        var sql = "WITH g AS (SELECT region, SUM(revenue) AS size FROM sales GROUP BY 1) SELECT region, size FROM g";

        AnswerResult.Of(RunTimeline.From(TableRuns.Of(group, sql)), forms)!.Columns[1].Show("12.5").ShouldBe("$12.50");
    }

    [Theory]
    [InlineData("3 May 2024", "12 June 2023", "1 July 2024")]
    [InlineData("03.01.2024", "12.12.2023", "04.02.2024")]
    [InlineData("1/13/2024", "12/31/2023", "2/1/2024")]
    [InlineData("Jan 2024", "Dec 2023", "Feb 2024")]
    public void Days_make_a_line_in_their_order_however_they_are_written(string second, string first, string third)
    {
        var chart = ChartOf(new("d", ["day", "sold"], [[second, "2"], [first, "1"], [third, "3"]], 3, [0])).ShouldNotBeNull();

        chart.IsLine.ShouldBeTrue();
        chart.Points.Select(static point => point.Label).ShouldBe([first, second, third]);
    }

    [Fact]
    public void Amounts_with_a_decimal_comma_are_numbers_with_their_own_values()
    {
        var chart = ChartOf(new("e", ["city", "most"], [["Berlin", "2.000,10 €"], ["Bremen", "75,50 €"]], 2, [0])).ShouldNotBeNull();

        chart.Points.Select(static point => point.Value).ShouldBe([2000.1, 75.5]);
    }

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
    [InlineData("1,200", "1200.0", true)]
    [InlineData("1.200,50 €", "1200.5", true)]
    [InlineData("1,200,000원", "1200000", true)]
    [InlineData("(5.00)", "−5", true)]
    [InlineData("-$3.50", "$-3.5", true)]
    [InlineData("2024-03-01", "1 Mar 2024", true)]
    [InlineData("2024-03-01", "March 1, 2024", true)]
    [InlineData("2024년 3월 1일", "2024.3.1", true)]
    [InlineData("2024-03-01", "2024-01-03", false)]
    [InlineData("1,200", "1.2", false)]
    [InlineData("5", "-5", false)]
    public void Equal_values_are_equal_whatever_their_form(string left, string right, bool same) =>
        (CellValue.Key(left) == CellValue.Key(right)).ShouldBe(same);

    [Fact]
    public void What_is_equal_up_to_its_form_is_no_dissent_but_is_told_and_no_bars_are_left_in_what_is()
    {
        var run = RunTimeline.From(TableRuns.Of(
            new("r", ["share"], [["52.2"]], 1, [0, 1]),
            "SELECT 52.2",
            options: [new("52.2", 2, [0, 1], []), new("52.2%", 1, [2], []), new("| 50 | East |", 1, [3], [])]));

        run.Answer!.Dissent.Select(static other => other.Value).ShouldBe(["50, East"]);
        AgreementText.Full(run, Said.English).ShouldBe("3 of 5 programs gave this result; 1 more gave it in another form");
    }

    [Fact]
    public void Doubt_is_measured_by_all_that_came_to_the_answer_in_whatever_form()
    {
        var low = RunTimeline.From(TableRuns.Of(
            new("r", ["share"], [["52.2"]], 1, [0, 1]), "SELECT 52.2", options: [new("52.2", 2, [0, 1], []), new("$52.2", 1, [2], [])]));

        low.Answer!.Trust.ShouldBe(AnswerTrust.Majority);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("| city | n |\n|---|---:|\n| Porto | 3 |", "city, n; Porto, 3")]
    [InlineData("city | n\nPorto | 3\nVigo | 4", "city, n; Porto, 3; Vigo, 4")]
    public void No_bars_of_a_table_are_shown(string written, string shown) => Dissent.WithoutBars(written).ShouldBe(shown);

    [Fact]
    public void Days_stand_as_far_apart_as_they_are_and_numbers_may_be_labels()
    {
        var byDay = new ResultGroup("r", ["day", "n"], [["2024-01-01", "1"], ["2024-01-02", "2"], ["2024-01-11", "3"]], 3, [0]);
        var days = ResultChart.For(AnswerResult.Of(RunTimeline.From(TableRuns.Of(byDay, "SELECT 1")), SourceForms.None)!, Said.English)
            .ShouldNotBeNull();
        days.Line(100, 10).Split(' ').Select(static point => point.Split(',')[0]).ShouldBe(["0", "10", "100"]);
        var group = new ResultGroup("r", ["stars", "n"], [["1", "7"], ["2", "9"]], 2, [0]);

        var stars = ResultChart.For(
            AnswerResult.Of(RunTimeline.From(TableRuns.Of(group, "SELECT stars, COUNT(*) AS n FROM t GROUP BY stars")), SourceForms.None)!,
            Said.English).ShouldNotBeNull();

        stars.Points.Select(static point => (point.Label, point.Value)).ShouldBe([("1", 7d), ("2", 9d)]);
    }

    [Fact]
    public void The_sentence_says_what_was_computed_and_from_what()
    {
        var run = RunTimeline.From(RecordedRuns.Answered);

        AnswerSentence.Of(run, new() { RowCount = 4 }, Said.English).ShouldBe(
            new("difference of visitors_2023 and visitors_2019 for Portugal, largest first", "– from 4 rows of cities."));
        AnswerSentence.Of(run, SourceForms.None, Said.English).ShouldBe(
            new("difference of visitors_2023 and visitors_2019 for Portugal, largest first", "– from cities."));
        AnswerSentence.Of(RunTimeline.From(RecordedRuns.Guessed), SourceForms.None, Said.English).ShouldBeNull();
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

        result.ToCsv(Said.English).ShouldBe("a,b\r\n\"x,\"\"y\"\"\",1\r\n\"two\nlines\",\r\n");
    }

    [Fact]
    public void Of_many_categories_the_largest_are_drawn_and_so_it_is_said()
    {
        var rows = Enumerable.Range(1, 100).Select(static number => (IReadOnlyList<string?>)[$"Team {number}", $"{number % 50}.{number}"]).ToList();

        var chart = ResultChart.For(AnswerResult.ColumnsOf(["team", "points"], rows, sql: null, SourceForms.None) is var columns
            ? new AnswerResult(columns, rows, 100, Sql: null) : null!, Said.English).ShouldNotBeNull();

        chart.Points.Count.ShouldBe(ResultChart.MaxBars);
        chart.LargestOf.ShouldBe(100);
        chart.Points[0].Label.ShouldBe("Team 99");
        chart.Points.Select(static point => point.Value).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void Two_years_of_days_are_one_line()
    {
        var rows = Enumerable.Range(0, 730)
            .Select(static day => (IReadOnlyList<string?>)[new DateTime(2022, 1, 1).AddDays(day).ToString("yyyy-MM-dd"), $"{day % 90}"]).ToList();
        var result = new AnswerResult(AnswerResult.ColumnsOf(["day", "visits"], rows, sql: null, SourceForms.None), rows, 730, Sql: null);

        ResultChart.For(result, Said.English).ShouldNotBeNull().IsLine.ShouldBeTrue();
    }

    [Fact]
    public void A_number_that_is_counted_is_no_year()
    {
        var group = new ResultGroup("r", ["City", "n"], [["Oslo", "1688"], ["Bergen", "1629"]], 2, [0]);

        AnswerResult.Of(RunTimeline.From(TableRuns.Of(group, "SELECT City, COUNT(*) AS n FROM t GROUP BY City")), SourceForms.None)!
            .Columns[1].Show("1688").ShouldBe("1,688");
    }

    [Fact]
    public void All_rows_are_taken_from_the_answer_where_the_record_has_the_first_ones()
    {
        static string?[] Row(int number) => [$"Team {number}", number % 4 == 0 ? null : $"{number}000"];
        var group = new ResultGroup("r", ["team", "money"], [.. Enumerable.Range(1, 20).Select(Row)], 60, [0]);
        List<string> answer = [.. Enumerable.Range(1, 60).SelectMany(Row).Select(static cell => cell ?? string.Empty)];
        answer[^3] = "$59,000";
        answer[^4] = "Team 59";

        var run = RunTimeline.From(TableRuns.Of(group, "SELECT team, money FROM t", answer));
        var result = AnswerResult.Of(run, SourceForms.None).ShouldNotBeNull();

        result.IsWhole.ShouldBeTrue();
        result.IsTableFor(run.Answer!).ShouldBeTrue();
        result.Rows.Count.ShouldBe(60);
        result.Rows[58].ShouldBe(["Team 59", "59000"]);
        result.Rows[59].ShouldBe(["Team 60", null]);
        result.Columns[1].Kind.ShouldBe(ResultKind.Number);
    }

    [Fact]
    public void Empty_cells_leave_a_table_a_table()
    {
        var group = new ResultGroup("r", ["team", "note"], [["A", null], ["B", "x"]], 2, [0]);

        var result = AnswerResult.Of(
            RunTimeline.From(TableRuns.Of(group, "SELECT team, note FROM t", ["A", "", "B", "x"])), SourceForms.None).ShouldNotBeNull();

        result.Rows.ShouldBe(group.Rows);
    }

    [Fact]
    public void A_long_list_is_whole()
    {
        var group = new ResultGroup("r", ["team"], [.. Enumerable.Range(1, 20).Select(static number => new[] { $"Team {number}" })], 30, [0]);
        var run = RunTimeline.From(TableRuns.Of(group, "SELECT team FROM t", [.. Enumerable.Range(1, 30).Select(static number => $"Team {number}")]));

        AnswerResult.Of(run, SourceForms.None).ShouldNotBeNull().Rows.Count.ShouldBe(30);
    }

    private static ResultChart? ChartOf(ResultGroup group) =>
        ResultChart.For(AnswerResult.Of(RunTimeline.From(TableRuns.Of(group, "SELECT 1")), SourceForms.None)!, Said.English);
}
