using CsCheck;
using Mact.Worker.Agents.Programs;

namespace Mact.Worker.Tests.Agents;

public sealed class SqlExtractorTests
{
    [Theory]
    [InlineData("```sql\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```SELECT 1```", "SELECT 1")]
    [InlineData("```\nsql\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```sql\nSELECT a FROM t WHERE b = '```'\n```", "SELECT a FROM t WHERE b = '```'")]
    [InlineData("```sql\nSELECT it's\n```\n```sql\nSELECT 1\n```", "SELECT 1")]
    [InlineData("<code>SELECT 1</code>", "SELECT 1")]
    [InlineData("<query>\nSELECT 1\n</query>", "SELECT 1")]
    [InlineData("{\"result\": {\"sql\": \"SELECT 1\"}}", "SELECT 1")]
    [InlineData("1. SELECT a FROM t", "SELECT a FROM t")]
    [InlineData("> SELECT a FROM t", "SELECT a FROM t")]
    [InlineData("- SELECT a FROM t", "SELECT a FROM t")]
    [InlineData("Final SQL query: SELECT a FROM t", "SELECT a FROM t")]
    [InlineData("The SQL is SELECT a FROM t", "SELECT a FROM t")]
    [InlineData("\"SELECT a FROM t\"", "SELECT a FROM t")]
    [InlineData("First\n```sql\nSELECT 1\n```\nBetter:\n```sql\nSELECT 2\n```\nDone.", "SELECT 2")]
    [InlineData("```sql\nSELECT 1\n```\nThe output:\n```\n| 1 |\n```", "SELECT 1")]
    [InlineData("```sql\nSELECT 1\n```\nor\n```sql\nSELECT 2 FROM", "SELECT 1")]
    [InlineData("```sql\nSELECT 2\nFROM t", "SELECT 2\nFROM t")]
    [InlineData("SELECT 1;", "SELECT 1;")]
    [InlineData("Here it is:\nSELECT a\nFROM t", "SELECT a\nFROM t")]
    [InlineData("```sql\n-- the sum\nSELECT SUM(a) FROM t\n```", "-- the sum\nSELECT SUM(a) FROM t")]
    [InlineData(
        "```sql\nWITH -- the best\n\"x y\"(a, b) AS MATERIALIZED (SELECT 1, 2) SELECT * FROM \"x y\"\n```",
        "WITH -- the best\n\"x y\"(a, b) AS MATERIALIZED (SELECT 1, 2) SELECT * FROM \"x y\"")]
    [InlineData(
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT 3) SELECT * FROM r",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT 3) SELECT * FROM r")]
    [InlineData("Here:\n-- the sum\n\nSELECT SUM(a) FROM t", "-- the sum\n\nSELECT SUM(a) FROM t")]
    [InlineData("With the table:\nWITH x AS (SELECT 1) SELECT * FROM x", "WITH x AS (SELECT 1) SELECT * FROM x")]
    [InlineData("```sql\nWITH x AS (SELECT 1) SELECT * FROM x\n```", "WITH x AS (SELECT 1) SELECT * FROM x")]
    [InlineData("<think>```sql\nSELECT 9\n```</think>```sql\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```sql SELECT 1```", "SELECT 1")]
    [InlineData("```sqlite SELECT 1 ```", "SELECT 1")]
    [InlineData("SQLQuery: SELECT 1", "SELECT 1")]
    [InlineData("**SQL:** SELECT 1", "SELECT 1")]
    [InlineData("SQL Query:\nSELECT 1", "SELECT 1")]
    [InlineData("'''sql\nSELECT 1\n'''", "SELECT 1")]
    [InlineData("~~~sql\nSELECT 1\n~~~", "SELECT 1")]
    [InlineData("<sql>SELECT 1</sql>", "SELECT 1")]
    [InlineData("[SQL]\nSELECT 1\n[/SQL]", "SELECT 1")]
    [InlineData("The query is `SELECT a FROM t`.", "SELECT a FROM t")]
    [InlineData("{\"thought\": \"x\", \"sql\": \"SELECT a FROM t\"}", "SELECT a FROM t")]
    [InlineData("```json\n{\"query\": \"SELECT a FROM t\"}\n```", "SELECT a FROM t")]
    [InlineData("SELECT v FROM t WHERE id = 'a;1'", "SELECT v FROM t WHERE id = 'a;1'")]
    [InlineData("SELECT v FROM t WHERE id = 'a;1'; It reads the value; that's all.", "SELECT v FROM t WHERE id = 'a;1';")]
    [InlineData("```sql\nSELECT v FROM t; -- the value\n```", "SELECT v FROM t;")]
    [InlineData("SELECT v\nFROM t\n\nThis reads the value; nothing else.", "SELECT v\nFROM t")]
    [InlineData("SELECT 1; SELECT 2", "SELECT 1; SELECT 2")]
    [InlineData("```SQL\nSELECT 1;\n```", "SELECT 1;")]
    [InlineData("```sqlite3\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```postgresql\nSELECT 1\n```", "SELECT 1")]
    [InlineData("```mysql\nSELECT 1\n```", "SELECT 1")]
    [InlineData("~~~\nSELECT 1\n~~~", "SELECT 1")]
    [InlineData("<SQL>SELECT 1</SQL>", "SELECT 1")]
    [InlineData("[SQL] SELECT 1 [/SQL]", "SELECT 1")]
    [InlineData("[SQL] SELECT 1", "SELECT 1")]
    [InlineData("``SELECT 1``", "SELECT 1")]
    [InlineData("{\"SQL\": \"SELECT 1\"}", "SELECT 1")]
    [InlineData("{\"sql_query\": \"SELECT a\\nFROM t\"}", "SELECT a\nFROM t")]
    [InlineData("[{\"sql\": \"SELECT 1\"}]", "SELECT 1")]
    [InlineData("Query: `SELECT 1`", "SELECT 1")]
    [InlineData("SQL> SELECT 1", "SELECT 1")]
    [InlineData("Here's the query: SELECT 1", "SELECT 1")]
    [InlineData("Here is your SQL query:\nSELECT a FROM t", "SELECT a FROM t")]
    [InlineData("SELECT 1;\n\nExplanation: it's one; no more.", "SELECT 1;")]
    [InlineData("```sql\nSELECT v FROM t WHERE id = ';'; Note that ';' is a text.\n```", "SELECT v FROM t WHERE id = ';';")]
    [InlineData("SELECT v FROM t WHERE id = 'a''b;c'; done", "SELECT v FROM t WHERE id = 'a''b;c';")]
    [InlineData("SELECT \"a;b\" FROM t; that is all", "SELECT \"a;b\" FROM t;")]
    [InlineData("SELECT 1; DROP TABLE t", "SELECT 1; DROP TABLE t")]
    [InlineData("SELECT '''a''' FROM t", "SELECT '''a''' FROM t")]
    public void The_last_complete_program_is_taken_as_it_is_written(string reply, string code) => SqlExtractor.Extract(reply).ShouldBe(code);

    [Theory]
    [InlineData("")]
    [InlineData("I cannot do that.")]
    [InlineData("```sql\nDROP TABLE t\n```")]
    [InlineData("With the table we see that it is 4.")]
    [InlineData("With the table (see above) we select 4.")]
    [InlineData("<think>SELECT 1")]
    public void Where_there_is_no_program_none_is_made_up(string reply) => SqlExtractor.Extract(reply).ShouldBeNull();

    [Theory]
    [InlineData("--\n")]
    [InlineData("\n")]
    [InlineData("with\n")]
    [InlineData("WITH x\n--\n")]
    [InlineData("with x (")]
    [InlineData("with x (\n")]
    [InlineData("with \"")]
    [InlineData("((((\n")]
    [InlineData("```")]
    [InlineData("```\n--\n")]
    [InlineData("select")]
    public async Task Megabytes_of_one_thing_are_read_in_linear_time(string unit)
    {
        var reply = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));

        // Quadratic time would be minutes; the bound only keeps that from hanging the tests.
        var code = await Task.Run(
            () => SqlExtractor.Extract(reply),
            TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        code.ShouldBeNull();
    }

    [Fact]
    public void Any_text_is_read_without_an_exception() =>
        Gen.OneOf("```", "sql", "\n", "SELECT 1", "WITH ", "<think>", "</think>", "--", ";").Array[0, 40].Select(string.Concat)
            .Sample(text => Should.NotThrow(() => SqlExtractor.Extract(text)));
}
