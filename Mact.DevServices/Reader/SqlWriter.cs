using Mact.Core.Tables;

namespace Mact.DevServices.Reader;

/// <summary>Writes a form as one SQLite SELECT.</summary>
internal static class SqlWriter
{
    public static string Write(Form form) => form switch
    {
        Form.Rows { Extreme: { } extreme } rows => Rows(rows, $"{Value(form, extreme.By)} = ({Extreme(form, extreme)})"),
        Form.Rows rows => Rows(rows),
        Form.Value { Group: null } value => $"SELECT {Call(form, value.Measure)} FROM {From(form)}{Where(form)}",
        Form.Value { Group: { } group, Largest: null } value => $"SELECT {Ref(form, group)}, {Grouped(value, group)} ORDER BY {Ref(form, group)}",
        Form.Value { Group: { } group, Largest: { } largest } value =>
            $"WITH groups AS (SELECT {Ref(form, group)} AS \"group\", {Grouped(value, group)}) SELECT \"group\" FROM groups "
            + $"WHERE \"size\" = (SELECT {(largest ? "MAX" : "MIN")}(\"size\") FROM groups)",
        Form.Pair { More: null } pair => $"SELECT ABS({Cell(pair, pair.First)} - {Cell(pair, pair.Second)})",
        Form.Pair pair =>
            $"SELECT CASE WHEN {Cell(pair, pair.First)} {(pair.More == true ? ">" : "<")} {Cell(pair, pair.Second)} THEN 'yes' ELSE 'no' END",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form.GetType().Name, "This form has no SQL."),
    };

    /// <summary>How many rows a condition of a pair meets; it must be one.</summary>
    public static string Count(Form form, Condition condition) => $"SELECT COUNT(*) FROM {From(form)}{Where(form, Sql(form, condition))}";

    /// <summary>How many different cells a column has in the rows of a form, before numbers are compared.</summary>
    public static string Different(Form form, ReaderColumn column) =>
        $"SELECT COUNT(DISTINCT {Ref(form, column)}) FROM {From(form)}"
            + Where(form with { Where = [.. form.Where.Where(static condition => condition is not Condition.Number)] });

    // A name is said once however many rows it stands in; the same number in two rows is two numbers.
    private static string Rows(Form.Rows form, params ReadOnlySpan<string> more)
    {
        var distinct = form.Columns.All(static column => column.Kind != Kind.Number && !column.IsUnique) ? "DISTINCT " : string.Empty;
        return $"SELECT {distinct}{string.Join(", ", form.Columns.Select(column => Ref(form, column)))} FROM {From(form)}{Where(form, more)}";
    }

    private static string Extreme(Form form, (ReaderColumn By, bool Largest) extreme) =>
        $"SELECT {(extreme.Largest ? "MAX" : "MIN")}({Value(form, extreme.By)}) FROM {From(form)}{Where(form)}";

    private static string Grouped(Form.Value form, ReaderColumn group) =>
        $"{Call(form, form.Measure)} AS \"size\" FROM {From(form)}{Where(form, $"{Ref(form, group)} IS NOT NULL")} GROUP BY {Ref(form, group)}";

    private static string Cell(Form.Pair form, Condition condition) =>
        $"(SELECT {Value(form, form.Column)} FROM {From(form)}{Where(form, Sql(form, condition))})";

    private static string Call(Form form, Measure measure) => measure switch
    {
        { Column: null } => "COUNT(*)",
        { Function: "COUNT" } => $"COUNT(DISTINCT {Ref(form, measure.Column)})",
        _ => $"{measure.Function}({Value(form, measure.Column)})",
    };

    private static string From(Form form) => form.Source.Join is { } join
        ? $"{Quote(join.Many.Table)} JOIN {Quote(join.One.Table)} ON "
            + $"{Quote(join.Many.Table)}.{Quote(join.Many.Name)} = {Ref(form, join.One)}"
        : Quote(form.Source.Tables[0]);

    private static string Ref(Form form, ReaderColumn column) =>
        (form.Source.Join is null ? string.Empty : Quote(column.Table) + ".") + Quote(column.Name);

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
            var marks = totals.Totals.Select(static text => text.ToLowerInvariant()).ToList();
            all.Insert(0, $"norm({Ref(form, totals)}) NOT IN ({Texts(marks)})");
        }

        return all.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", all.Distinct(StringComparer.Ordinal));
    }

    private static string Sql(Form form, Condition condition)
    {
        var cell = Ref(form, condition.Column);
        var value = Value(form, condition.Column);
        return condition switch
        {
            Condition.In { Not: true } none => $"({cell} IN ({Texts(none.Values)})) IS NOT TRUE",
            Condition.In { Values: [var only] } => $"{cell} = {Text(only)}",
            Condition.In any => $"{cell} IN ({Texts(any.Values)})",
            Condition.Number { Part: { } part } number => $"{part}({cell}) {number.Comparison.Operator} {Number(number.Value)}",
            Condition.Number number => $"{value} {number.Comparison.Operator} {Number(number.Value)}",
            Condition.Day { Column.HasTimeOfDay: true } day => $"substr({value}, 1, 10) {day.Comparison.Operator} '{DateText.ToIso(day.Value)}'",
            Condition.Day day => $"{value} {day.Comparison.Operator} '{DateText.ToIso(day.Value)}'",
            Condition.None { Column.Kind: Kind.Date } => $"{value} IS NULL",
            Condition.None => $"COALESCE({value}, 0) = 0",
            Condition.Either either => $"({Sql(form, either.First)} OR {Sql(form, either.Second)})",
            _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.GetType().Name, "This condition has no SQL."),
        };
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Texts(IEnumerable<string> values) => string.Join(", ", values.Select(Text));

    private static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Number(double number) => number.ToString("R");
}
