using System.Globalization;
using System.Text;
using Mact.Core.Runs;

namespace Mact.Worker.Agents.Tools;

/// <summary>A result as the planner is shown it: a value, a list, or lines with bars.</summary>
internal static class ObservationText
{
    /// <summary>The text, with at most <paramref name="maxRows"/> rows; says so where there are more.</summary>
    /// <param name="group">The result.</param>
    /// <param name="tableName">The derived table that holds all of it; null where there is none.</param>
    /// <param name="maxRows">Rows shown.</param>
    public static string Of(ResultGroup group, string? tableName, int maxRows)
    {
        var rows = group.Rows.Take(maxRows).ToList();
        var text = new StringBuilder();
        if (group.Columns.Count == 1)
        {
            text.AppendJoin("; ", rows.Select(row => row[0] ?? "NULL"));
        }
        else
        {
            AppendRow(text, group.Columns);
            foreach (var row in rows)
            {
                AppendRow(text.Append('\n'), row);
            }
        }

        if (group.RowCount > rows.Count)
        {
            var where = tableName is null ? string.Empty : $"; table {tableName} has them all";
            text.Append(CultureInfo.InvariantCulture, $"\n({rows.Count} of {group.RowCount} rows{where})");
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string?> cells)
    {
        text.Append('|');
        foreach (var cell in cells)
        {
            text.Append(' ').Append((cell ?? "NULL").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)).Append(" |");
        }
    }
}
