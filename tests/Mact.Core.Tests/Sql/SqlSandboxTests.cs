using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Core.Tests.Tables;

namespace Mact.Core.Tests.Sql;

public sealed class SqlSandboxTests : IDisposable
{
    private static readonly Table Cities = Given.Csv(
        "cities",
        "City,Population 2010,Founded,Note\nParis,\"2,200,000\",12 March 1200,capital\nRome,\"2,600,000\",,Capital\nLyon,500000,3 May 1300,\n");

    private readonly SqlSandbox _sandbox = SqlSandbox.Load([Cities], new SqlLimits(), TimeProvider.System);

    [Fact]
    public void A_select_gives_typed_rows_under_unique_names()
    {
        var result = Rows("SELECT City, city, \"Population 2010\" / 1000.0 AS k, Founded, NULL FROM cities ORDER BY rowid").Result;

        result.Columns.Select(column => column.Name).ShouldBe(["City", "City_2", "k", "Founded", "NULL"]);
        result.Columns.Select(column => column.Type).ShouldBe(
            [ColumnType.Text, ColumnType.Text, ColumnType.Number, ColumnType.Date, ColumnType.Text]);
        result.Row(0)
            .ToArray()
            .ShouldBe(
                [
                    new Cell("Paris", "Paris"),
                    new Cell("Paris", "Paris"),
                    new Cell("2200", 2200.0),
                    new Cell("12 March 1200", "1200-03-12"),
                    Cell.Null,
                ]);
    }

    [Theory]
    [InlineData("SELECT city FROM CITIES WHERE \"population 2010\" > 2500000", "Rome")]
    [InlineData("SELECT City FROM cities WHERE Note = 'CAPITAL' AND rowid = 1", "Paris")]
    [InlineData("SELECT City FROM cities WHERE Note IS NULL", "Lyon")]
    [InlineData("SELECT City FROM cities WHERE Founded < '1250-01-01'", "Paris")]
    [InlineData("SELECT City FROM cities WHERE rowid = (SELECT rowid FROM cities WHERE City = 'Paris') + 1", "Rome")]
    [InlineData("SELECT sum(\"Population 2010\") FROM cities", "5300000")]
    [InlineData("SELECT 0.1 + 0.2", "0.3")]
    [InlineData("SELECT 10 / 4.0;", "2.5")]
    [InlineData("; SELECT 1 -- done", "1")]
    [InlineData("VALUES (7)", "7")]
    [InlineData("SELECT x'414243'", "x'414243'")]
    [InlineData("WITH q AS (SELECT 1 AS x UNION SELECT 2) SELECT count(*) FROM q", "2")]
    [InlineData("SELECT count(*) FROM (SELECT City FROM cities) AS q", "3")]
    [InlineData("SELECT row_number() OVER (ORDER BY City DESC) FROM cities WHERE City = 'Rome'", "1")]
    [InlineData("SELECT group_concat(City, ', ') FROM cities", "Paris, Rome, Lyon")]
    [InlineData("SELECT printf('%.2f', 2.345)", "2.35")]
    [InlineData("SELECT CAST('79.57%' AS REAL)", "79.57")]
    public void Sql_is_answered_as_analysts_write_it(string sql, string expected) => Rows(sql).Result[0, 0].Text.ShouldBe(expected);

    [Theory]
    [InlineData("SELECT City FROM cities ORDER BY City", true)]
    [InlineData("select City from cities order\n/* */ by City limit 1", true)]
    [InlineData("SELECT City FROM cities UNION SELECT Note FROM cities ORDER BY 1", true)]
    [InlineData("SELECT City FROM cities", false)]
    [InlineData("SELECT City FROM (SELECT City FROM cities ORDER BY City)", false)]
    [InlineData("SELECT rank() OVER (ORDER BY City) FROM cities", false)]
    [InlineData("SELECT ' ORDER BY ' FROM cities -- ORDER BY City", false)]
    [InlineData("SELECT City AS \"ORDER BY\" FROM cities", false)]
    public void Only_an_order_by_of_the_whole_statement_makes_the_result_ordered(string sql, bool ordered) => Rows(sql).Ordered.ShouldBe(ordered);

    [Fact]
    public void An_unknown_column_is_answered_with_the_closest_and_all_columns()
    {
        var message = Run("SELECT populaton FROM cities").ShouldBeOfType<SqlOutcome.Error>().Message;

        message.ShouldContain("No such column: populaton");
        message.ShouldContain("Closest: \"Population 2010\"");
        message.ShouldContain("Columns of \"cities\": \"City\", \"Population 2010\", \"Founded\", \"Note\".");
    }

    [Fact]
    public void An_unknown_table_or_function_is_answered_with_those_there_are()
    {
        Run("SELECT * FROM towns").ShouldBeOfType<SqlOutcome.Error>().Message.ShouldContain("The tables are \"cities\". Columns of \"cities\"");
        Run("SELECT medain(1)").ShouldBeOfType<SqlOutcome.Error>().Message.ShouldContain("Closest: median");
    }

    [Fact]
    public void A_misspelt_quoted_column_is_an_error_but_a_quoted_value_of_the_data_is_text()
    {
        Run("SELECT \"Citty\" FROM cities").ShouldBeOfType<SqlOutcome.Error>().Message.ShouldContain("Closest: \"City\"");
        Rows("SELECT count(*) FROM cities WHERE City = \"rome\"").Result[0, 0].Value.ShouldBe(1L);
        Run("SELECT \"Citty\" FROM cities WHERE City = \"Rome\"").ShouldBeOfType<SqlOutcome.Error>();
        Run("SELECT \"Rome\", \"Citty\" FROM cities").ShouldBeOfType<SqlOutcome.Error>();
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("SELECT 1; SELECT 2", "twoStatements")]
    [InlineData("PRAGMA user_version", "notAllowed")]
    [InlineData("SELECT random()", "notAllowed")]
    [InlineData("EXPLAIN SELECT 1", "notReadOnly")]
    public void What_is_not_one_select_is_rejected_by_code(string sql, string code) =>
        Run(sql).ShouldBeOfType<SqlOutcome.Rejected>().Code.ShouldBe(code);

    [Fact]
    public void Limits_on_rows_text_and_statement_length_hold()
    {
        using var narrow = SqlSandbox.Load([Cities], new SqlLimits { MaxRows = 2, MaxResultLength = 20, MaxSqlLength = 200 }, TimeProvider.System);
        SqlOutcome Narrow(string sql) => narrow.Execute(sql, TestContext.Current.CancellationToken);

        Narrow("SELECT 1 FROM cities").ShouldBeOfType<SqlOutcome.TooLarge>().Message.ShouldContain("2 rows");
        Narrow("SELECT 'a long text in each of the rows'").ShouldBeOfType<SqlOutcome.TooLarge>().Message.ShouldContain("20 characters");
        Narrow("SELECT 1 -- " + new string('x', 200)).ShouldBeOfType<SqlOutcome.Rejected>().Code.ShouldBe("tooLong");
        Narrow("SELECT 1 FROM cities LIMIT 2").ShouldBeOfType<SqlOutcome.Rows>();
    }

    [Fact]
    public void A_result_becomes_a_table_of_later_statements_and_keeps_its_values()
    {
        _sandbox.Add(Rows("SELECT City AS mixed, \"Population 2010\" / 2.0 AS half FROM cities UNION ALL SELECT 5, 6").Result.WithName("step1"));

        Rows("SELECT typeof(mixed) FROM STEP1 WHERE mixed = 5").Result[0, 0].Text.ShouldBe("integer");
        Rows("SELECT half FROM step1 JOIN cities ON mixed = City WHERE City = 'rome'").Result[0, 0].Value.ShouldBe(1_300_000.0);
        Run("DROP TABLE step1").ShouldBeOfType<SqlOutcome.Rejected>();
        Should.Throw<ArgumentException>(() => _sandbox.Add(Cities.WithName("Step1")));
    }

    [Fact]
    public void Odd_names_are_usable_when_quoted()
    {
        var odd = Given.Csv("my \"odd\" table", "a \"b\",group,rowid\n1,x,77\n");
        using var sandbox = SqlSandbox.Load([odd], new SqlLimits(), TimeProvider.System);

        sandbox.Execute("SELECT \"a \"\"b\"\"\" + rowid FROM \"my \"\"odd\"\" table\" WHERE \"group\" = 'x'", TestContext.Current.CancellationToken)
            .ShouldBeOfType<SqlOutcome.Rows>().Result[0, 0].Value.ShouldBe(78L);
    }

    [Fact]
    public void Tables_of_one_name_are_refused() =>
        Should.Throw<ArgumentException>(() => SqlSandbox.Load([Cities, Cities.WithName("CITIES")], new SqlLimits(), TimeProvider.System));

    [Fact]
    public void Text_with_a_nul_character_is_kept_whole()
    {
        using var sandbox = SqlSandbox.Load(
            [new Table("t", [new Column("x", "x", ColumnType.Text)], [new Cell("a\0b", "a\0b")])], new SqlLimits(), TimeProvider.System);

        sandbox.Execute("SELECT x FROM t", TestContext.Current.CancellationToken)
            .ShouldBeOfType<SqlOutcome.Rows>().Result[0, 0].Text
            .ShouldBe("a\0b");
    }

    public void Dispose() => _sandbox.Dispose();

    private SqlOutcome Run(string sql) => _sandbox.Execute(sql, TestContext.Current.CancellationToken);

    private SqlOutcome.Rows Rows(string sql)
    {
        var outcome = Run(sql);
        return outcome.ShouldBeOfType<SqlOutcome.Rows>($"{sql}: {outcome}");
    }
}
