using System.Globalization;

namespace Mact.Web.Runs;

/// <summary>A result that no program computed (the calculator's) as a SELECT of what was recorded.</summary>
internal static class EvidenceValues
{
    /// <summary>The result that a step came to; null where it is not recorded as a whole.</summary>
    public static string? Of(RunStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var result = step is { Observed.Options: [{ Executed: [var winner, ..] }, ..], Executions: [.., var last] }
            ? last.Results.FirstOrDefault(group => group.Samples.Contains(winner))
            : null;
        return result is { Rows.Count: > 0 } && result.RowCount == result.Rows.Count
            ? string.Join("\nUNION ALL ", result.Rows.Select(row => "SELECT " + string.Join(", ", row.Select((cell, column) => $"{Literal(cell)} AS {Quote(result.Columns[column])}"))))
            : null;
    }

    private static string Literal(string? cell) => cell is null ? "NULL"
        : decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture)
        : $"'{cell.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
