using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>Questions that fit the tables at hand, made from column types and sample values alone.</summary>
public static class SuggestedQuestions
{
    /// <summary>Questions shown at once.</summary>
    public const int Most = 5;

    private const int LongestValue = 40;

    /// <summary>At most <see cref="Most"/>, for the first table and for the best join; none where nothing can be asked.</summary>
    /// <param name="profile">What the tables are like.</param>
    /// <param name="t">In the language that is asked in.</param>
    public static IReadOnlyList<string> Of(TablesProfile profile, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(t);
        return profile.Tables.FirstOrDefault(static table => table.RowCount > 0) is { } table
            ? [.. OfTable(table, t).Concat(profile.Tables.Count > 1 ? OfJoins(profile, t) : []).Distinct(StringComparer.Ordinal).TakeLast(Most)]
            : [];
    }

    private static IEnumerable<string> OfTable(TableDescription table, IStringLocalizer<Texts> t)
    {
        var label = table.Columns.FirstOrDefault(column => column.Type == ColumnType.Text && column.Distinct > 1 && column.Distinct > table.RowCount / 2)
            ?? table.Columns.FirstOrDefault(static column => column.Type == ColumnType.Text && column.Distinct > 1);
        var measure = table.Columns.LastOrDefault(column => IsMeasure(column, table));
        var group = table.Columns.FirstOrDefault(column => column != label && column.Type == ColumnType.Text && column.Distinct > 1 && column.Distinct <= Math.Max(2, table.RowCount / 2));
        var value = group?.Samples.FirstOrDefault(static sample => sample.Length <= LongestValue);
        if (label is not null && measure is not null)
        {
            yield return t["Which {0} has the highest {1}?", Words(label), Words(measure)];
        }

        if (measure is not null)
        {
            yield return t["What is the total {0}?", Words(measure)];
        }

        if (group is not null && value is not null)
        {
            yield return t["How many rows have {0} {1}?", Words(group), value];
            if (measure is not null)
            {
                yield return t["What is the average {0} where {1} is {2}?", Words(measure), Words(group), value];
            }
        }
        else if (label is not null)
        {
            yield return t["How many different {0} are there?", Plural(Words(label))];
        }
    }

    private static IEnumerable<string> OfJoins(TablesProfile profile, IStringLocalizer<Texts> t)
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
            yield return t["Which {0} has the largest total {1}?", Words(name), Words(measure)];
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

    // English questions only have one; in Korean the word stays as it is.
    private static string Plural(string word) => word switch
    {
        _ when !word.All(char.IsAscii) || word.EndsWith('s') => word,
        [.. var stem, 'y'] when stem is [.., not ('a' or 'e' or 'o' or 'u')] => stem + "ies",
        _ when word.EndsWith('x') || word.EndsWith("ch", StringComparison.Ordinal) || word.EndsWith("sh", StringComparison.Ordinal) => word + "es",
        _ => word + "s",
    };

    private static string Words(ColumnReport column) => column.Name.Replace('_', ' ').Trim();
}
