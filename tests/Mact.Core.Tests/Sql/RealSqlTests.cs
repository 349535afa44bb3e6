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
    [InlineData("tab\tbed", "tab bed")]
    [InlineData("ｶﾀｶﾅ", "カタカナ")]
    [InlineData("ＡＢＣ", "abc")]
    [InlineData("\ufb01nland", "finland")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("Σίσυφος", "ΣΊΣΥΦΟΣ")]
    [InlineData("“Q” – Don‘t", "\"Q\" - Don't")]
    [InlineData("soft\u00adhyphen", "softhyphen")]
    public void Other_spellings_of_a_key_are_the_key(string key, string other)
    {
        using var sandbox = Sandbox(Given.Csv("t", $"k,n\n\"{key.Replace("\"", "\"\"", StringComparison.Ordinal)}\",1\n"));
        var literal = other.Replace("'", "''", StringComparison.Ordinal);

        Value(sandbox, $"SELECT count(*) FROM t WHERE k = '{literal}' AND k IN ('x', '{literal}') AND k LIKE '{literal}'").ShouldBe("1");
        Value(sandbox, $"SELECT count(*) FROM t WHERE k = '{literal}x'").ShouldBe("0");
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

    [Theory]
    [InlineData("SELECT name FROM t WHERE m = 'DNF'", "B")]
    [InlineData("SELECT name FROM t WHERE m LIKE 'd%'", "B")]
    [InlineData("SELECT count(*) FROM t WHERE m <> 'DNF'", "5")]
    [InlineData("SELECT count(*) FROM t WHERE m IN ('DNF', '31')", "2")]
    [InlineData("SELECT m FROM t WHERE name = 'B'", "DNF")]
    [InlineData("SELECT x.m AS result FROM t x WHERE x.name = 'B'", "DNF")]
    public void A_cell_that_is_no_number_is_found_and_shown_by_its_text(string sql, string expected) => First(Times, sql).ShouldBe(expected);

    [Theory]
    [InlineData("SELECT n FROM t WHERE born = '3 May 1990'", "a")]
    [InlineData("SELECT n FROM t WHERE born = 'May 3, 1990'", "a")]
    [InlineData("SELECT n FROM t WHERE lower(born) = '3 may 1990'", "a")]
    [InlineData("SELECT n FROM t WHERE born > '4 May 1990'", "b")]
    [InlineData("SELECT n FROM t WHERE born IN ('4 May 1991', 'x')", "b")]
    [InlineData("SELECT n FROM t WHERE born BETWEEN '1 Jan 1991' AND '31 Dec 1991'", "b")]
    [InlineData("SELECT n FROM t WHERE born LIKE '%May 1990'", "a")]
    [InlineData("SELECT n FROM t WHERE born LIKE '1991-%'", "b")]
    [InlineData("SELECT n FROM t WHERE born = '1991-05-04'", "b")]
    [InlineData("SELECT n FROM t WHERE share = '12%'", "a")]
    [InlineData("SELECT n FROM t WHERE price = '$1,200'", "a")]
    [InlineData("SELECT n FROM t WHERE price < '$1,000'", "b")]
    [InlineData("SELECT n FROM t WHERE price LIKE '$9%'", "b")]
    [InlineData("SELECT max(price) FROM t", "$1,200")]
    [InlineData("SELECT min(born) FROM t", "3 May 1990")]
    public void A_statement_may_name_a_cell_as_it_is_shown(string sql, string expected) =>
        First("n,share,price,born\na,12%,\"$1,200\",3 May 1990\nb,9%,$900,4 May 1991\n", sql).ShouldBe(expected);

    [Fact]
    public void A_result_with_a_text_among_numbers_poisons_no_later_step()
    {
        using var sandbox = Sandbox(Given.Csv("t", Times));
        var step = sandbox.Execute("SELECT name, m FROM t", TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rows>().Result;

        sandbox.Add(step.WithName("step1"));

        Value(sandbox, "SELECT max(m) FROM step1").ShouldBe("40");
        Value(sandbox, "SELECT m FROM step1 WHERE name = 'B'").ShouldBe("DNF");
    }

    [Theory]
    [InlineData("1억2천만원", "120000000")]
    [InlineData("12만 5천", "125000")]
    [InlineData("1万2千円", "12000")]
    [InlineData("三百", "300")]
    [InlineData("１２３", "123")]
    [InlineData("١٢٣", "123")]
    [InlineData("1½", "1.5")]
    [InlineData("1_000", "1000")]
    [InlineData("1.2e3 km", "1200")]
    [InlineData("£1.5m", "1500000")]
    [InlineData("3 tys.", "3000")]
    [InlineData("2 тыс. руб.", "2000")]
    [InlineData("2.800.000[3]", "2800000")]
    [InlineData("3/4", "")]
    [InlineData("2:30", "")]
    [InlineData("0x1F", "")]
    [InlineData("1.2.3", "")]
    public void A_number_is_read_whole_or_not_at_all(string text, string expected) =>
        First("a\n1\n", $"SELECT num('{text}') FROM t").ShouldBe(expected);

    [Theory]
    [InlineData("1.2 kg,800 g")]
    [InlineData("90 min,2 hours")]
    [InlineData("20 °C,50 °F")]
    [InlineData("$20,€50")]
    [InlineData("20 USD,50 EUR")]
    [InlineData("1.2m,900k")]
    [InlineData("100 ms,2 s")]
    [InlineData("80 km/h,60 mph")]
    public void Other_units_are_not_compared_in_silence_either(string texts)
    {
        using var sandbox = Sandbox(Given.Csv("t", "s\n" + texts.Replace(',', '\n')));

        sandbox.Execute("SELECT s FROM t ORDER BY num(s) DESC LIMIT 1", TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Error>();
    }

    [Fact]
    public void Spellings_of_one_unit_do_compare()
    {
        using var sandbox = Sandbox(Given.Csv("t", "s\n2 miles\n3 mi\n1 mile\n"));

        Value(sandbox, "SELECT s FROM t ORDER BY num(s) DESC LIMIT 1").ShouldBe("3 mi");
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
