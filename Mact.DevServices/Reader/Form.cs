using System.Globalization;
using Mact.Core.Tables;

namespace Mact.DevServices.Reader;

/// <summary>How a value is compared: the operator of SQL, and in words.</summary>
internal sealed record Comparison(string Operator, string Text)
{
    public static readonly Comparison Equal = new("=", string.Empty);
    public static readonly Comparison Less = new("<", "less than ");
    public static readonly Comparison AtMost = new("<=", "at most ");
    public static readonly Comparison Greater = new(">", "more than ");
    public static readonly Comparison AtLeast = new(">=", "at least ");
}

/// <summary>What a row must be.</summary>
internal abstract record Condition(ReaderColumn Column)
{
    /// <summary>One of some cells, or none of them.</summary>
    internal sealed record In(ReaderColumn Column, IReadOnlyList<string> Values, bool Not) : Condition(Column);

    /// <summary>A number; or the number of a date's year or month.</summary>
    /// <param name="Column">Numbers, years or dates.</param>
    /// <param name="Part">"year" or "month"; null compares the cell itself.</param>
    /// <param name="Comparison">How.</param>
    /// <param name="Value">With what.</param>
    internal sealed record Number(ReaderColumn Column, string? Part, Comparison Comparison, double Value) : Condition(Column);

    /// <summary>A day, compared without the time of day.</summary>
    internal sealed record Day(ReaderColumn Column, Comparison Comparison, DateOnly Value) : Condition(Column);

    /// <summary>Nothing of a quantity: zero, or no cell. No date.</summary>
    internal sealed record None(ReaderColumn Column) : Condition(Column);

    /// <summary>One of two years or months.</summary>
    internal sealed record Either(Condition First, Condition Second) : Condition(First.Column);
}

/// <summary>An aggregate of a column; without a column, the number of rows.</summary>
/// <param name="Function">Of SQL: COUNT, SUM, AVG, median, MAX, MIN.</param>
/// <param name="Column">Whose cells.</param>
internal sealed record Measure(string Function, ReaderColumn? Column);

/// <summary>What a question asks: six shapes of three kinds, each one SELECT and one sentence.</summary>
internal abstract record Form(Source Source, IReadOnlyList<Condition> Where)
{
    /// <summary>The columns that it shows, groups by, computes with or orders by; those of its conditions are apart.</summary>
    public IEnumerable<ReaderColumn?> Used => this switch
    {
        Rows rows => [.. rows.Columns, rows.Extreme?.By],
        Value value => [value.Measure.Column, value.Group],
        Pair pair => [pair.Column, pair.First.Column],
        _ => [],
    };

    /// <summary>Among these the one whose cells are computed with or compared.</summary>
    public ReaderColumn? Computed => this switch
    {
        Rows rows => rows.Extreme?.By,
        Value { Measure: { Function: not "COUNT" } measure } => measure.Column,
        Pair pair => pair.Column,
        _ => null,
    };

    /// <summary>Cells of rows: of all that fit (a look-up), or of those with the largest or smallest value of a column (an extreme).</summary>
    internal sealed record Rows(Source Source, IReadOnlyList<ReaderColumn> Columns, IReadOnlyList<Condition> Where) : Form(Source, Where)
    {
        public (ReaderColumn By, bool Largest)? Extreme { get; init; }

        /// <summary>More than one value is no answer.</summary>
        public bool Single { get; init; }
    }

    /// <summary>An aggregate of rows; of each group; or the groups where it is the largest or smallest.</summary>
    internal sealed record Value(Source Source, Measure Measure, ReaderColumn? Group, IReadOnlyList<Condition> Where) : Form(Source, Where)
    {
        public bool? Largest { get; init; }
    }

    /// <summary>How far two cells are apart, or whether the first is more (or less).</summary>
    internal sealed record Pair(Source Source, ReaderColumn Column, Condition First, Condition Second) : Form(Source, [])
    {
        public bool? More { get; init; }
    }
}

/// <summary>Says a form in words, so that a person sees what was read.</summary>
internal static class FormText
{
    public static string Of(Form form)
    {
        var text = form switch
        {
            Form.Rows { Extreme: { } extreme } rows => $"{Names(rows.Columns)} of the row with the {Size(extreme.Largest)} {extreme.By.Name}",
            Form.Rows rows => Names(rows.Columns),
            Form.Value { Largest: { } largest } value => $"{value.Group!.Name} with the {Size(largest)} {Of(value.Measure)}",
            Form.Value { Group: { } group } value => $"{Of(value.Measure)} for each {group.Name}",
            Form.Value value => Of(value.Measure),
            Form.Pair { More: null } pair => $"difference in {pair.Column.Name} between {Of(pair.First)} and {Of(pair.Second)}",
            Form.Pair pair =>
                $"whether {pair.Column.Name} is {(pair.More == true ? "more" : "less")} for {Of(pair.First)} than for {Of(pair.Second)}",
            _ => throw new ArgumentOutOfRangeException(nameof(form), form.GetType().Name, "This form has no words."),
        };
        var where = form.Where.Count == 0 ? text : $"{text}, where {string.Join(" and ", form.Where.Select(Of))}";

        // Brackets and line breaks of a name or a cell would end the action that holds these words.
        return where.Replace('[', '(').Replace(']', ')').ReplaceLineEndings(" ");
    }

    private static string Of(Condition condition) => condition switch
    {
        Condition.In some => $"{some.Column.Name} is {(some.Not ? "not " : string.Empty)}{string.Join(" or ", some.Values)}",
        Condition.Number { Part: "month" } month =>
            $"the month of {month.Column.Name} is {CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName((int)month.Value)}",
        Condition.Number number =>
            $"{(number.Part is null ? string.Empty : "the year of ")}{number.Column.Name} is {number.Comparison.Text}{number.Value}",
        Condition.Day day => $"{day.Column.Name} is {day.Comparison.Text}{DateText.ToIso(day.Value)}",
        Condition.None none => $"there is no {none.Column.Name}",
        Condition.Either either => $"{Of(either.First)} or {Of(either.Second)}",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.GetType().Name, "This condition has no words."),
    };

    private static string Of(Measure measure) => measure switch
    {
        { Column: null } => "number of rows",
        { Function: "COUNT", Column.Name: var name } => $"number of different values of {name}",
        { Function: "SUM", Column.Name: var name } => $"sum of {name}",
        { Function: "AVG", Column.Name: var name } => $"average {name}",
        { Function: "MAX" or "MIN", Column.Name: var name } => $"{Size(measure.Function == "MAX")} {name}",
        { Function: var function, Column.Name: var name } => $"{function} {name}",
    };

    private static string Names(IReadOnlyList<ReaderColumn> columns) => string.Join(" and ", columns.Select(static column => column.Name));

    private static string Size(bool largest) => largest ? "largest" : "smallest";
}
