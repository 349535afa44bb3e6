using System.Text;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Reporting;

namespace Mact.Evaluation.Tests;

/// <summary>From the text of a data set to the report: every row ends in exactly one result, and the figures add up.</summary>
public sealed class PipelineTests
{
    private const int Many = 10_000;

    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_row_of_ten_thousand_has_one_result_and_gold_answers_are_all_right()
    {
        var rows = DataSetReader.Read(Text(Many), new("many.jsonl"));

        var results = rows.Select(static row => Judge(row, row)).ToList();
        var report = ReportBuilder.Build("agent", results);

        results.Select(static result => result.Key).Distinct().Count().ShouldBe(Many);
        (report.Accuracy, report.BadRows).ShouldBe((new(Many, Many), 0));
        CsvReport.Write(results).Count(static c => c == '\n').ShouldBe(Many + 1);
        PairedComparison.Of(results, results).Both.ShouldBe(Many);
    }

    [Fact]
    public void Answers_of_the_next_item_are_nearly_all_wrong()
    {
        var rows = DataSetReader.Read(Text(Many), new("many.jsonl"));

        var right = rows.Zip([.. rows.Skip(1), rows[0]]).Count(static pair => Judge(pair.First, pair.Second).Correct);

        (right / (double)Many).ShouldBeLessThanOrEqualTo(0.10);
    }

    [Fact]
    public void A_broken_line_and_a_duplicate_id_are_bad_rows_and_an_empty_table_is_asked()
    {
        const string empty = """{"id":"empty","question":"How many?","tables":[{"name":"t","columns":["City"],"rows":[]}],"answer":["0"]}""";
        var lines = Text(2).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = DataSetReader.Read(string.Join('\n', [lines[0], "{broken", lines[0], empty, lines[1]]), new("mixed.jsonl"));

        var results = rows.Select(static row => Judge(row, row)).ToList();
        var check = DataSetReader.Check(DataSetFormat.Mact, rows);

        results.Select(static result => result.Verdict).ShouldBe(
            [ItemVerdict.Right, ItemVerdict.BadRow, ItemVerdict.BadRow, ItemVerdict.Right, ItemVerdict.Right]);
        (check.Rows, check.Usable, check.BadCount).ShouldBe((5, 3, 2));
        check.Bad.Select(static bad => bad.Number).ShouldBe([2, 3]);
        check.Bad[1].Reason.ShouldBe("The id 'i0' occurs in row 1 already.");
        check.Samples.Select(static sample => sample.Number).ShouldBe([1, 4, 5]);
    }

    [Fact]
    public void Items_of_different_data_sets_are_not_paired_by_their_numbers()
    {
        var first = DataSetReader.Read(Text(2), new("a.jsonl")).Select(static row => Judge(row, row)).ToList();
        var second = first.Select(static result => result with { Question = "Another?" }).ToList();

        PairedComparison.Of(first, second).Unpaired.ShouldBe(4);
    }

    [Theory]
    [InlineData(null, null, null, null, 4)]
    [InlineData(ItemVerdict.Right, null, null, null, 1)]
    [InlineData(ItemVerdict.Wrong, null, null, null, 1)]
    [InlineData(ItemVerdict.Unanswered, null, null, null, 1)]
    [InlineData(ItemVerdict.BadRow, null, null, null, 1)]
    [InlineData(null, "halted", null, null, 1)]
    [InlineData(null, null, "count", null, 2)]
    [InlineData(null, null, null, "EXPECTED 7", 1)]
    [InlineData(ItemVerdict.Right, "halted", null, null, 0)]
    public void A_filter_lets_through_what_fits(ItemVerdict? verdict, string? outcome, string? type, string? search, int count)
    {
        ItemResult[] results =
        [
            new("agent/1/1", "agent", 1, 1, "a", "answered") { Type = "count", Attempted = true, Correct = true },
            new("agent/2/1", "agent", 2, 1, "b", "answered") { Type = "count", Attempted = true, Reason = "Expected 7, not 8." },
            new("agent/3/1", "agent", 3, 1, "c", "halted"),
            new("agent/4/1", "agent", 4, 1, null, ItemResult.BadRow),
        ];

        results.Count(new ItemFilter("agent", verdict, outcome, type, search).Fits).ShouldBe(count);
    }

    private static string Text(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.AppendLine($$"""{"id":"i{{i}}","question":"Who has {{i}}?","tables":[{"name":"t","columns":["Who","Points"],"rows":[["p{{i}}","{{i}}"]]}],"answer":["p{{i}}"]}""");
        }

        return text.ToString();
    }

    private static ItemResult Judge(DataSetRow row, DataSetRow answered)
    {
        if (row is not DataSetRow.Usable { Item: var item })
        {
            return ItemJudgement.BadRow((DataSetRow.Bad)row, "agent", 1);
        }

        var outcome = new Outcome.Answered(((DataSetRow.Usable)answered).Item.Gold.Items, AnsweredBy.Finish, new(3, 5, 1, Executed: true));
        return ItemJudgement.OfRun(item, "agent", row.Number, 1, "q", [new Finished(outcome) { Key = "finished", At = At }]);
    }
}
