using CsCheck;
using Mact.Core.Sql;
using Mact.Core.Sql.Lineage;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Sql;

public sealed class RowLineageTests
{
    private static readonly Table Cities = Build(
        "cities",
        ["id", "city", "country", "visitors"],
        ["1", "Lisbon", "Portugal", "41"],
        ["2", "Porto", "Portugal", "31"],
        ["3", "Faro", "Portugal", "9"],
        ["4", "Madrid", "Spain", "53"]);

    private static readonly Table Sales = Build(
        "sales",
        ["sale", "city_id", "amount"],
        ["a", "2", "10"],
        ["b", "1", "20"],
        ["c", "2", "30"],
        ["d", "9", "99"],
        ["e", "4", "5"]);

    [Theory]
    [InlineData("SELECT name FROM runs WHERE m_text = 'DNF'", "name,m")]
    [InlineData("SELECT name, m FROM runs WHERE m = 'DNF'", "name,m")]
    [InlineData("SELECT * FROM runs WHERE m IS NULL", "name,m")]
    public void A_text_beside_a_value_is_traced_to_the_cell_of_the_value(string sql, string columns)
    {
        var runs = Build("runs", ["name", "m"], ["A", "31"], ["B", "DNF"], ["C", "29"], ["D", "40"], ["E", "35"]);
        var traced = RowLineage.Of(sql, [runs]).ShouldBeOfType<RowLineage.Traced>();
        using var sandbox = SqlSandbox.Load([runs], new SqlLimits(), TimeProvider.System);

        var own = sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rows>().Result;
        var found = sandbox.Execute(traced.Sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rows>().Result;

        string.Join(',', traced.Tables[0].Columns).ShouldBe(columns);
        found[0, found.Columns.Count - 1].Text.ShouldBe("2");
        found.Row(0)[..own.Columns.Count].ToArray().Select(static cell => cell.Text).ShouldBe(own.Row(0).ToArray().Select(static cell => cell.Text));
    }

    [Theory]
    [InlineData("SELECT city FROM cities WHERE country = 'Portugal' ORDER BY visitors DESC LIMIT 1", true, "cities(city,country,visitors):1")]
    [InlineData("SELECT city, visitors * 2 AS twice FROM cities ORDER BY twice LIMIT 2;", true, "cities(city,visitors):2,3")]
    [InlineData("SELECT city FROM cities ORDER BY 1 LIMIT 1 -- first; of all", true, "cities(city):3")]
    [InlineData("SELECT * FROM \"cities\" AS c WHERE c.visitors > 40", true, "cities(id,city,country,visitors):1,4")]
    [InlineData("SELECT SUM(visitors) FROM cities WHERE country = 'Portugal'", false, "cities(country,visitors):1,2,3")]
    [InlineData("SELECT SUM(visitors) AS country FROM cities WHERE country = 'Spain' ORDER BY country", false, "cities(country,visitors):4")]
    [InlineData("SELECT AVG(visitors) FROM cities WHERE visitors < (SELECT MAX(visitors) FROM cities)", false, "cities(visitors):1,2,3")]
    [InlineData(
        "SELECT city FROM cities WHERE visitors = (SELECT MAX(visitors) FROM cities WHERE country = 'Portugal' GROUP BY country)",
        true,
        "cities(city,visitors):1")]
    [InlineData("SELECT city FROM cities WHERE city LIKE '%from x where%'", true, "cities(city):")]
    [InlineData("SELECT MAX(visitors, id) FROM cities LIMIT 1", true, "cities(id,visitors):1")]
    [InlineData("SELECT city, RANK() OVER (ORDER BY visitors) FROM cities ORDER BY 2 LIMIT 1", true, "cities(city,visitors):3")]
    [InlineData(
        "SELECT city, SUM(visitors) FILTER (WHERE id > 0) OVER (PARTITION BY country) AS s FROM cities ORDER BY s, city LIMIT 1",
        true,
        "cities(id,city,country,visitors):4")]
    [InlineData("SELECT CAST(visitors AS DECIMAL(10, 2)) FROM cities WHERE id IN (1, 3)", true, "cities(id,visitors):1,3")]
    [InlineData("SELECT rowid FROM cities WHERE visitors > 50", true, "cities(visitors):4")]
    public void One_table_tells_its_rows_and_columns(string sql, bool perRow, string expected) => Check(sql, perRow, expected);

    [Theory]
    [InlineData("SELECT country, COUNT(*) FROM cities WHERE visitors > 10 GROUP BY country ORDER BY 2 DESC LIMIT 1", "cities(country,visitors):1,2")]
    [InlineData("SELECT country FROM cities GROUP BY country HAVING SUM(visitors) > 60", "cities(country,visitors):1,2,3")]
    [InlineData("SELECT DISTINCT country FROM cities", "cities(country):1,2,3,4")]
    [InlineData("SELECT DISTINCT country FROM cities ORDER BY country DESC LIMIT 1", "cities(country):4")]
    [InlineData("SELECT DISTINCT * FROM cities WHERE id = 2", "cities(id,city,country,visitors):2")]
    [InlineData("SELECT city, MAX(visitors) FROM cities WHERE country = 'Portugal'", "cities(city,country,visitors):1,2,3")]
    [InlineData("SELECT \"sum\"(visitors) FROM cities WHERE id = 3", "cities(id,visitors):3")]
    [InlineData("SELECT COUNT(*) FROM cities WHERE 1 = 0", "cities():")]
    public void An_aggregate_tells_the_rows_of_the_groups_that_were_kept(string sql, string expected) => Check(sql, perRow: false, expected);

    [Theory]
    [InlineData(
        "SELECT c.city, s.amount FROM cities c JOIN sales s ON s.city_id = c.id WHERE s.amount > 15",
        true,
        "cities(id,city):1,2",
        "sales(city_id,amount):2,3")]
    [InlineData("SELECT city, amount FROM cities, sales WHERE city_id = id AND amount = 5", true, "cities(id,city):4", "sales(city_id,amount):5")]
    [InlineData(
        "SELECT SUM(amount) FROM sales JOIN cities ON id = city_id WHERE country = 'Portugal'",
        false,
        "cities(id,country):1,2",
        "sales(city_id,amount):1,2,3")]
    [InlineData("SELECT city FROM cities LEFT JOIN sales ON city_id = id WHERE sale IS NULL", true, "cities(id,city):3", "sales(sale,city_id):")]
    [InlineData("SELECT COUNT(*) FROM cities a JOIN cities b ON a.country = b.country AND a.id < b.id", false, "cities(id,country):1,2,3")]
    [InlineData(
        "SELECT country, SUM(amount) FROM (cities INNER JOIN sales ON id = city_id) GROUP BY country ORDER BY 2 DESC LIMIT 1",
        false,
        "cities(id,country):1,2",
        "sales(city_id,amount):1,2,3")]
    [InlineData(
        "SELECT sale, city FROM sales CROSS JOIN cities ORDER BY amount, visitors LIMIT 1",
        true,
        "cities(city,visitors):3",
        "sales(sale,amount):5")]
    public void A_join_tells_the_rows_of_each_table(string sql, bool perRow, params string[] expected) => Check(sql, perRow, expected);

    [Theory]
    [InlineData(
        "WITH p AS (SELECT * FROM cities WHERE country = 'Portugal') SELECT city FROM p ORDER BY visitors LIMIT 1",
        true,
        "cities(id,city,country,visitors):3")]
    [InlineData("WITH p(a, b) AS (SELECT city, visitors FROM cities) SELECT * FROM p WHERE b > 40", true, "cities(city,visitors):1,4")]
    [InlineData(
        "WITH t AS (SELECT city_id, SUM(amount) AS total FROM sales GROUP BY city_id) SELECT city, total FROM cities JOIN t ON t.city_id = id "
            + "ORDER BY total DESC LIMIT 1",
        false,
        "cities(id,city):2",
        "sales(city_id,amount):1,3")]
    [InlineData("SELECT MAX(n) FROM (SELECT country, COUNT(*) AS n FROM cities GROUP BY country) WHERE n < 3", false, "cities(country):4")]
    [InlineData("SELECT COUNT(*) FROM (SELECT DISTINCT country FROM cities WHERE id > 2)", false, "cities(id,country):3,4")]
    [InlineData(
        "SELECT city FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY country ORDER BY visitors) AS place FROM cities) WHERE place = 1 AND "
            + "country = 'Portugal'",
        true,
        "cities(id,city,country,visitors):3")]
    [InlineData("WITH a AS (SELECT id FROM cities WHERE id < 3), b AS (SELECT * FROM a WHERE id > 1) SELECT * FROM b", true, "cities(id):2")]
    [InlineData("WITH b AS (SELECT * FROM a), a AS (SELECT id FROM cities WHERE id = 2) SELECT * FROM b", true, "cities(id):2")]
    [InlineData(
        "WITH a AS (SELECT id, visitors FROM cities) SELECT x.id FROM a x JOIN a y ON x.visitors < y.visitors WHERE y.id = 2",
        true,
        "cities(id,visitors):2,3")]
    [InlineData("SELECT * FROM (SELECT COUNT(*) FROM cities WHERE id = 1)", false, "cities(id):1")]
    [InlineData("SELECT city FROM cities WHERE id = 1 UNION ALL SELECT city FROM cities WHERE id = 4", true, "cities(id,city):1,4")]
    [InlineData(
        "SELECT city FROM cities WHERE id = 1 UNION ALL SELECT sale FROM sales WHERE amount = 99 ORDER BY 1",
        true,
        "cities(id,city):1",
        "sales(sale,amount):4")]
    [InlineData(
        "SELECT (SELECT visitors FROM cities WHERE city = 'Lisbon') - (SELECT visitors FROM cities WHERE city = 'Faro')",
        false,
        "cities(city,visitors):1,3")]
    [InlineData(
        "WITH big AS (SELECT * FROM sales WHERE amount > 15) SELECT (SELECT COUNT(*) FROM big) * 100.0 / (SELECT COUNT(*) FROM sales)",
        false,
        "sales(sale,city_id,amount):1,2,3,4,5")]
    [InlineData("WITH cities AS (SELECT sale AS city, amount FROM sales) SELECT city FROM cities WHERE amount = 30", true, "sales(sale,amount):3")]
    [InlineData("SELECT s.city_id FROM (WITH q AS (SELECT city_id FROM sales WHERE amount < 6) SELECT * FROM q) s", true, "sales(city_id,amount):5")]
    public void Derived_tables_are_traced_through(string sql, bool perRow, params string[] expected) => Check(sql, perRow, expected);

    [Fact]
    public void A_table_of_a_condition_is_named_and_its_rows_are_not_told() =>
        Check(
            "SELECT city FROM cities WHERE id IN (SELECT city_id FROM sales WHERE amount > 15)",
            perRow: true,
            "cities(id,city):1,2",
            "sales():not told");

    [Fact]
    public void A_column_that_hides_the_row_number_is_gone_round()
    {
        var odd = Build("odd", ["rowid", "mact"], ["77", "x"], ["78", "y"]);

        var traced = RowLineage.Of("SELECT mact FROM odd WHERE rowid = 78", [odd]).ShouldBeOfType<RowLineage.Traced>();

        Positions(traced, odd).ShouldBe(["odd(rowid,mact):2"]);
    }

    [Fact]
    public void Where_every_name_of_the_row_number_is_a_column_nothing_is_traced() =>
        RowLineage.Of("SELECT oid FROM odd", [Build("odd", ["rowid", "_rowid_", "oid"], ["7", "8", "9"])]).ShouldBeOfType<RowLineage.Untraced>();

    [Fact]
    public void A_name_that_is_an_injection_is_only_a_name()
    {
        var hostile = Build("x\" JOIN sales AS \"y", ["a\"b"], ["1"], ["2"]);

        var traced = RowLineage.Of(
            "SELECT d.\"a\"\"b\" FROM (SELECT * FROM \"x\"\" JOIN sales AS \"\"y\" z) d WHERE 1", [hostile]).ShouldBeOfType<RowLineage.Traced>();

        Positions(traced, hostile).ShouldHaveSingleItem().ShouldEndWith(":1,2");
    }

    [Theory]
    [InlineData("", LineageObstacle.NotReadable)]
    [InlineData("SELECT 1; SELECT 2", LineageObstacle.NotReadable)]
    [InlineData("SELECT city FROM", LineageObstacle.NotReadable)]
    [InlineData("SELECT FROM cities", LineageObstacle.NotReadable)]
    [InlineData("SELECT city FROM cities)", LineageObstacle.NotReadable)]
    [InlineData("SELECT (city FROM cities", LineageObstacle.NotReadable)]
    [InlineData("DELETE FROM cities", LineageObstacle.NotReadable)]
    [InlineData("VALUES (1)", LineageObstacle.NotReadable)]
    [InlineData("SELECT city FROM main.cities", LineageObstacle.NotReadable)]
    [InlineData("SELECT value FROM json_each('[1]')", LineageObstacle.NotReadable)]
    [InlineData("SELECT city FROM cities NOT INDEXED", LineageObstacle.NotReadable)]
    [InlineData("SELECT city FROM 'cities'", LineageObstacle.NotReadable)]
    [InlineData("SELECT city\u00a0FROM cities", LineageObstacle.NotReadable)]
    [InlineData("SELECT city FROM cities UNION SELECT country FROM cities", LineageObstacle.SetOperation)]
    [InlineData("SELECT * FROM (SELECT id FROM cities EXCEPT SELECT 1)", LineageObstacle.SetOperation)]
    [InlineData("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n, cities", LineageObstacle.Recursion)]
    [InlineData("SELECT city FROM elsewhere", LineageObstacle.UnknownSource)]
    [InlineData("SELECT 1", LineageObstacle.NoSource)]
    [InlineData("SELECT DISTINCT city, RANK() OVER (ORDER BY visitors) FROM cities", LineageObstacle.Unsupported)]
    [InlineData("SELECT COUNT(*) FROM (SELECT DISTINCT country FROM cities LIMIT 1)", LineageObstacle.Unsupported)]
    [InlineData("SELECT city FROM cities, cities", LineageObstacle.Unsupported)]
    [InlineData("SELECT city FROM cities NATURAL JOIN (SELECT id FROM cities) x", LineageObstacle.Unsupported)]
    [InlineData("SELECT mystery(city) FROM cities", LineageObstacle.Unsupported)]
    [InlineData("SELECT * FROM (SELECT id, id FROM cities) x", LineageObstacle.UncertainColumns)]
    [InlineData("SELECT (SELECT SUM(c.visitors) FROM sales) FROM cities c", LineageObstacle.Unsupported)]
    [InlineData("SELECT (SELECT MAX(visitors)) FROM cities", LineageObstacle.Unsupported)]
    [InlineData("SELECT city FROM cities ORDER BY (SELECT SUM(visitors) FROM sales)", LineageObstacle.Unsupported)]
    [InlineData("SELECT 2 IN (SELECT id FROM cities)", LineageObstacle.Unsupported)]
    public void What_is_not_certain_is_not_traced_and_says_why(string sql, LineageObstacle obstacle) =>
        RowLineage.Of(sql, [Cities, Sales]).ShouldBeOfType<RowLineage.Untraced>().Obstacle.ShouldBe(obstacle);

    [Fact]
    public void Endless_nesting_is_refused_and_does_not_overflow()
    {
        RowLineage.Of(
            "SELECT city FROM " + new string('(', 9_000) + "cities" + new string(')', 9_000), [Cities]).ShouldBeOfType<RowLineage.Untraced>();
        var chain = string.Join(
            ", ", Enumerable.Range(1, 500).Select(static i => $"c{i} AS (SELECT id FROM c{i - 1})"));
        RowLineage.Of($"WITH c0 AS (SELECT id FROM cities), {chain} SELECT id FROM c500", [Cities]).ShouldBeOfType<RowLineage.Untraced>();
    }

    // Pieces of statements in any order: either nothing is traced, or what is traced gives the original's result and rows that exist.
    [Fact]
    public void Whatever_is_traced_gives_the_original_result_or_does_not_run()
    {
        using var sandbox = SqlSandbox.Load([Cities, Sales], new SqlLimits(), TimeProvider.System);
        var lists = Gen.OneOf(
            "city", "*", "c.*", "COUNT(*) AS n", "DISTINCT country", "MAX(visitors)", "country, SUM(visitors)", "id, id + 1 AS next",
            "(SELECT MAX(amount) FROM sales)", "(SELECT SUM(visitors) FROM sales)", "city x",
            "RANK() OVER (ORDER BY id)");
        var sources = Gen.OneOf(
            "cities c", "cities AS c LEFT JOIN sales s ON s.city_id = c.id", "(SELECT * FROM cities WHERE id > 1) c", "cities c, sales",
            "(SELECT country, MIN(city) AS city, SUM(visitors) AS visitors, MAX(id) AS id FROM cities GROUP BY 1) AS c", "d AS c",
            "cities c JOIN d USING (id)");
        var ends = Gen.OneOf(
            "", "WHERE c.id > 2", "GROUP BY country", "GROUP BY 1 HAVING COUNT(*) > 1", "ORDER BY c.id DESC LIMIT 2",
            "WHERE c.id IN (SELECT city_id FROM sales)", "LIMIT 1 OFFSET 1",
            "UNION ALL SELECT city FROM cities");
        Gen.Select(lists, sources, ends).Sample(
            (list, source, end) =>
            {
                var sql = $"WITH d AS (SELECT * FROM cities WHERE visitors > 20) SELECT {list} FROM {source} {end}";
                return RowLineage.Of(sql, [Cities, Sales]) is not RowLineage.Traced traced
                    || sandbox.Execute(sql, CancellationToken.None) is not SqlOutcome.Rows own
                    || sandbox.Execute(traced.Sql, CancellationToken.None) is not SqlOutcome.Rows found
                    || IsSound(own.Result, found.Result, traced);
            },
            iter: 600);
    }

    // What stands in no condition of its own, no window and no outer join can be told apart from outside: without the other rows nothing changes.
    [Fact]
    public void The_traced_rows_alone_give_the_same_result()
    {
        var lists = Gen.OneOf(
            "c.city", "*", "COUNT(*) AS n", "DISTINCT country", "MAX(visitors), city", "country, SUM(visitors)", "c.id, c.id + 1 AS next",
            "c.city x, COUNT(DISTINCT country)");
        var sources = Gen.OneOf(
            "cities c", "cities AS c JOIN sales s ON s.city_id = c.id", "(SELECT * FROM cities WHERE id > 1) c", "sales, cities c", "d AS c",
            "(SELECT country, MIN(city) AS city, SUM(visitors) AS visitors, MAX(id) AS id FROM cities GROUP BY 1) AS c",
            "cities c JOIN d USING (id, city, country, visitors)",
            "(SELECT city_id AS id, 'x' AS country, sale AS city, MAX(amount) AS visitors FROM sales GROUP BY city_id HAVING COUNT(*) > 1 UNION ALL "
                + "SELECT id, country, city, visitors FROM d) c");
        var ends = Gen.OneOf(
            "", "WHERE c.id > 2", "GROUP BY country", "GROUP BY 1 HAVING COUNT(*) > 1", "ORDER BY c.id DESC LIMIT 2", "LIMIT 1",
            "GROUP BY country ORDER BY SUM(visitors) DESC LIMIT 1");
        var checkedCount = 0;
        Gen.Select(lists, sources, ends).Sample(
            (list, source, end) =>
            {
                var sql = $"WITH d AS (SELECT * FROM cities WHERE visitors > 20) SELECT {list} FROM {source} {end}";
                if (
                    RowLineage.Of(sql, [Cities, Sales]) is not RowLineage.Traced traced
                        || Run(sql, Cities, Sales) is not { } own || Run(traced.Sql, Cities, Sales) is not { } found || !IsSound(own, found, traced))
                {
                    return true;
                }

                Interlocked.Increment(ref checkedCount);
                var used = Positions(traced, Cities, Sales);
                var rest = Run(sql, Only(Cities, used), Only(Sales, used));
                return rest is not null && Rows(own, own.Columns.Count).SequenceEqual(Rows(rest, own.Columns.Count), StringComparer.Ordinal);
            },
            iter: 400);
        checkedCount.ShouldBeGreaterThan(200);
    }

    private static Table? Run(string sql, params Table[] tables)
    {
        using var sandbox = SqlSandbox.Load(tables, new SqlLimits(), TimeProvider.System);
        return sandbox.Execute(sql, CancellationToken.None) is SqlOutcome.Rows rows ? rows.Result : null;
    }

    private static Table Only(Table table, IReadOnlyList<string> used)
    {
        var rows = used.Where(text => text.StartsWith(table.Name + "(", StringComparison.Ordinal))
            .SelectMany(static text => text[(text.LastIndexOf(':') + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries))
            .Select(static text => int.Parse(text) - 1);
        return new(table.Name, table.Columns, [.. rows.SelectMany(row => table.Row(row).ToArray())]);
    }

    private static bool IsSound(Table own, Table found, RowLineage.Traced traced)
    {
        var same = Rows(own, own.Columns.Count).Order(StringComparer.Ordinal).SequenceEqual(
            Rows(found, own.Columns.Count).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        return same && found.Columns.Count == own.Columns.Count + traced.PositionColumns;
    }

    private static IEnumerable<string> Rows(Table table, int width) =>
        Enumerable.Range(0, table.RowCount).Select(row => string.Join('|', Enumerable.Range(0, width).Select(column => table[row, column].Text)));

    private static void Check(string sql, bool perRow, params string[] expected)
    {
        var traced = RowLineage.Of(sql, [Cities, Sales]).ShouldBeOfType<RowLineage.Traced>();

        traced.IsPerRow.ShouldBe(perRow);
        Positions(traced, Cities, Sales).ShouldBe(expected);
        using var sandbox = SqlSandbox.Load([Cities, Sales], new SqlLimits(), TimeProvider.System);
        var own = sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rows>().Result;
        var found = sandbox.Execute(traced.Sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rows>().Result;
        IsSound(own, found, traced).ShouldBeTrue(traced.Sql);
    }

    private static IReadOnlyList<string> Positions(RowLineage.Traced traced, params Table[] tables)
    {
        using var sandbox = SqlSandbox.Load(tables, new SqlLimits(), TimeProvider.System);
        var outcome = sandbox.Execute(traced.Sql, TestContext.Current.CancellationToken);
        var result = outcome.ShouldBeOfType<SqlOutcome.Rows>(traced.Sql + " → " + outcome).Result;
        return
        [
            .. traced.Tables.Select(table => $"{table.Name}({string.Join(',', table.Columns)}):" + (table.Place is not { } place
                ? "not told"
                : string.Join(',', Enumerable.Range(0, result.RowCount)
                    .SelectMany(
                        row =>
                            result[row, result.Columns.Count - traced.PositionColumns + place].Text.Split(',', StringSplitOptions.RemoveEmptyEntries))
                    .Select(static text => int.Parse(text))
                    .Distinct()
                    .Order()))),
        ];
    }

    private static Table Build(string name, string[] header, params string[][] rows) =>
        ((TableReading.Success)TableBuilder.Build(name, header, rows, new TableLimits())).Table;
}
