using System.Globalization;
using Mact.Core.Tables;

namespace Mact.Worker.Agents.Prompting;

/// <summary>A column in one line: how many values, how many of them distinct, their range or the most frequent ones.</summary>
internal static class ColumnProfile
{
    private const int MaxDistinct = 10_000;
    private const int Examples = 5;
    private const int ExampleLength = 40;

    public static string Describe(Table table, int column)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var empty = 0;
        double? least = null, most = null;
        double sum = 0;
        var numbers = 0;
        for (var row = 0; row < table.RowCount; row++)
        {
            var cell = table[row, column];
            if (cell.Value is null)
            {
                empty++;
                continue;
            }

            if (counts.Count < MaxDistinct || counts.ContainsKey(cell.Text))
            {
                counts[cell.Text] = counts.GetValueOrDefault(cell.Text) + 1;
            }

            if (cell.Value is long or double)
            {
                var number = Convert.ToDouble(cell.Value, CultureInfo.InvariantCulture);
                least = Math.Min(least ?? number, number);
                most = Math.Max(most ?? number, number);
                sum += number;
                numbers++;
            }
        }

        var distinct = counts.Count < MaxDistinct ? $"{counts.Count}" : $"over {MaxDistinct}";
        var missing = empty == 0 ? string.Empty : $", {empty} empty";
        return numbers > 0 && numbers == table.RowCount - empty
            ? string.Create(CultureInfo.InvariantCulture, $"{least:G6} to {most:G6}, mean {sum / numbers:G6}, {distinct} distinct{missing}")
            : $"{distinct} distinct{missing}, such as {string.Join(", ", Frequent(counts))}";
    }

    private static IEnumerable<string> Frequent(Dictionary<string, int> counts) => counts
        .OrderByDescending(pair => pair.Value)
        .ThenBy(pair => pair.Key, StringComparer.Ordinal)
        .Take(Examples)
        .Select(pair => pair.Key.Length <= ExampleLength ? $"'{pair.Key}'" : $"'{pair.Key[..(ExampleLength - 1)]}…'");
}
