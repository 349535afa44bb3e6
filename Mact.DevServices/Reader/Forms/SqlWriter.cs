using System.Globalization;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Forms;

/// <summary>Writes a form as one SQLite SELECT: the one meaning that a form has.</summary>
internal static class SqlWriter
{
    public static string Write(LogicalForm form) => form switch
    {
        LogicalForm.Project project => $"SELECT {(project.Distinct ? "DISTINCT " : string.Empty)}{Columns(project.Source, project.Columns)} FROM {From(project.Source)}{Where(project.Source, project.Where)}",
        LogicalForm.Count { Distinct: { } column } count => $"SELECT COUNT(DISTINCT {Ref(count.Source, column)}) FROM {From(count.Source)}{Where(count.Source, count.Where)}",
        LogicalForm.Count count => $"SELECT COUNT(*) FROM {From(count.Source)}{Where(count.Source, count.Where)}",
        LogicalForm.Aggregate aggregate => $"SELECT {Function(aggregate.Kind)}({Number(aggregate.Source, aggregate.Column)}) FROM {From(aggregate.Source)}{Where(aggregate.Source, aggregate.Where)}",
        LogicalForm.Extreme extreme => Extreme(extreme),
        LogicalForm.Neighbour neighbour => Neighbour(neighbour),
        LogicalForm.GroupExtreme group => GroupExtreme(group),
        LogicalForm.GroupCount group => GroupCount(group),
        LogicalForm.Difference difference => $"SELECT ABS(({Write(difference.First)}) - ({Write(difference.Second)}))",
        LogicalForm.Better better => $"SELECT CASE WHEN ({Write(better.First)}) {(better.Greater ? ">" : "<")} ({Write(better.Second)}) THEN {Literal(better.FirstName)} ELSE {Literal(better.SecondName)} END",
        LogicalForm.Compare compare => $"SELECT CASE WHEN ({Write(compare.First)}) {(compare.Greater ? ">" : "<")} ({Write(compare.Second)}) THEN 'yes' ELSE 'no' END",
        LogicalForm.Exists exists => $"SELECT CASE WHEN EXISTS (SELECT 1 FROM {From(exists.Source)}{Where(exists.Source, exists.Where)}) THEN 'yes' ELSE 'no' END",
        LogicalForm.SameAs same => SameAs(same),
        LogicalForm.Position position => $"SELECT MIN({Order(position.Source, position.Order)}) FROM {From(position.Source)}{Where(position.Source, position.Where)}",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form.GetType().Name, "This form has no SQL."),
    };

    /// <summary>A name, quoted.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A column as a number.</summary>
    public static string Number(Source source, ColumnSketch column) =>
        column.Type is ColumnType.Integer or ColumnType.Number && column.Values.All(value => value.Measure is not null || value.Text.StartsWith('-') || value.Text.StartsWith('−'))
            ? Ref(source, column)
            : $"num({Ref(source, column)})";

    private static string Extreme(LogicalForm.Extreme extreme)
    {
        var order = Order(extreme.Source, extreme.Order);
        var columns = Columns(extreme.Source, extreme.Columns);
        IReadOnlyList<string> present = extreme.Order is RowOrder.Listed ? [] : [$"{order} IS NOT NULL"];
        var where = Where(extreme.Source, extreme.Where, present);
        var direction = extreme.Descending ? " DESC" : string.Empty;
        if (extreme is { Take: null, Order: not RowOrder.Listed })
        {
            var extremum = $"SELECT {(extreme.Descending ? "MAX" : "MIN")}({order}) FROM {From(extreme.Source)}{where}";
            return $"SELECT {columns} FROM {From(extreme.Source)}{Where(extreme.Source, extreme.Where, [$"{order} = ({extremum})"])}";
        }

        var skip = extreme.Skip > 0 ? $" OFFSET {extreme.Skip.ToString(CultureInfo.InvariantCulture)}" : string.Empty;
        return $"SELECT {columns} FROM {From(extreme.Source)}{where} ORDER BY {order}{direction} LIMIT {(extreme.Take ?? 1).ToString(CultureInfo.InvariantCulture)}{skip}";
    }

    private static string Neighbour(LogicalForm.Neighbour neighbour)
    {
        var order = Order(neighbour.Source, neighbour.Order);
        var extreme = neighbour.Following ? "MIN" : "MAX";
        var anchor = $"SELECT {extreme}({order}) FROM {From(neighbour.Source)}{Where(neighbour.Source, neighbour.Anchor)}";
        var direction = neighbour.Following ? string.Empty : " DESC";
        var where = Where(neighbour.Source, neighbour.Where, [$"{order} {(neighbour.Following ? ">" : "<")} ({anchor})"]);
        return $"SELECT {Columns(neighbour.Source, [neighbour.Column])} FROM {From(neighbour.Source)}{where} ORDER BY {order}{direction} LIMIT 1";
    }

    private static string GroupExtreme(LogicalForm.GroupExtreme group)
    {
        var column = Ref(group.Source, group.Column);
        var measure = group.Sum is { } sum ? $"SUM({Number(group.Source, sum)})" : "COUNT(*)";
        var where = Where(group.Source, [.. group.Where, new Condition.Filled(group.Column)]);
        var inner = $"SELECT {column} AS \"group\", {measure} AS \"size\" FROM {From(group.Source)}{where} GROUP BY {column}";
        return $"WITH groups AS ({inner}) SELECT \"group\" FROM groups WHERE \"size\" = (SELECT {(group.Most ? "MAX" : "MIN")}(\"size\") FROM groups)";
    }

    private static string GroupCount(LogicalForm.GroupCount group)
    {
        var column = Ref(group.Source, group.Column);
        var where = Where(group.Source, [.. group.Where, new Condition.Filled(group.Column)]);
        var groups = $"SELECT {column} FROM {From(group.Source)}{where} GROUP BY {column} HAVING COUNT(*) {Symbol(group.Comparison)} {Literal(group.Rows)}";
        return group.List ? groups : $"SELECT COUNT(*) FROM ({groups})";
    }

    private static string SameAs(LogicalForm.SameAs same)
    {
        var shared = Ref(same.Source, same.Shared);
        var anchor = $"SELECT {shared} FROM {From(same.Source)}{Where(same.Source, same.Anchor)}";
        var others = new Condition.Not(new Condition.Any([.. same.Anchor]));
        return $"SELECT {Columns(same.Source, [same.Column])} FROM {From(same.Source)}{Where(same.Source, [.. same.Where, others], [$"{shared} IN ({anchor})"])}";
    }

    private static string From(Source source) => source.Join is { } join
        ? $"{Name(join.Right.Table)} JOIN {Name(join.Left.Table)} ON {Ref(source, join.Right)} = {Ref(source, join.Left)}"
        : Name(source.Tables[0]);

    private static string Ref(Source source, ColumnSketch column) =>
        source.Join is null ? Name(column.Name) : $"{Name(column.Table)}.{Name(column.Name)}";

    private static string Columns(Source source, IReadOnlyList<ColumnSketch> columns) => string.Join(", ", columns.Select(column => Ref(source, column)));

    private static string Order(Source source, RowOrder order) => order switch
    {
        RowOrder.ByNumber by => Number(source, by.Column),
        RowOrder.ByTime by => Time(source, by.Column),
        RowOrder.Listed listed => source.Join is null ? "rowid" : $"{Name(listed.Table)}.rowid",
        _ => throw new ArgumentOutOfRangeException(nameof(order), order.GetType().Name, "This order has no SQL."),
    };

    private static string Time(Source source, ColumnSketch column) =>
        column.Type is not ColumnType.Text ? Ref(source, column) : column.IsDate ? $"isodate({Ref(source, column)})" : $"year({Ref(source, column)})";

    private static string Where(Source source, IReadOnlyList<Condition> conditions, IReadOnlyList<string>? more = null)
    {
        string[] all = [.. conditions.Select(condition => Write(source, condition)).Distinct(StringComparer.Ordinal), .. more ?? []];
        return all.Length == 0 ? string.Empty : " WHERE " + string.Join(" AND ", all);
    }

    private static string Write(Source source, Condition condition) => condition switch
    {
        Condition.Is { Values.Count: 1 } equal => $"{Ref(source, equal.Column)} = {Value(equal.Column, equal.Values[0])}",
        Condition.Is equal => $"{Ref(source, equal.Column)} IN ({string.Join(", ", equal.Values.Select(value => Value(equal.Column, value)))})",
        Condition.Contains contains => Or([.. contains.Parts.Select(part => $"norm({Ref(source, contains.Column)}) LIKE {Pattern(part)}")]),
        Condition.Number number => $"{Number(source, number.Column)} {Symbol(number.Comparison)} {Literal(number.Value)}",
        Condition.Years years => Years(source, years),
        Condition.Filled filled => $"{Ref(source, filled.Column)} IS NOT NULL",
        Condition.NotTotal total => $"norm({Ref(source, total.Column)}) NOT IN ('total', 'totals')",
        // IS NOT TRUE rather than NOT: an empty cell is not that value either.
        Condition.Not not => $"({Write(source, not.Inner)}) IS NOT TRUE",
        Condition.Any any => Or([.. any.Options.Select(option => Write(source, option))]),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.GetType().Name, "This condition has no SQL."),
    };

    private static string Years(Source source, Condition.Years years)
    {
        var year = years.Column.Type is ColumnType.Integer ? Ref(source, years.Column) : $"year({Ref(source, years.Column)})";
        return (years.From, years.To) switch
        {
            ({ } from, { } to) when from.Equals(to) => $"{year} = {Literal(from)}",
            ({ } from, { } to) => $"{year} BETWEEN {Literal(from)} AND {Literal(to)}",
            ({ } from, null) => $"{year} >= {Literal(from)}",
            (null, { } to) => $"{year} <= {Literal(to)}",
            _ => $"{year} IS NOT NULL",
        };
    }

    private static string Or(IReadOnlyList<string> options) => options.Count == 1 ? options[0] : $"({string.Join(" OR ", options)})";

    private static string Pattern(string part)
    {
        var text = Words.Fold(part);
        var special = text.AsSpan().ContainsAny('%', '_', '\\');
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        return Literal($"%{escaped}%") + (special ? " ESCAPE '\\'" : string.Empty);
    }

    private static string Value(ColumnSketch column, string value) =>
        column.Type is ColumnType.Integer or ColumnType.Number
        && double.TryParse(value.Replace(",", string.Empty, StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? Literal(number)
            : column.Type is ColumnType.Date && CalendarDate.Read(Words.Of(value, 3), 0) is { Date.Iso: { } iso } ? Literal(iso) : Literal(value);

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Literal(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Symbol(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.Less => "<",
        Comparison.AtMost => "<=",
        Comparison.Greater => ">",
        Comparison.AtLeast => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };

    private static string Function(AggregateKind kind) => kind switch
    {
        AggregateKind.Sum => "SUM",
        AggregateKind.Average => "AVG",
        AggregateKind.Minimum => "MIN",
        AggregateKind.Maximum => "MAX",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
