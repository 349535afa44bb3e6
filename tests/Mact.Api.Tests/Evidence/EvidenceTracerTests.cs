using Mact.Api.Evidence;
using Mact.Core.Sql;
using Mact.Core.Sql.Lineage;
using Mact.Core.Tables;
using RowEvidence = Mact.Client.Runs.Evidence;

namespace Mact.Api.Tests.Evidence;

public sealed class EvidenceTracerTests
{
    private static readonly Table Cities = ((TableReading.Success)TableBuilder.Build(
        "cities",
        ["city", "country", "visitors"],
        [["Lisbon", "Portugal", "41"], ["Porto", "Portugal", "31"], ["Faro", "Portugal", "9"], ["Madrid", "Spain", "53"]],
        new TableLimits())).Table;

    [Fact]
    public void A_result_of_several_steps_is_traced_back_to_the_source()
    {
        var run = Run(
            "SELECT MAX(total) FROM step2",
            Step(1, "SELECT * FROM cities WHERE visitors > 10"),
            Step(2, "SELECT country, SUM(visitors) AS total FROM step1 GROUP BY country"));

        var traced = Trace(EvidenceProgram.Of(run).ShouldNotBeNull()).ShouldBeOfType<RowEvidence.Traced>();

        traced.IsPerRow.ShouldBeFalse();
        traced.Of("cities").ShouldNotBeNull().Rows.ShouldBe([1, 2, 4], ignoreOrder: true);
    }

    [Fact]
    public void A_calculated_step_is_put_in_as_it_was_recorded()
    {
        var calculated = Records(2, sql: null, new("h", ["value"], [["40"]], 1, [0]), "calculator");
        var run = Run("SELECT city FROM cities, step2 WHERE visitors > value", [.. calculated]);

        var program = EvidenceProgram.Of(run).ShouldNotBeNull();

        program.Sql.ShouldBe("WITH step2 AS (\nSELECT 40 AS \"value\"\n)\nSELECT city FROM cities, step2 WHERE visitors > value");
        Trace(program).ShouldBeOfType<RowEvidence.Traced>().Of("cities").ShouldNotBeNull().Rows.ShouldBe([1, 4], ignoreOrder: true);
    }

    [Fact]
    public void A_calculated_text_cannot_leave_its_quotes()
    {
        var calculated = Records(2, sql: null, new("h", ["a\"b"], [["x' UNION SELECT 1 --"], [null]], 2, [0]), "lookup");

        EvidenceProgram.Of(Run("SELECT * FROM step2", [.. calculated])).ShouldNotBeNull().Sql
            .ShouldStartWith("WITH step2 AS (\nSELECT 'x'' UNION SELECT 1 --' AS \"a\"\"b\"\nUNION ALL SELECT NULL AS \"a\"\"b\"\n)");
    }

    [Fact]
    public void A_program_that_no_longer_gives_what_was_recorded_is_not_traced()
    {
        var run = Run("SELECT SUM(visitors) FROM step1", Step(1, "SELECT * FROM cities WHERE country = 'Spain'"));
        var recorded = new ResultGroup("h", ["SUM(visitors)"], [["54"]], 1, [0]);

        var program = EvidenceProgram.Of(run).ShouldNotBeNull() with { Recorded = recorded };

        Trace(program).ShouldBeOfType<RowEvidence.Untraced>().Gap.ShouldBe(EvidenceGap.RecordDiffers);
        Trace(program with { Recorded = recorded with { Rows = [["53"]] } }).ShouldBeOfType<RowEvidence.Traced>();
    }

    [Fact]
    public void A_run_without_a_program_has_none() => EvidenceProgram.Of([new Accepted(Question)]).ShouldBeNull();

    [Theory]
    [InlineData("1,2", "1,2", true)]
    [InlineData("2,1", "1,2", true)]
    [InlineData("1,2", "1,3", false)]
    [InlineData("1,1", "1,2", false)]
    public void Results_are_the_same_in_any_order_and_never_with_another_row(string own, string found, bool same)
    {
        var traced = new RowLineage.Traced("", [new("cities", ["city"], 0)], 1, IsPerRow: true);

        var evidence = EvidenceTracer.Compare(traced, Result(own.Split(',')), WithPositions(found.Split(','), "1"), recorded: null, Tables);

        (evidence is RowEvidence.Traced).ShouldBe(same);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("5")]
    [InlineData("-1")]
    [InlineData("1;2")]
    [InlineData("x")]
    [InlineData("99999999999")]
    public void A_position_that_is_none_is_not_marked(string position)
    {
        var traced = new RowLineage.Traced("", [new("cities", ["city"], 0)], 1, IsPerRow: true);

        EvidenceTracer.Compare(traced, Result(["a"]), WithPositions(["a"], position), recorded: null, Tables).ShouldBeOfType<RowEvidence.Untraced>();
    }

    [Fact]
    public void A_cell_cannot_look_like_two() => EvidenceTracer.Compare(
            new RowLineage.Traced("", [], 0, IsPerRow: true),
            new(["a", "b"], [["x1:y", null]], 1, 1, Ordered: false),
            new(["a", "b"], [["x", "y-"]], 1, 1, Ordered: false),
            recorded: null,
            Tables)
        .ShouldBeOfType<RowEvidence.Untraced>();

    [Theory]
    [InlineData("0.333333333333", "0.3333333333333333", true)]
    [InlineData("1234567.8", "1234567.81", false)]
    [InlineData("long te…", "long text", true)]
    [InlineData("long te…", "short", false)]
    [InlineData(null, "", false)]
    [InlineData("", null, false)]
    public void Recorded_values_are_compared_as_they_were_kept(string? recorded, string? cell, bool same) =>
        ResultEquality.IsAsRecorded(new(["a"], [[cell]], 1, 1, Ordered: false), new("h", ["a"], [[recorded]], 1, [0])).ShouldBe(same);

    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Question Question = new("q", "Which?", [new("t-cities", "cities")], [], new QuestionOptions(), At, "client");

    private static IReadOnlyList<Table> Tables => [Cities];

    private static QueryResult Result(IReadOnlyList<string> values) =>
        new(["a"], [.. values.Select(static value => new[] { value })], values.Count, 1, Ordered: false);

    private static QueryResult WithPositions(IReadOnlyList<string> values, string position) =>
        new(["a", "p"], [.. values.Select(value => new[] { value, position })], values.Count, 1, Ordered: false);

    private static RowEvidence Trace(EvidenceProgram program)
    {
        var traced = RowLineage.Of(program.Sql, [Cities]).ShouldBeOfType<RowLineage.Traced>();
        return EvidenceTracer.Compare(traced, Execute(program.Sql), Execute(traced.Sql), program.Recorded, Tables);
    }

    private static QueryResult Execute(string sql)
    {
        using var sandbox = SqlSandbox.Load([Cities], new SqlLimits(), TimeProvider.System);
        var result = sandbox.Execute(sql, TestContext.Current.CancellationToken).ShouldBeOfType<SqlOutcome.Rows>().Result;
        return new(
            [.. result.Columns.Select(static column => column.Name)],
            [
                .. Enumerable.Range(0, result.RowCount).Select(
                    row => Enumerable.Range(0, result.Columns.Count).Select(column => (string?)result[row, column].Text).ToList()),
            ],
            result.RowCount,
            1,
            Ordered: false);
    }

    private static List<RunRecord> Run(string answer, params RunRecord[] steps) =>
    [
        new Accepted(Question) { Key = "accepted", At = At },
        .. steps,
        new Finished(new Outcome.Answered(["x"], AnsweredBy.Finish, new(1, 1, 1, Executed: true)) { Sql = answer }) { Key = "finished", At = At },
    ];

    private static List<RunRecord> Run(string answer, params RunRecord[][] steps) => Run(answer, [.. steps.SelectMany(static step => step)]);

    private static RunRecord[] Step(int number, string sql) => Records(number, sql, new("h" + number, ["a"], [["1"]], 1, [0]), "sql");

    private static RunRecord[] Records(int number, string? sql, ResultGroup result, string tool) =>
    [
        new ToolResult(number, tool, 1, [new(0, sql ?? "1 + 1", ToolSampleStatus.Ok, 0, null, 1)], [result])
        {
            Key = $"{number}/tool", At = At, StartedAt = At, DurationMs = 1,
        },
        new Observed(
            number,
            "x",
            Verified: true,
            new(1, 1, number, Executed: true),
            [new("x", 1, [0], [])],
            $"step{number}",
            sql) { Key = $"{number}/observed", At = At },
    ];
}
