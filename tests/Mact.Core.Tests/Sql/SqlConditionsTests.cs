using Mact.Core.Sql;

namespace Mact.Core.Tests.Sql;

public sealed class SqlConditionsTests
{
    [Theory]
    [InlineData("SELECT \"Year\" FROM t WHERE \"Cup\" != '1st'", "select year\n from t where cup <> '1st';", true)]
    [InlineData("SELECT a FROM t WHERE a == 1 -- why", "SELECT [a] FROM `t` WHERE a=1", true)]
    [InlineData("SELECT count(*) FROM t", "SELECT count(a) FROM t", false)]
    [InlineData("SELECT a FROM t WHERE a <= 1", "SELECT a FROM t WHERE a >= 1", false)]
    [InlineData("SELECT a FROM t WHERE a = '1 2'", "SELECT a FROM t WHERE a = '12'", false)]
    public void One_program_in_two_spellings_is_one_program(string one, string other, bool same) =>
        (SqlConditions.InOneSpelling(one) == SqlConditions.InOneSpelling(other)).ShouldBe(same);

    [Fact]
    public void Texts_are_found_with_the_column_that_they_are_compared_with() =>
        SqlConditions.ComparedTexts("SELECT printf('%d', 1) FROM t WHERE \"Nation\" = 'a;1' AND lower(Name) LIKE '%b%' AND kind NOT IN ('c', 'd''s')")
            .Select(text => (text.Column, text.Text, text.IsPattern))
            .ShouldBe([("Nation", "a;1", false), ("Name", "%b%", true), ("kind", "c", false), ("kind", "d's", false)]);

    [Fact]
    public void Each_condition_is_counted_with_those_before_it() =>
        SqlConditions.Conditions("SELECT a FROM t JOIN u ON t.x = u.x WHERE b BETWEEN 1 AND 2 AND (c = 1 OR d = 2) AND e = 'and' ORDER BY a")
            .ShouldBe(
            [
                new("b BETWEEN 1 AND 2", "SELECT COUNT(*) FROM t JOIN u ON t.x = u.x WHERE (b BETWEEN 1 AND 2)"),
                new("(c = 1 OR d = 2)", "SELECT COUNT(*) FROM t JOIN u ON t.x = u.x WHERE (b BETWEEN 1 AND 2) AND ((c = 1 OR d = 2))"),
                new("e = 'and'", "SELECT COUNT(*) FROM t JOIN u ON t.x = u.x WHERE (b BETWEEN 1 AND 2) AND ((c = 1 OR d = 2)) AND (e = 'and')"),
            ]);

    [Theory]
    [InlineData("WITH x AS (SELECT 1) SELECT * FROM x WHERE 1")]
    [InlineData("SELECT 1 UNION SELECT 2")]
    [InlineData("SELECT 1")]
    [InlineData("")]
    public void Of_other_forms_nothing_is_said(string sql) => SqlConditions.Conditions(sql).ShouldBeEmpty();

    [Fact]
    public void Conditions_with_OR_are_one() =>
        SqlConditions.Conditions("SELECT a FROM t WHERE b = 1 OR c = 2").ShouldHaveSingleItem().Condition.ShouldBe("b = 1 OR c = 2");
}
