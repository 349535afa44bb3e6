using CsCheck;
using Mact.Core.Sql;
using Mact.Core.Tests.Tables;
using SQLitePCL;

namespace Mact.Core.Tests.Sql;

public sealed class SqlFunctionsTests : IDisposable
{
    private readonly SqlSandbox _sandbox = SqlSandbox.Load([Given.Csv("t", "x,s\n1,a\n2,b\n4,c\n9,DNF\n,e\n")], new SqlLimits(), TimeProvider.System);

    [Theory]
    [InlineData("'abc' REGEXP '^a.c$'", "1")]
    [InlineData("'ABC' REGEXP 'abc'", "0")]
    [InlineData("'ABC' REGEXP '(?i)abc'", "1")]
    [InlineData("regexp('b', NULL)", "")]
    [InlineData("regexp_extract('won 3-1 at home', '(\\d+)-\\d+')", "3")]
    [InlineData("regexp_extract('none', '\\d+')", "")]
    [InlineData("num('1,568.6 km')", "1568.6")]
    [InlineData("num('12 feet') + num('3 ft')", "15")]
    [InlineData("num('(3.1)')", "-3.1")]
    [InlineData("typeof(num('7 wins'))", "integer")]
    [InlineData("num('none')", "")]
    [InlineData("num('1.234,50')", "1234.5")]
    [InlineData("num('1.2.3')", "")]
    [InlineData("num('1.2M')", "1200000")]
    [InlineData("num('1.2 GB') > num('900 MB')", "1")]
    [InlineData("seconds('1:23:45.6')", "5025.6")]
    [InlineData("seconds('DNF')", "")]
    [InlineData("year('2024-03-01 14:30')", "2024")]
    [InlineData("month('25/12/2026 01:00:00')", "12")]
    [InlineData("day('25/12/2026 01:00:00')", "25")]
    [InlineData("isodate('2024-03-01 14:30')", "2024-03-01 14:30:00")]
    [InlineData("lower('ÄGYPTEN ŁÓDŹ')", "ägypten łódź")]
    [InlineData("json_extract('{\"a\":[1,2]}', '$.a[1]')", "2")]
    [InlineData("'Łódź' LIKE 'łÓD%'", "1")]
    [InlineData("num(5)", "5")]
    [InlineData("year('12 March 2001')", "2001")]
    [InlineData("year('1995–96')", "1995")]
    [InlineData("year('3/4/2001')", "2001")]
    [InlineData("year(1987)", "1987")]
    [InlineData("year('12345')", "")]
    [InlineData("month('12 March 2001')", "3")]
    [InlineData("month('Sept. 1999')", "9")]
    [InlineData("day('March 12, 2001')", "12")]
    [InlineData("isodate('12 March 2001')", "2001-03-12")]
    [InlineData("isodate('3/4/2001')", "")]
    [InlineData("date('2001-03-12', '+1 day')", "2001-03-13")]
    [InlineData("norm('  Śląsk  “ÉTÉ” – 2 ')", "slask \"ete\" - 2")]
    [InlineData("words('It''s a well-known fact.')", "4")]
    [InlineData("edit_distance('kitten', 'sitting')", "3")]
    public void A_function_gives_what_its_documentation_says(string expression, string expected) => Value($"SELECT {expression}").ShouldBe(expected);

    [Theory]
    [InlineData("median(x)", "3")]
    [InlineData("percentile(x, 25)", "1.75")]
    [InlineData("percentile(x, 100)", "9")]
    [InlineData("round(variance(x), 4)", "12.6667")]
    [InlineData("round(stddev(x), 4)", "3.559")]
    [InlineData("median(s)", "")]
    public void An_aggregate_leaves_out_null_and_text(string expression, string expected) => Value($"SELECT {expression} FROM t").ShouldBe(expected);

    [Fact]
    public void Every_documented_function_is_there_and_allowed()
    {
        foreach (var function in SqlFunctions.Documentation)
        {
            SqlFunctions.IsAllowed(function.Name).ShouldBeTrue();
            var calls = new[] { "", ", 'a'" }.Select(
                more => _sandbox.Execute($"SELECT {function.Name}('1'{more}) FROM t", TestContext.Current.CancellationToken));
            calls.ShouldContain(
                outcome => outcome is SqlOutcome.Rows || (function.Name == "percentile" && outcome is SqlOutcome.Error), function.Name);
        }
    }

    [Fact]
    public void A_wrong_use_is_an_error_in_words()
    {
        Error("SELECT percentile(x, 101) FROM t").ShouldContain("0 to 100");
        Error("SELECT 'x' REGEXP '['").ShouldContain("regexp");
    }

    /// <summary>The replaced functions must give what SQLite's own give.</summary>
    [Theory]
    [InlineData("like({0}, {1})")]
    [InlineData("glob({0}, {1})")]
    [InlineData("instr({0}, {1})")]
    [InlineData("replace({0}, {1}, 'é')")]
    [InlineData("trim({0}, {1})")]
    [InlineData("ltrim({0}, {1})")]
    [InlineData("rtrim({0}, {1})")]
    [InlineData("({1} LIKE {0} ESCAPE 'b')")]
    public void The_bounded_text_functions_agree_with_those_of_sqlite(string call)
    {
        Batteries_V2.Init();
        raw.sqlite3_open(":memory:", out var plain);
        using (plain)
        {
            var text = Given.AnyOf(
                'a', 'A', 'b', '%', '_', '*', '?', '[', ']', '^', '-', 'é', '1', '€').Array[0, 7].Select(c => "'" + new string(c) + "'");
            Gen.Select(text, text).Sample(
                (left, right) =>
                {
                    var sql = "SELECT " + string.Format(call, left, right);
                    Value(sql).ShouldBe(PlainValue(plain, sql), sql);
                },
                threads: 1);
        }
    }

    public void Dispose() => _sandbox.Dispose();

    private static string PlainValue(sqlite3 database, string sql)
    {
        raw.sqlite3_prepare_v2(database, sql, out var statement).ShouldBe(raw.SQLITE_OK);
        using (statement)
        {
            raw.sqlite3_step(statement);
            return raw.sqlite3_column_text(statement, 0).utf8_to_string() ?? string.Empty;
        }
    }

    private string Value(string sql)
    {
        var outcome = _sandbox.Execute(sql, TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<SqlOutcome.Rows>($"{sql}: {outcome}").Result[0, 0].Text;
    }

    private string Error(string sql) => _sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Error>().Message;
}
