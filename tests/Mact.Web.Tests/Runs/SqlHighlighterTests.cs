using CsCheck;

namespace Mact.Web.Tests.Runs;

public sealed class SqlHighlighterTests
{
    [Fact]
    public void No_character_is_lost_or_changed_whatever_the_text_is() =>
        Gen.String[Gen.Char["abs SELECTfrom'\"`[]--/**/\n09._(;)é<>&"], 0, 60].Sample(
            static sql => string.Concat(SqlHighlighter.Tokens(sql).Select(static token => token.Text)) == sql);

    [Theory]
    [InlineData("select", "keyword")]
    [InlineData("'it''s'", "string")]
    [InlineData("\"a \"\" b\"", "name")]
    [InlineData("[odd name]", "name")]
    [InlineData("12.5", "number")]
    [InlineData("-- why\n", "comment")]
    [InlineData("/* why */", "comment")]
    [InlineData("'never closed", "string")]
    public void Kinds_are_told_apart(string sql, string kind)
    {
        var first = SqlHighlighter.Tokens(sql)[0];

        first.Kind.ShouldBe(kind);
        first.Text.ShouldBe(sql.TrimEnd('\n'));
    }

    [Fact]
    public void A_name_before_a_bracket_is_a_function_and_others_are_plain()
    {
        var tokens = SqlHighlighter.Tokens("count(x)");

        tokens[0].ShouldBe(new SqlToken("count", "function"));
        tokens[1].ShouldBe(new SqlToken("(x)", ""));
    }
}
