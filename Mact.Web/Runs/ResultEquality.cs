using System.Globalization;
using Mact.Core.Runs;
using Mact.Web.ApiAccess;

namespace Mact.Web.Runs;

/// <summary>Whether two results are the same.</summary>
internal static class ResultEquality
{
    /// <summary>The same rows, in any order where all of them are here; the second has so many more columns at its end.</summary>
    public static bool IsSame(QueryResult own, QueryResult other, int moreColumns)
    {
        if (own.RowCount != other.RowCount || own.Rows.Count != other.Rows.Count || own.Columns.Count + moreColumns != other.Columns.Count)
        {
            return false;
        }

        var left = own.Rows.Select(Key).ToList();
        var right = other.Rows.Select(row => Key([.. row.Take(row.Count - moreColumns)])).ToList();
        return left.SequenceEqual(right, StringComparer.Ordinal)
            || (own.RowCount == own.Rows.Count && left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal), StringComparer.Ordinal));
    }

    /// <summary>As many rows, and the first ones as they were recorded: numbers to the digits that records keep, long texts up to where they are cut.</summary>
    public static bool IsAsRecorded(QueryResult result, ResultGroup recorded) =>
        result.RowCount == recorded.RowCount
        && recorded.Rows.Count <= result.Rows.Count
        && recorded.Rows.Zip(result.Rows).All(static pair => pair.First.Count == pair.Second.Count && pair.First.Zip(pair.Second).All(static cells => IsAsRecorded(cells.Second, cells.First)));

    private static bool IsAsRecorded(string? cell, string? recorded)
    {
        if (cell is null || recorded is null || cell == recorded)
        {
            return cell == recorded;
        }

        return (recorded.EndsWith('…') && cell.StartsWith(recorded[..^1], StringComparison.Ordinal))
            || (Number(cell) is { } first && Number(recorded) is { } second && Math.Abs(first - second) <= 1e-9 * Math.Max(1e-9, Math.Abs(first)));
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    // With lengths, so that no cell can look like two.
    private static string Key(IReadOnlyList<string?> row) =>
        string.Concat(row.Select(static cell => cell is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{cell.Length}:{cell}")));
}
