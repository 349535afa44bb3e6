using Mact.Core.Tables;
using Mact.Web.ApiAccess;

namespace Mact.Web.Catalog;

/// <summary>Questions that fit the tables at hand, made from column types and sample values alone.</summary>
public static class SuggestedQuestions
{
    /// <summary>Questions shown at once.</summary>
    public const int Most = 5;

    private const int LongestValue = 40;

    /// <summary>At most <see cref="Most"/>, for the first table and for the best join; none where nothing can be asked.</summary>
    public static IReadOnlyList<string> Of(TablesProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile.Tables.FirstOrDefault(static table => table.RowCount > 0) is { } table
            ? [.. OfTable(table).Concat(profile.Tables.Count > 1 ? OfJoins(profile) : []).Distinct(StringComparer.Ordinal).TakeLast(Most)]
            : [];
    }

    private static IEnumerable<string> OfTable(TableDescription table)
    {
        var label = table.Columns.FirstOrDefault(column => column.Type == ColumnType.Text && column.Distinct > 1 && column.Distinct > table.RowCount / 2)
            ?? table.Columns.FirstOrDefault(static column => column.Type == ColumnType.Text && column.Distinct > 1);
        var measure = table.Columns.LastOrDefault(column => IsMeasure(column, table));
        var group = table.Columns.FirstOrDefault(column => column != label && column.Type == ColumnType.Text && column.Distinct > 1 && column.Distinct <= Math.Max(2, table.RowCount / 2));
        var value = group?.Samples.FirstOrDefault(static sample => sample.Length <= LongestValue);
        if (label is not null && measure is not null)
        {
            yield return $"Which {Words(label)} has the highest {Words(measure)}?";
        }

        if (measure is not null)
        {
            yield return $"What is the total {Words(measure)}?";
        }

        if (group is not null && value is not null)
        {
            yield return $"How many rows have {Words(group)} {value}?";
            if (measure is not null)
            {
                yield return $"What is the average {Words(measure)} where {Words(group)} is {value}?";
            }
        }
        else if (label is not null)
        {
            yield return $"How many different {Words(label)} are there?";
        }
    }

    private static IEnumerable<string> OfJoins(TablesProfile profile)
    {
        if (profile.Joins is not [var join, ..])
        {
            yield break;
        }

        var (from, to) = (TableOf(profile, join.Left), TableOf(profile, join.Right));
        var key = join.Right[(join.Right.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var name = to?.Columns.FirstOrDefault(column => column.Type == ColumnType.Text && column.Name != key && column.Distinct > 1);
        var measure = from?.Columns.LastOrDefault(column => from is not null && IsMeasure(column, from));
        if (name is not null && measure is not null)
        {
            yield return $"Which {Words(name)} has the largest total {Words(measure)}?";
        }
    }

    private static TableDescription? TableOf(TablesProfile profile, string column) =>
        profile.Tables.FirstOrDefault(table => column.StartsWith(table.Name + ".", StringComparison.Ordinal));

    // Ids and years are numbers that nobody adds up.
    private static bool IsMeasure(ColumnReport column, TableDescription table) =>
        column.Type is ColumnType.Integer or ColumnType.Number
        && column.Distinct > 1
        && !column.Name.Equals("id", StringComparison.OrdinalIgnoreCase)
        && !column.Name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
        && !column.Name.Contains("year", StringComparison.OrdinalIgnoreCase)
        && !(column.Type == ColumnType.Integer && column.Distinct == table.RowCount && column.Minimum == "1");

    private static string Words(ColumnReport column) => column.Name.Replace('_', ' ').Trim();
}
