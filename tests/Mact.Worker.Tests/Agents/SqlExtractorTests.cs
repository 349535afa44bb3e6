using CsCheck;
using Mact.Worker.Agents.Sql;

namespace Mact.Worker.Tests.Agents;

public sealed class SqlExtractorTests
{
    [Theory]
    [InlineData("```sql\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```SELECT 1```", "SELECT 1")]
    [InlineData("First\n```sql\nSELECT 1\n```\nBetter:\n```sql\nSELECT 2\n```\nDone.", "SELECT 2")]
    [InlineData("```sql\nSELECT 1\n```\nThe output:\n```\n| 1 |\n```", "SELECT 1")]
    [InlineData("```sql\nSELECT 1\n```\nor\n```sql\nSELECT 2 FROM", "SELECT 1")]
    [InlineData("```sql\nSELECT 2\nFROM t", "SELECT 2\nFROM t")]
    [InlineData("SELECT 1;", "SELECT 1;")]
    [InlineData("Here it is:\nSELECT a\nFROM t", "SELECT a\nFROM t")]
    [InlineData("```sql\n-- the sum\nSELECT SUM(a) FROM t\n```", "-- the sum\nSELECT SUM(a) FROM t")]
    [InlineData("```sql\nWITH x AS (SELECT 1) SELECT * FROM x\n```", "WITH x AS (SELECT 1) SELECT * FROM x")]
    [InlineData("<think>```sql\nSELECT 9\n```</think>```sql\nSELECT 1\n```", "SELECT 1")]
    public void The_last_complete_program_is_taken_as_it_is_written(string reply, string code) => SqlExtractor.Extract(reply).ShouldBe(code);

    [Theory]
    [InlineData("")]
    [InlineData("I cannot do that.")]
    [InlineData("```sql\nDROP TABLE t\n```")]
    [InlineData("With the table we see that it is 4.")]
    [InlineData("<think>SELECT 1")]
    public void Where_there_is_no_program_none_is_made_up(string reply) => SqlExtractor.Extract(reply).ShouldBeNull();

    [Fact]
    public void Any_text_is_read_without_an_exception() =>
        Gen.OneOf("```", "sql", "\n", "SELECT 1", "WITH ", "<think>", "</think>", "--", ";").Array[0, 40].Select(string.Concat)
            .Sample(text => Should.NotThrow(() => SqlExtractor.Extract(text)));
}
