using System.Text.Json;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Scoring;

namespace Mact.Evaluation.Tests;

/// <summary>
/// TAT-QA's scorer beside the published one, on all of the published sample predictions. <c>MACT_TATQA</c> names a checkout of the data set's
/// repository in which <c>.ci/tatqa-scores</c> was run; without it this is skipped.
/// </summary>
public sealed class TatQaPublishedTests
{
    [Fact]
    public void On_the_published_predictions_at_most_one_in_a_thousand_is_judged_otherwise()
    {
        var folder = Environment.GetEnvironmentVariable("MACT_TATQA");
        Assert.SkipWhen(folder is null, "MACT_TATQA is not set.");
        var items = DataSetReader.Read(
                File.ReadAllText(Path.Combine(folder!, "dataset_raw", "tatqa_dataset_dev.json")), new("dev.json") { Format = DataSetFormat.TatQa })
            .OfType<DataSetRow.Usable>()
            .ToDictionary(static row => row.Item.Id, static row => row.Item, StringComparer.Ordinal);
        using var predictions = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder!, "sample_prediction.json")));
        var (judged, exact, f1) = (0, 0, 0);
        foreach (var line in File.ReadLines(Path.Combine(folder!, "official.jsonl")))
        {
            using var official = JsonDocument.Parse(line);
            var id = official.RootElement.GetProperty("uid").GetString()!;
            var score = TatQaScorer.Judge(items[id].Gold, Read(predictions.RootElement.GetProperty(id)));
            judged++;
            exact += score.Correct == official.RootElement.GetProperty("em").GetDouble() > 0.5 ? 0 : 1;
            f1 += Math.Abs(score.F1 - official.RootElement.GetProperty("f1").GetDouble()) <= 0.0051 ? 0 : 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{judged} predictions: exact match differs on {exact}, F1 on {f1}");
        judged.ShouldBe(items.Count);
        exact.ShouldBeLessThanOrEqualTo(judged / 1000);
        f1.ShouldBeLessThanOrEqualTo(judged / 1000);
    }

    // [answer or answers, scale]
    private static Prediction Read(JsonElement prediction)
    {
        var answer = prediction[0];
        return new(answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray().Select(Text)] : [Text(answer)])
        {
            Scale = prediction[1].GetString(),
        };
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
