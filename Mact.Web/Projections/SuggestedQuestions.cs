using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>A question that was run before it is offered.</summary>
/// <param name="Asked">As it is asked.</param>
/// <param name="Label">As it is offered, in the language of the page.</param>
/// <param name="Sql">The program that was run.</param>
/// <param name="Values">What it gave.</param>
public sealed record SuggestedQuestion(string Asked, string Label, string Sql, IReadOnlyList<string> Values);

/// <summary>Questions that fit the tables at hand, made from column types and sample values alone.</summary>
public static class SuggestedQuestions
{
    /// <summary>Questions shown at once.</summary>
    public const int Most = 5;

    private const int LongestValue = 40;

    // Of more that are first together, none is worth asking for.
    private const int MaxValues = 3;

    private const int MaxWords = 4;

    // Plurals that do not look so.
    private static readonly HashSet<string> Plurals = new(
        ["people", "sheep", "fish", "cattle", "men", "women", "children", "staff"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> QuestionWords = new(
        [
            "a", "an", "the", "with", "without", "by", "in", "of", "for", "per", "and", "or", "to", "from", "at", "on", "where", "is", "than", "each",
            "how", "not",
        ],
        StringComparer.OrdinalIgnoreCase);

    // Rates and averages are not added up.
    private static readonly string[] Rates = ["%", "percent", "average", "rate", "ratio", "share", "total"];

    /// <summary>At most <see cref="Most"/>, for the first table and for the best join; none where nothing can be asked.</summary>
    /// <param name="profile">What the tables are like.</param>
    /// <param name="t">In the language that is asked in.</param>
    public static IReadOnlyList<string> Of(TablesProfile profile, IStringLocalizer<Texts> t) =>
        [.. All(profile, t).Select(static suggestion => suggestion.Question)];

    /// <summary>The same with their programs.</summary>
    public static IReadOnlyList<(string Question, string Sql)> WithPrograms(TablesProfile profile, IStringLocalizer<Texts> t) => All(profile, t);

    /// <summary>Those whose program, run on the tables, gives something that can be told in a line.</summary>
    /// <param name="profile">What the tables are like.</param>
    /// <param name="asked">In the language that is asked in.</param>
    /// <param name="shown">In the language of the page.</param>
    /// <param name="api">Runs the programs.</param>
    /// <param name="tables">The tables of the profile.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<SuggestedQuestion>> CheckedAsync(
        TablesProfile profile, IStringLocalizer<Texts> asked, IStringLocalizer<Texts> shown, MactClient api, IReadOnlyList<TableRef> tables,
        CancellationToken cancellationToken)
    {
        List<SuggestedQuestion> checkedOnes = [];
        foreach (var ((question, sql), (label, _)) in All(profile, asked).Zip(All(profile, shown)))
        {
            if (await api.QueryAsync(new(sql, tables), cancellationToken)
                is ApiResult<QueryResult>.Ok { Value: { Rows: [[not null, ..], ..] rows, RowCount: <= MaxValues } })
            {
                checkedOnes.Add(new(question, label, sql, [.. rows.SelectMany(static row => row).OfType<string>()]));
            }
        }

        return checkedOnes;
    }

    private static IReadOnlyList<(string Question, string Sql)> All(TablesProfile profile, IStringLocalizer<Texts> t)
    {
        return profile.Tables.FirstOrDefault(static table => table.RowCount > 0) is { } table
            ?
            [
                .. OfTable(table, t)
                    .Concat(profile.Tables.Count > 1 ? OfJoins(profile, t) : [])
                    .DistinctBy(static suggestion => suggestion.Sql, StringComparer.Ordinal)
                    .TakeLast(Most),
            ]
            : [];
    }

    private static IEnumerable<(string Question, string Sql)> OfTable(TableDescription table, IStringLocalizer<Texts> t)
    {
        var label = table.Columns.FirstOrDefault(
            column => column.Type == ColumnType.Text && IsSaid(column) && column.Distinct > 1 && column.Distinct > table.RowCount / 2)
            ?? table.Columns.FirstOrDefault(static column => column.Type == ColumnType.Text && IsSaid(column) && column.Distinct > 1);
        var measure = table.Columns.LastOrDefault(column => IsMeasure(column, table));
        var group = table.Columns.FirstOrDefault(
            column =>
                column != label && column.Type == ColumnType.Text && IsSaid(column) && column.Distinct > 1
                    && column.Distinct <= Math.Max(2, table.RowCount / 2));
        var value = group?.Samples.FirstOrDefault(static sample => sample.Length <= LongestValue);
        var from = $"FROM {Name(table.Name)}";
        if (label is not null && measure is not null)
        {
            // Where a name stands in several rows, a row's value and the sum of its rows are two readings.
            yield return label.Distinct == table.RowCount
                ? (
                    IsCounted(measure)
                        ? t["Which {0} has the most {1}?", Spoken(label), Spoken(measure)]
                        : t["Which {0} has the highest {1}?", Spoken(label), Spoken(measure)],
                    $"SELECT {Name(label.Name)} {from} WHERE {Name(measure.Name)} = (SELECT MAX({Name(measure.Name)}) {from})")
                : (
                    t["Which {0} has the largest total {1}?", Spoken(label), Spoken(measure)],
                    Largest(Name(label.Name), Name(measure.Name), from));
        }

        if (measure is not null)
        {
            yield return (t["What is the total {0}?", Spoken(measure)], $"SELECT SUM({Name(measure.Name)}) {from}");
        }

        if (group is not null && value is not null)
        {
            var where = $"WHERE {Name(group.Name)} = '{value.Replace("'", "''", StringComparison.Ordinal)}'";
            yield return (t["How many rows have {0} {1}?", Spoken(group), value], $"SELECT COUNT(*) {from} {where}");
            if (measure is not null)
            {
                yield return (
                    t["What is the average {0} where {1} is {2}?", Spoken(measure), Spoken(group), value],
                    $"SELECT AVG({Name(measure.Name)}) {from} {where}");
            }
        }
        else if (label is not null)
        {
            yield return (t["How many different {0} are there?", Plural(Spoken(label))], $"SELECT COUNT(DISTINCT {Name(label.Name)}) {from}");
        }
    }

    private static IEnumerable<(string Question, string Sql)> OfJoins(TablesProfile profile, IStringLocalizer<Texts> t)
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
            yield return (
                t["Which {0} has the largest total {1}?", Spoken(name), Spoken(measure)],
                Largest(
                    Qualified(to!, name.Name),
                    Qualified(from!, measure.Name),
                    $"FROM {Name(from!.Name)} JOIN {Name(to!.Name)} ON "
                        + $"{Qualified(from, join.Left[(from.Name.Length + 1)..])} = {Qualified(to, key)}"));
        }
    }

    // Two that are first together are both the answer.
    private static string Largest(string label, string measure, string from)
    {
        var sums = $"SELECT {label} AS label, SUM({measure}) AS total {from} WHERE {label} IS NOT NULL GROUP BY {label}";
        return $"WITH sums AS ({sums}) SELECT label FROM sums WHERE total = (SELECT MAX(total) FROM sums)";
    }

    private static TableDescription? TableOf(TablesProfile profile, string column) =>
        profile.Tables.FirstOrDefault(table => column.StartsWith(table.Name + ".", StringComparison.Ordinal));

    private static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Qualified(TableDescription table, string column) => $"{Name(table.Name)}.{Name(column)}";

    // Ids and years are numbers that nobody adds up.
    private static bool IsMeasure(ColumnReport column, TableDescription table) =>
        column.Type is ColumnType.Integer or ColumnType.Number
        && column.Distinct > 1
        && IsSaid(column)
        && !column.Name.Equals("id", StringComparison.OrdinalIgnoreCase)
        && !column.Name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
        && !column.Name.Contains("year", StringComparison.OrdinalIgnoreCase)
        && !column.Samples.Any(static sample => sample.Contains('%', StringComparison.Ordinal))
        && !Rates.Any(rate => column.Name.Contains(rate, StringComparison.OrdinalIgnoreCase))
        && !(column.Type == ColumnType.Integer && column.Distinct == table.RowCount && (column.Minimum == "1" || NamesRows(column, table)));

    // Words of a question inside of a name are read as words of the question.
    private static bool IsSaid(ColumnReport column)
    {
        var words = Spoken(column).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length is > 0 and <= MaxWords && !words.Any(QuestionWords.Contains);
    }

    // As the built-in reader sees it: numbers of their own in every row, in front of it or under the table's name, are what the rows are called.
    private static bool NamesRows(ColumnReport column, TableDescription table) =>
        column == table.Columns[0] || Stem(column.Name) == Stem(table.Name);

    private static string Stem(string name) => name.TrimEnd('s', 'S').ToUpperInvariant();

    // The most sheep, but the highest price.
    private static bool IsCounted(ColumnReport column) => Spoken(column).Split(' ', StringSplitOptions.RemoveEmptyEntries) is var words
        && Array.FindLast(words, static word => word.All(char.IsAsciiLetter)) is { } last
        && (Plurals.Contains(last) || (last is [.., not ('s' or 'u' or 'i'), 's' or 'S'] && last.Length > 3));

    // English questions only have one; in Korean the word stays as it is.
    private static string Plural(string word) => word switch
    {
        _ when !word.All(char.IsAscii) || word.EndsWith('s') => word,
        [.. var stem, 'y'] when stem is [.., not ('a' or 'e' or 'o' or 'u')] => stem + "ies",
        _ when word.EndsWith('x') || word.EndsWith("ch", StringComparison.Ordinal) || word.EndsWith("sh", StringComparison.Ordinal) => word + "es",
        _ => word + "s",
    };

    private static string Spoken(ColumnReport column) => column.Name.Replace('_', ' ').Trim();
}
