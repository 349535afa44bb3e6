using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Web.Tests.Runs;

public sealed class RowLineageTests
{
    private static readonly Table Cities = ((TableReading.Success)TableBuilder.Build(
        "cities",
        ["city", "country", "visitors"],
        [["Lisbon", "Portugal", "41"], ["Porto", "Portugal", "31"], ["Faro", "Portugal", "9"], ["Madrid", "Spain", "53"]],
        new TableLimits())).Table;

    [Theory]
    [InlineData("SELECT city FROM cities WHERE country = 'Portugal' ORDER BY visitors DESC LIMIT 1", true, "1", "city,country,visitors")]
    [InlineData("SELECT city, visitors * 2 AS twice FROM cities ORDER BY twice LIMIT 2;", true, "2,3", "city,visitors")]
    [InlineData("SELECT city FROM cities ORDER BY 1 LIMIT 1 -- first; of all", true, "3", "city")]
    [InlineData("SELECT * FROM \"cities\" AS c WHERE c.visitors > 40", true, "1,4", "city,country,visitors")]
    [InlineData("SELECT SUM(visitors) FROM cities WHERE country = 'Portugal'", false, "1,2,3", "country,visitors")]
    [InlineData("SELECT country, COUNT(*) FROM cities WHERE visitors > 10 GROUP BY country ORDER BY 2 DESC LIMIT 1", false, "1,2,4", "country,visitors")]
    [InlineData("SELECT city FROM cities WHERE visitors = (SELECT MAX(visitors) FROM cities WHERE country = 'Portugal' GROUP BY country)", true, "1", "city,country,visitors")]
    [InlineData("SELECT AVG(visitors) FROM cities WHERE visitors < (SELECT MAX(visitors) FROM cities)", false, "1,2,3", "visitors")]
    [InlineData("SELECT DISTINCT country FROM cities", false, "1,2,3,4", "country")]
    [InlineData("SELECT city FROM cities WHERE city LIKE '%from x where%'", true, "", "city")]
    public void A_plain_statement_tells_its_rows_and_columns(string sql, bool perRow, string rows, string columns)
    {
        var lineage = RowLineage.Of(sql, [Cities]).ShouldNotBeNull();

        lineage.IsPerRow.ShouldBe(perRow);
        string.Join(',', lineage.Columns).ShouldBe(columns);
        string.Join(',', Positions(lineage.Sql).Order()).ShouldBe(rows);
    }

    [Theory]
    [InlineData("SELECT a.city FROM cities a JOIN cities b ON a.city = b.city")]
    [InlineData("SELECT city FROM cities, cities AS other")]
    [InlineData("WITH x AS (SELECT * FROM cities) SELECT * FROM x")]
    [InlineData("SELECT city, (SELECT MAX(visitors) FROM cities) FROM cities")]
    [InlineData("SELECT city FROM (SELECT * FROM cities)")]
    [InlineData("SELECT city FROM cities UNION SELECT country FROM cities")]
    [InlineData("SELECT SUM(visitors) AS country FROM cities WHERE country = 'Spain'")]
    [InlineData("SELECT city, RANK() OVER (ORDER BY visitors) FROM cities")]
    [InlineData("SELECT rowid FROM cities")]
    [InlineData("SELECT 1")]
    [InlineData("SELECT city FROM elsewhere")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("")]
    [InlineData("SELECT city FROM")]
    public void What_is_not_certainly_plain_is_left_alone(string sql) => RowLineage.Of(sql, [Cities]).ShouldBeNull();

    private static List<long> Positions(string sql)
    {
        using var sandbox = SqlSandbox.Load([Cities], new SqlLimits(), TimeProvider.System);
        var result = sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rows>().Result;
        return [.. Enumerable.Range(0, result.RowCount).Select(row => (long)result[row, result.Columns.Count - 1].Value!)];
    }
}
