using Mact.Core.Tables;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.Tests;

/// <summary>The scorers on real data sets: right answers are all right, those of the next item nearly all wrong. Needs the folder of question sets
/// (MACT_DATA).</summary>
public sealed class OracleTests
{
    [Theory]
    [InlineData("wtq/dev.jsonl", 200)]
    [InlineData("wtq/dev_gold200.jsonl", 200)]
    [InlineData("spider_mt/dev.jsonl", 40)]
    [InlineData("tatqa/dev.jsonl", 100)]
    [InlineData("scitab/dev.jsonl", 100)]
    [InlineData("tabfact/dev.jsonl", 100)]
    [InlineData("demo_examples.jsonl", 20)]
    public void The_expected_answers_are_all_right(string file, int count)
    {
        var items = Read(file);

        items.Count.ShouldBe(count);
        items.Where(static item => !Scorer.Judge(item.Metric, item.Gold, Answer(item)).Correct).Select(static item => item.Id).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("wtq/dev.jsonl")]
    [InlineData("spider_mt/dev.jsonl")]
    [InlineData("tatqa/dev.jsonl")]
    [InlineData("scitab/dev.jsonl")]
    [InlineData("tabfact/dev.jsonl")]
    public void An_item_that_is_written_as_a_line_is_read_back_equal(string file)
    {
        foreach (var item in Read(file))
        {
            var line = DataSetReader.WriteLine(item);
            var back = DataSetReader.Read(line, new("again.jsonl") { Format = DataSetFormat.Mact })
                .ShouldHaveSingleItem()
                .ShouldBeOfType<DataSetRow.Usable>().Item;

            DataSetReader.WriteLine(back).ShouldBe(line);
            back.Tables.Select(TableId.Of).ShouldBe(item.Tables.Select(TableId.Of));
            (back.Id, back.Metric, back.Prompted, back.Type).ShouldBe((item.Id, item.Metric, item.Prompted, item.Type));
            Scorer.Judge(back.Metric, back.Gold, Answer(item)).Correct.ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("wtq/dev.jsonl")]
    [InlineData("spider_mt/dev.jsonl")]
    [InlineData("tatqa/dev.jsonl")]
    public void The_next_items_answers_are_right_at_most_one_time_in_ten(string file)
    {
        var items = Read(file);

        var right = items.Zip([.. items.Skip(1), items[0]]).Count(
            static pair => Scorer.Judge(pair.First.Metric, pair.First.Gold, Answer(pair.Second)).Correct);

        (right / (double)items.Count).ShouldBeLessThanOrEqualTo(0.10);
    }

    private static Prediction Answer(EvaluationItem item) => new(item.Gold.Items) { Scale = item.Gold.Scale, Rows = item.Gold.Rows };

    private static List<EvaluationItem> Read(string file)
    {
        var folder = Environment.GetEnvironmentVariable("MACT_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("MACT_DATA names no folder of question sets.");
        }

        return
        [
            .. DataSetReader.Read(File.ReadAllText(Path.Combine(folder, file)), new(file)).Select(
                static row => row.ShouldBeOfType<DataSetRow.Usable>().Item),
        ];
    }
}
