using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Core.Tests.Tables;

namespace Mact.Core.Tests.Sql;

/// <summary>SQL over tables as people have them.</summary>
public sealed class RealSqlTests
{
    private const string Times = "name,m\nA,31\nB,DNF\nC,29\nD,40\nE,35\nF,33\n";

    [Theory]
    [InlineData("SELECT avg(m) FROM t", "33.6")]
    [InlineData("SELECT max(m) FROM t", "40")]
    [InlineData("SELECT name FROM t ORDER BY m DESC LIMIT 1", "D")]
    [InlineData("SELECT name FROM t ORDER BY m LIMIT 1", "C")]
    [InlineData("SELECT count(*) FROM t WHERE m > 32", "3")]
    [InlineData("SELECT m_text FROM t WHERE name = 'B'", "DNF")]
    [InlineData("SELECT name FROM t WHERE m_text = 'dnf'", "B")]
    public void A_text_in_a_number_column_poisons_no_statement(string sql, string expected) => First(Times, sql).ShouldBe(expected);

    [Theory]
    [InlineData("ägypten")]
    [InlineData("ÄGYPTEN")]
    [InlineData("a\u0308gypten")]
    public void Equality_ignores_case_and_composition_in_every_script(string key)
    {
        const string csv = "c,n\nÄgypten,1\nŁódź,2\nGroẞe Straße,3\n";
        First(csv, $"SELECT n FROM t WHERE c = '{key}'").ShouldBe("1");
        First(csv, $"SELECT n FROM t WHERE c IN ('x', '{key}')").ShouldBe("1");
        First(csv, $"SELECT n FROM t WHERE c LIKE '{key[..^3]}%'").ShouldBe("1");
        First(csv, $"SELECT n FROM t WHERE lower(c) = lower('{key}')").ShouldBe("1");
        First(csv, "SELECT n FROM t WHERE c = 'łódŹ'").ShouldBe("2");
        First(csv, "SELECT n FROM t WHERE c = 'grosse strasse'").ShouldBe("3");
    }

    [Theory]
    [InlineData("New\u00a0York")]
    [InlineData("New  York")]
    [InlineData("new york\u200b")]
    public void Keys_join_whatever_their_spaces_and_marks(string key)
    {
        using var sandbox = Sandbox(Given.Csv("a", $"city,n\n{key},1\nO’Hare – West,2\n"), Given.Csv("b", "town,m\nNew York,5\nO'Hare - West,6\n"));

        Value(sandbox, "SELECT sum(m) FROM a JOIN b ON a.city = b.town").ShouldBe("11");
    }

    [Theory]
    [InlineData("SELECT share FROM t WHERE n = 'a'", "12%")]
    [InlineData("SELECT price FROM t WHERE n = 'a'", "$1,200")]
    [InlineData("SELECT born FROM t WHERE n = 'a'", "3 May 1990")]
    [InlineData("SELECT x.price FROM (SELECT * FROM t) x WHERE x.n = 'b'", "$900")]
    [InlineData("SELECT price + 1 FROM t WHERE n = 'a'", "1201")]
    public void A_result_that_is_a_cell_shows_it_as_the_table_does(string sql, string expected) =>
        First("n,share,price,born\na,12%,\"$1,200\",3 May 1990\nb,9%,$900,4 May 1991\n", sql).ShouldBe(expected);

    [Theory]
    [InlineData("SELECT name FROM t ORDER BY g LIMIT 1", "B")]
    [InlineData("SELECT name FROM t ORDER BY g ASC, name LIMIT 1", "B")]
    [InlineData("SELECT name FROM t ORDER BY g NULLS FIRST LIMIT 1", "A")]
    [InlineData("SELECT name FROM t ORDER BY g DESC LIMIT 1", "D")]
    [InlineData("SELECT group_concat(name, '') FROM (SELECT name FROM t ORDER BY CASE WHEN g > 1 THEN g END, name)", "DABC")]
    [InlineData("SELECT name FROM (SELECT name, row_number() OVER (ORDER BY g) AS r FROM t) WHERE r = 1", "B")]
    public void Null_comes_last_in_an_order(string sql, string expected) => First("name,g\nA,\nB,1\nC,1\nD,2\n", sql).ShouldBe(expected);

    [Theory]
    [InlineData("SELECT name FROM t ORDER BY g LIMIT 1", "C")]
    [InlineData("SELECT name, g AS goals FROM t WHERE g > 0 ORDER BY goals ASC LIMIT 1", "C")]
    [InlineData("SELECT g, count(*) AS n FROM t GROUP BY g ORDER BY count(*) DESC LIMIT 2", null)]
    [InlineData("SELECT name FROM t ORDER BY g, name LIMIT 1", null)]
    [InlineData("SELECT name FROM t ORDER BY g DESC LIMIT 1", null)]
    public void A_tie_that_a_limit_cuts_is_found(string sql, string? hidden)
    {
        using var sandbox = Sandbox(Given.Csv("t", "name,g\nB,1\nC,1\nD,2\n"));

        sandbox.FindTie(sql, TestContext.Current.CancellationToken)?.Hidden.ShouldBe(hidden);
        (sandbox.FindTie(sql, TestContext.Current.CancellationToken) is null).ShouldBe(hidden is null);
    }

    [Fact]
    public void Numbers_of_different_units_are_not_compared_in_silence()
    {
        using var sandbox = Sandbox(Given.Csv("t", "x,d\na,\"1,200 km\"\nb,800 mi\nc,900 km\n"));

        sandbox.Execute("SELECT x FROM t ORDER BY num(d) DESC LIMIT 1", TestContext.Current.CancellationToken)
            .ShouldBeOfType<SqlOutcome.Error>().Message.ShouldContain("mi");
        Value(sandbox, "SELECT x FROM t WHERE d LIKE '%km' ORDER BY num(d) DESC LIMIT 1").ShouldBe("a");
    }

    private static SqlSandbox Sandbox(params Table[] tables) => SqlSandbox.Load(tables, new SqlLimits(), TimeProvider.System);

    private static string First(string csv, string sql)
    {
        using var sandbox = Sandbox(Given.Csv("t", csv));
        return Value(sandbox, sql);
    }

    private static string Value(SqlSandbox sandbox, string sql)
    {
        var outcome = sandbox.Execute(sql, TestContext.Current.CancellationToken);
        return outcome.ShouldBeOfType<SqlOutcome.Rows>($"{sql}: {outcome}").Result[0, 0].Text;
    }
}
