using System.Globalization;
using Mact.Core.Tables;

namespace Mact.DevServices.Reader;

internal enum Comparison
{
    Equal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

internal enum Aggregation
{
    Count,
    Sum,
    Average,
    Median,
    Maximum,
    Minimum,
}

/// <summary>What a row must be.</summary>
internal abstract record Condition(ReaderColumn Column)
{
    /// <summary>One of some cells, or none of them.</summary>
    internal sealed record In(ReaderColumn Column, IReadOnlyList<string> Values, bool Not) : Condition(Column);

    /// <summary>A number, or a year where the column has years or dates.</summary>
    internal sealed record Number(ReaderColumn Column, Comparison Comparison, double Value) : Condition(Column);

    /// <summary>Dates from one day to another, both included; null is open.</summary>
    internal sealed record Days(ReaderColumn Column, DateOnly? From, DateOnly? To) : Condition(Column);

    /// <summary>A month of any year.</summary>
    internal sealed record Month(ReaderColumn Column, int Of) : Condition(Column);

    /// <summary>Nothing of a quantity: zero, or no cell.</summary>
    internal sealed record None(ReaderColumn Column) : Condition(Column);
}

/// <summary>What a question asks: six shapes, each one SELECT and one sentence.</summary>
internal abstract record Form(Source Source, IReadOnlyList<Condition> Where)
{
    /// <summary>The columns whose cells are computed with or compared.</summary>
    public IEnumerable<ReaderColumn> Measures => Where.OfType<Condition.Number>().Select(static condition => condition.Column).Concat(this switch
    {
        Aggregate { Aggregation: not Aggregation.Count, Column: { } column } => [column],
        GroupExtreme { Aggregation: not Aggregation.Count, Column: { } column } => [column],
        Extreme extreme => [extreme.By],
        Difference difference => [difference.Column],
        Compare compare => [compare.Column],
        _ => Array.Empty<ReaderColumn>(),
    });

    /// <summary>Cells of the rows that fit; <paramref name="Single"/> = more than one value is no answer.</summary>
    internal sealed record Lookup(Source Source, IReadOnlyList<ReaderColumn> Columns, IReadOnlyList<Condition> Where, bool Single)
        : Form(Source, Where);

    /// <summary>A count of rows or of different values, or an aggregate of a column; a table where there is a group.</summary>
    internal sealed record Aggregate(
        Source Source, Aggregation Aggregation, ReaderColumn? Column, ReaderColumn? Group, IReadOnlyList<Condition> Where) : Form(Source, Where);

    /// <summary>Cells of the rows with the largest or smallest value.</summary>
    internal sealed record Extreme(Source Source, IReadOnlyList<ReaderColumn> Columns, ReaderColumn By, bool Largest, IReadOnlyList<Condition> Where)
        : Form(Source, Where);

    /// <summary>The groups whose aggregate is the largest or smallest.</summary>
    internal sealed record GroupExtreme(
        Source Source, ReaderColumn Group, Aggregation Aggregation, ReaderColumn? Column, bool Largest, IReadOnlyList<Condition> Where)
        : Form(Source, Where);

    /// <summary>How far two cells are apart.</summary>
    internal sealed record Difference(Source Source, ReaderColumn Column, Condition First, Condition Second, IReadOnlyList<Condition> Where)
        : Form(Source, Where);

    /// <summary>Whether one cell is more than another.</summary>
    internal sealed record Compare(Source Source, ReaderColumn Column, Condition First, Condition Second, bool More, IReadOnlyList<Condition> Where)
        : Form(Source, Where);
}

/// <summary>Writes a form as one SQLite SELECT.</summary>
internal static class SqlWriter
{
    public static string Write(Form form) => form switch
    {
        Form.Lookup lookup => $"SELECT {Distinct(lookup.Columns)}{Refs(form, lookup.Columns)} FROM {From(form)}{Where(form)}",
        Form.Aggregate { Group: { } group } grouped =>
            $"SELECT {Ref(form, group)}, {Call(form, grouped.Aggregation, grouped.Column)} FROM {From(form)}{Where(form, Filled(form, group))} "
            + $"GROUP BY {Ref(form, group)} ORDER BY {Ref(form, group)}",
        Form.Aggregate aggregate => $"SELECT {Call(form, aggregate.Aggregation, aggregate.Column)} FROM {From(form)}{Where(form)}",
        Form.Extreme extreme => Extreme(extreme),
        Form.GroupExtreme extreme => GroupExtreme(extreme),
        Form.Difference difference =>
            $"SELECT ABS({Cell(form, difference.Column, difference.First)} - {Cell(form, difference.Column, difference.Second)})",
        Form.Compare compare =>
            $"SELECT CASE WHEN {Cell(form, compare.Column, compare.First)} {(compare.More ? ">" : "<")} "
            + $"{Cell(form, compare.Column, compare.Second)} THEN 'yes' ELSE 'no' END",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form.GetType().Name, "This form has no SQL."),
    };

    /// <summary>How many rows a condition of a difference or comparison meets; it must be one.</summary>
    public static string Count(Form form, Condition condition) => $"SELECT COUNT(*) FROM {From(form)}{Where(form, Sql(form, condition))}";

    /// <summary>How many different cells a column has in the rows of a form, before numbers are compared.</summary>
    public static string Different(Form form, ReaderColumn column) =>
        $"SELECT COUNT(DISTINCT {Ref(form, column)}) FROM {From(form)}"
            + Where(form with { Where = [.. form.Where.Where(static condition => condition is not Condition.Number)] });

    // A name is said once however many rows it stands in; the same number in two rows is two numbers.
    private static string Distinct(IReadOnlyList<ReaderColumn> columns) =>
        columns.All(static column => column.Kind != Kind.Number && !column.IsUnique) ? "DISTINCT " : string.Empty;

    private static string Extreme(Form.Extreme form)
    {
        var by = Value(form, form.By);
        var best = $"SELECT {(form.Largest ? "MAX" : "MIN")}({by}) FROM {From(form)}{Where(form)}";
        return $"SELECT {Distinct(form.Columns)}{Refs(form, form.Columns)} FROM {From(form)}{Where(form, $"{by} = ({best})")}";
    }

    private static string GroupExtreme(Form.GroupExtreme form)
    {
        var group = Ref(form, form.Group);
        var groups =
            $"SELECT {group} AS \"group\", {Call(form, form.Aggregation, form.Column)} AS \"size\" "
            + $"FROM {From(form)}{Where(form, Filled(form, form.Group))} GROUP BY {group}";
        var best = $"SELECT {(form.Largest ? "MAX" : "MIN")}(\"size\") FROM groups";
        return $"WITH groups AS ({groups}) SELECT \"group\" FROM groups WHERE \"size\" = ({best})";
    }

    private static string Cell(Form form, ReaderColumn column, Condition condition) =>
        $"(SELECT {Value(form, column)} FROM {From(form)}{Where(form, Sql(form, condition))})";

    private static string Call(Form form, Aggregation aggregation, ReaderColumn? column) => (aggregation, column) switch
    {
        (Aggregation.Count, null) => "COUNT(*)",
        (Aggregation.Count, { } counted) => $"COUNT(DISTINCT {Ref(form, counted)})",
        (Aggregation.Sum, { } added) => $"SUM({Value(form, added)})",
        (Aggregation.Average, { } averaged) => $"AVG({Value(form, averaged)})",
        (Aggregation.Median, { } middle) => $"median({Value(form, middle)})",
        (Aggregation.Maximum, { } largest) => $"MAX({Value(form, largest)})",
        (Aggregation.Minimum, { } smallest) => $"MIN({Value(form, smallest)})",
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation)),
    };

    private static string From(Form form) => form.Source.Join is { } join
        ? $"{Name(join.Many.Table)} JOIN {Name(join.One.Table)} ON {Name(join.Many.Table)}.{Name(join.Many.Name)} = {Ref(form, join.One)}"
        : Name(form.Source.Tables[0]);

    private static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Ref(Form form, ReaderColumn column) =>
        form.Source.Join is null ? Name(column.Name) : $"{Name(column.Table)}.{Name(column.Name)}";

    private static string Refs(Form form, IReadOnlyList<ReaderColumn> columns) => string.Join(", ", columns.Select(column => Ref(form, column)));

    private static string Filled(Form form, ReaderColumn column) => $"{Ref(form, column)} IS NOT NULL";

    // As what a column is ordered and computed with.
    private static string Value(Form form, ReaderColumn column) => (column.Kind, column.Type) switch
    {
        (Kind.Number or Kind.Year, ColumnType.Text) => $"num({Ref(form, column)})",
        (Kind.Date, ColumnType.Text) => $"isodate({Ref(form, column)})",
        _ => Ref(form, column),
    };

    private static string Where(Form form, params ReadOnlySpan<string> more)
    {
        List<string> all = [.. form.Where.Select(condition => Sql(form, condition)), .. more];
        if (form.Source.TotalsIn is { } totals)
        {
            var marks = totals.Values.Where(Source.IsTotal).Select(static text => text.ToLowerInvariant()).ToList();
            all.Insert(0, $"norm({Ref(form, totals)}) NOT IN ({Texts(marks)})");
        }

        return all.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", all.Distinct(StringComparer.Ordinal));
    }

    private static string Sql(Form form, Condition condition)
    {
        var column = condition.Column;
        return condition switch
        {
            Condition.In { Not: true } none => $"({Ref(form, column)} IN ({Texts(none.Values)})) IS NOT TRUE",
            Condition.In { Values: [var only] } => $"{Ref(form, column)} = {Text(only)}",
            Condition.In any => $"{Ref(form, column)} IN ({Texts(any.Values)})",
            Condition.Number number when column.Kind == Kind.Date => $"year({Ref(form, column)}) {Sign(number.Comparison)} {Number(number.Value)}",
            Condition.Number number => $"{Value(form, column)} {Sign(number.Comparison)} {Number(number.Value)}",
            Condition.Days { From: { } from, To: { } to } =>
                $"{Value(form, column)} BETWEEN {Text(DateText.ToIso(from))} AND {Text(DateText.ToIso(to))}",
            Condition.Days { From: { } from } => $"{Value(form, column)} >= {Text(DateText.ToIso(from))}",
            Condition.Days { To: { } to } => $"{Value(form, column)} <= {Text(DateText.ToIso(to))}",
            Condition.Month month => $"month({Ref(form, column)}) = {Number(month.Of)}",
            Condition.None => $"COALESCE({Value(form, column)}, 0) = 0",
            _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.GetType().Name, "This condition has no SQL."),
        };
    }

    private static string Texts(IReadOnlyList<string> values) => string.Join(", ", values.Select(Text));

    private static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Number(double number) => number.ToString("R");

    private static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.Less => "<",
        Comparison.AtMost => "<=",
        Comparison.Greater => ">",
        Comparison.AtLeast => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };
}

/// <summary>Says a form in words, so that a person sees what was read.</summary>
internal static class FormText
{
    public static string Of(Form form)
    {
        var text = form switch
        {
            Form.Lookup lookup => Names(lookup.Columns),
            Form.Aggregate { Group: { } group } grouped => $"{Call(grouped.Aggregation, grouped.Column)} for each {group.Name}",
            Form.Aggregate aggregate => Call(aggregate.Aggregation, aggregate.Column),
            Form.Extreme extreme => $"{Names(extreme.Columns)} of the row with the {Size(extreme.Largest)} {extreme.By.Name}",
            Form.GroupExtreme extreme => $"{extreme.Group.Name} with the {Size(extreme.Largest)} {Call(extreme.Aggregation, extreme.Column)}",
            Form.Difference difference => $"difference in {difference.Column.Name} between {Of(difference.First)} and {Of(difference.Second)}",
            Form.Compare compare =>
                $"whether {compare.Column.Name} is {(compare.More ? "more" : "less")} for {Of(compare.First)} than for {Of(compare.Second)}",
            _ => throw new ArgumentOutOfRangeException(nameof(form), form.GetType().Name, "This form has no words."),
        };
        var where = form.Where.Count == 0 ? text : $"{text}, where {string.Join(" and ", form.Where.Select(Of))}";

        // Brackets and line breaks of a name or a cell would end the action that holds these words.
        return where.Replace('[', '(').Replace(']', ')').ReplaceLineEndings(" ");
    }

    private static string Of(Condition condition) => condition switch
    {
        Condition.In some => $"{some.Column.Name} is {(some.Not ? "not " : string.Empty)}{string.Join(" or ", some.Values)}",
        Condition.Number number =>
            $"{(number.Column.Kind == Kind.Date ? "the year of " : string.Empty)}{number.Column.Name} is {TextOf(number.Comparison)}{number.Value}",
        Condition.Days { From: { } from, To: { } to } => $"{condition.Column.Name} is from {DateText.ToIso(from)} to {DateText.ToIso(to)}",
        Condition.Days { From: { } from } => $"{condition.Column.Name} is {DateText.ToIso(from)} or later",
        Condition.Days { To: { } to } => $"{condition.Column.Name} is {DateText.ToIso(to)} or earlier",
        Condition.Month month => $"the month of {month.Column.Name} is {CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month.Of)}",
        Condition.None none => $"there is no {none.Column.Name}",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.GetType().Name, "This condition has no words."),
    };

    private static string Call(Aggregation aggregation, ReaderColumn? column) => (aggregation, column) switch
    {
        (Aggregation.Count, null) => "number of rows",
        (Aggregation.Count, { } counted) => $"number of different {counted.Name}",
        (Aggregation.Sum, { } added) => $"sum of {added.Name}",
        (Aggregation.Maximum or Aggregation.Minimum, { } column1) => $"{Size(aggregation == Aggregation.Maximum)} {column1.Name}",
        (_, { } other) => $"{aggregation.ToString().ToLowerInvariant()} {other.Name}",
        _ => throw new ArgumentOutOfRangeException(nameof(aggregation)),
    };

    private static string Names(IReadOnlyList<ReaderColumn> columns) => string.Join(" and ", columns.Select(static column => column.Name));

    private static string Size(bool largest) => largest ? "largest" : "smallest";

    private static string TextOf(Comparison comparison) => comparison switch
    {
        Comparison.Less => "less than ",
        Comparison.AtMost => "at most ",
        Comparison.Greater => "more than ",
        Comparison.AtLeast => "at least ",
        _ => string.Empty,
    };
}
