using Mact.Core.Sql;
using Mact.Core.Tests.Tables;

namespace Mact.Core.Tests.Sql;

/// <summary>Statements that compute with texts: read whole, or without a value; never by their first digits.</summary>
public sealed class ComputedTextTests
{
    /// <summary>Text, as the column mixes too much to be one of numbers.</summary>
    private const string Prices = "k,price,n\na,\"1.234,50\",1\nb,\"2,50\",2\nc,ask,3\nd,see note,4\ne,call us,5\n";

    [Theory]
    [InlineData("SELECT sum(price) FROM t", "1237")]
    [InlineData("SELECT SUM(DISTINCT t.price) FROM t", "1237")]
    [InlineData("SELECT avg(price) FROM t", "618.5")]
    [InlineData("SELECT total(price) FROM t", "1237")]
    [InlineData("SELECT price + 1 FROM t WHERE k = 'a'", "1235.5")]
    [InlineData("SELECT 1 + t.price FROM t WHERE k = 'a'", "1235.5")]
    [InlineData("SELECT price - n FROM t WHERE k = 'a'", "1233.5")]
    [InlineData("SELECT -1 * price FROM t WHERE k = 'a'", "-1234.5")]
    [InlineData("SELECT price / 2 FROM t WHERE k = 'b'", "1.25")]
    [InlineData("SELECT sum(price * n) FROM t", "1239.5")]
    [InlineData("SELECT sum(CASE WHEN n < 3 THEN price ELSE 0 END) FROM t", "1237")]
    [InlineData("SELECT CAST(price AS REAL) FROM t WHERE k = 'a'", "1234.5")]
    [InlineData("SELECT CAST(price AS INTEGER) FROM t WHERE k = 'a'", "1234")]
    [InlineData("SELECT CAST(trim(price) AS NUMERIC) FROM t WHERE k = 'b'", "2.5")]
    [InlineData("SELECT sum(p) FROM (SELECT price AS p FROM t)", "1237")]
    [InlineData("SELECT count(*) FROM t WHERE price > 100", "1")]
    [InlineData("SELECT count(*) FROM t WHERE 100 < price", "1")]
    [InlineData("SELECT count(*) FROM t WHERE price > n", "2")]
    [InlineData("SELECT count(*) FROM t WHERE price BETWEEN 1 AND 5", "1")]
    [InlineData("SELECT count(*) FROM t WHERE price > (SELECT avg(n) FROM t)", "1")]
    [InlineData("SELECT k FROM t ORDER BY price + 0 DESC LIMIT 1", "a")]
    [InlineData("SELECT sum(price) OVER () - 7 FROM t LIMIT 1", "1230")]
    [InlineData("SELECT price + 1 FROM t WHERE k = 'c'", "")]
    [InlineData("SELECT '1.234,50' + 1", "1235.5")]
    [InlineData("WITH q AS (SELECT substr('x2001', 2) AS y) SELECT count(*) FROM q WHERE y > 2000", "1")]
    public void A_text_is_computed_with_whole_or_has_no_value(string sql, string expected) => First(Prices, sql).ShouldBe(expected);

    [Theory]
    [InlineData("SELECT count(*) FROM t", "5")]
    [InlineData("SELECT k || price FROM t WHERE k = 'a'", "a1.234,50")]
    [InlineData("SELECT t.* FROM t", "a")]
    [InlineData("SELECT *, n + 1 FROM t", "a")]
    [InlineData("SELECT n - -1 FROM t", "2")]
    [InlineData("SELECT sum(n) FILTER (WHERE k < 'c') * 2 FROM t", "6")]
    [InlineData("SELECT count(*) FROM t WHERE price > '2'", "4")]
    [InlineData("SELECT CAST(n AS TEXT) || '%' FROM t", "1%")]
    [InlineData("SELECT json_extract('{\"a\":3}', '$.a') + n FROM t", "4")]
    [InlineData("SELECT '{\"a\":3}' ->> '$.a'", "3")]
    public void Other_statements_are_as_they_were(string sql, string expected) => First(Prices, sql).ShouldBe(expected);

    [Fact]
    public void A_result_is_named_as_the_statement_has_it()
    {
        using var sandbox = SqlSandbox.Load([Given.Csv("t", Prices)], new SqlLimits(), TimeProvider.System);

        sandbox.Execute("SELECT sum(price), price + (n * 2) FROM t", TestContext.Current.CancellationToken)
            .ShouldBeOfType<SqlOutcome.Rows>().Result.Columns.Select(static column => column.OriginalName)
            .ShouldBe(["sum(price)", "price + (n * 2)"]);
    }

    [Theory]
    [InlineData("9:58,10:02,1:00:03", "9:58", "1:00:03")]
    [InlineData("100:00:00,99:59:59,36:00", "36:00", "100:00:00")]
    [InlineData("9:58,12:30,10:02,DNF,11:11,10:40", "9:58", "12:30")]
    [InlineData("9:30 AM,12:15 AM,1:05 pm,12:00 PM", "12:15 AM", "1:05 pm")]
    [InlineData("09:30,14:15:30,08:00:01", "08:00:01", "14:15:30")]
    [InlineData("2h 30m,1h05,3h 0m 5s", "1h05", "3h 0m 5s")]
    [InlineData("90 min,2 hours,45 s", "45 s", "2 hours")]
    [InlineData("1 day 2:00:00,\"2 days, 0:00:01\",23:00:00", "23:00:00", "2 days, 0:00:01")]
    [InlineData("-0:35,0:10,-1:20", "-1:20", "0:10")]
    [InlineData("3:45.2,3:45.12,3:44.9", "3:44.9", "3:45.2")]
    [InlineData("1.02:00:00,23:59:59", "23:59:59", "1.02:00:00")]
    public void Times_and_durations_compare_by_what_they_say(string cells, string lowest, string highest)
    {
        var csv = "k;d\n" + string.Join('\n', cells.Split(',').Select(static (cell, i) => $"k{i};{cell}")) + "\n";
        csv = cells.Contains('"', StringComparison.Ordinal)
            ? "k;d\na;1 day 2:00:00\nb;2 days, 0:00:01\nc;23:00:00\n"
            : csv;

        First(csv, "SELECT d FROM t ORDER BY d LIMIT 1").ShouldBe(lowest);
        First(csv, "SELECT min(d) FROM t").ShouldBe(lowest);
        First(csv, $"SELECT count(*) FROM t WHERE d < '{lowest}'").ShouldBe("0");
        First(csv, $"SELECT count(*) FROM t WHERE d = '{highest}'").ShouldBe("1");
        First(csv, $"SELECT d FROM t WHERE d >= '{highest}' AND d NOT LIKE 'D%'").ShouldBe(highest);
    }

    [Theory]
    [InlineData("SELECT max(d) FROM t", "12:30")]
    [InlineData("SELECT k FROM t ORDER BY d DESC LIMIT 1", "c")]
    [InlineData("SELECT count(*) FROM t WHERE d = 'DNF'", "1")]
    [InlineData("SELECT count(*) FROM t WHERE d LIKE 'D%'", "1")]
    [InlineData("SELECT count(*) FROM t WHERE d LIKE '9:%'", "1")]
    [InlineData("SELECT count(*) FROM t WHERE d <> '9:58'", "3")]
    [InlineData("SELECT d FROM t WHERE k = 'b'", "DNF")]
    [InlineData("SELECT d_text FROM t WHERE k = 'b'", "DNF")]
    public void What_is_no_time_has_no_value_among_times(string sql, string expected) =>
        First("k,d\na,9:58\nb,DNF\nc,12:30\nd,10:02\ne,11:11\nf,-\n", sql).ShouldBe(expected);

    [Theory]
    [InlineData("SELECT sum(d) FROM t")]
    [InlineData("SELECT d + 1 FROM t")]
    public void A_time_is_no_number_and_the_way_to_its_seconds_is_said(string sql)
    {
        using var sandbox = SqlSandbox.Load([Given.Csv("t", "k,d\na,9:58\nb,10:02\n")], new SqlLimits(), TimeProvider.System);

        sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Error>().Message.ShouldContain("seconds(");
        First("k,d\na,9:58\nb,10:02\n", "SELECT sum(seconds(d)) FROM t").ShouldBe("1200");
        First("k,d\na,9:45\nb,10:02\n", "SELECT CAST(d AS REAL) FROM t").ShouldBe("9.75");
        First("k,d\na,2h 30m\nb,1h 5m\n", "SELECT num(d) IS NULL AND seconds(d) = 9000 FROM t").ShouldBe("1");
    }

    [Theory]
    [InlineData("s\n2:1\n10:0\n3:3\n", "10:0")]
    [InlineData("s\n12:75\n9:80\n3:61\n", "12:75")]
    public void Scores_stay_texts(string csv, string lowest) => First(csv, "SELECT s FROM t ORDER BY s LIMIT 1").ShouldBe(lowest);

    private static string First(string csv, string sql)
    {
        using var sandbox = SqlSandbox.Load([Given.Csv("t", csv)], new SqlLimits(), TimeProvider.System);
        var outcome = sandbox.Execute(sql, TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<SqlOutcome.Rows>($"{sql}: {outcome}").Result[0, 0].Text;
    }
}
