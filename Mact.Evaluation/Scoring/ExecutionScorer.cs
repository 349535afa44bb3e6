using System.Globalization;

namespace Mact.Evaluation.Scoring;

/// <summary>
/// Execution match: the predicted rows equal the expected ones as a multiset, as a sequence only where order was asked for. Column order counts,
/// column names do not. Cells compare as numbers when both are numbers, else as texts; NULL equals NULL only.
/// </summary>
public static class ExecutionScorer
{
    /// <summary>Judges an answer.</summary>
    public static Score Judge(GoldAnswer gold, Prediction prediction)
    {
        IReadOnlyList<IReadOnlyList<string?>> target = gold.Rows ?? [.. gold.Items.Select(static item => (IReadOnlyList<string?>)[item])];
        var width = target.Count == 0 ? 1 : target[0].Count;
        var rows = prediction.Rows ?? Fold(prediction.Items, width);
        if (rows is null)
        {
            return Score.Wrong($"{Counted.Items(prediction.Items.Count):words} answered do not fill rows of {Counted.Of(width, "column"):words}.");
        }

        if (rows.Count > 0 && target.Count > 0 && rows[0].Count != width)
        {
            return Score.Wrong($"{Counted.Of(rows[0].Count, "column"):words} answered, {width} expected.");
        }

        if (rows.Count != target.Count)
        {
            return Score.Wrong($"{Counted.Of(rows.Count, "row"):words} answered, {target.Count} expected.");
        }

        List<string> wanted = [.. target.Select(Key)];
        List<string> given = [.. rows.Select(Key)];
        if (gold.Ordered)
        {
            var at = wanted.Zip(given).Index().FirstOrDefault(static pair => pair.Item.First != pair.Item.Second);
            return wanted.SequenceEqual(given, StringComparer.Ordinal)
                ? Score.Right
                : Score.Wrong(
                    $"Row {at.Index + 1} differs (order counts): '{Show(rows[at.Index])}' was answered, '{Show(target[at.Index])}' is expected.");
        }

        var left = new List<string>(given);
        var missing = wanted.FindIndex(key => !left.Remove(key));
        return missing < 0 ? Score.Right : Score.Wrong($"The row '{Show(target[missing])}' is missing.");
    }

    private static List<IReadOnlyList<string?>>? Fold(IReadOnlyList<string> items, int width) =>
        items.Count % width == 0 ? [.. items.Chunk(width).Select(static row => (IReadOnlyList<string?>)row)] : null;

    private static string Show(IReadOnlyList<string?> row) => string.Join(" | ", row.Select(static cell => cell ?? "NULL"));

    private static string Key(IReadOnlyList<string?> row) => string.Join('\u001f', row.Select(Key));

    // Numbers of equal value have one key whatever they look like; no text begins with the control characters.
    private static string Key(string? cell) => cell switch
    {
        null => "\u0001",
        _ when double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) =>
            "\u0002" + (Math.Round(number, 6) + 0.0).ToString("R"),
        _ => cell.Trim(),
    };
}
