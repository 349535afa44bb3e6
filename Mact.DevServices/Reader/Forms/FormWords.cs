using System.Globalization;
using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Forms;

/// <summary>Says a form in English: the instruction that a planner gives to a coder. Different forms are said differently.</summary>
internal static class FormWords
{
    private const int MostValues = 6;

    /// <summary>One line, without square brackets: those end an action.</summary>
    public static string Instruction(LogicalForm form) => OneLine(Of(form).Replace('[', '(').Replace(']', ')'));

    /// <summary>Every run of white space as one blank.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Of(LogicalForm form) => form switch
    {
        LogicalForm.Project project => $"find {(project.Distinct ? "the different values of " : string.Empty)}{Columns(project.Columns)}{Where(project.Where)}",
        LogicalForm.Count { Distinct: { } column } count => $"count the different values of {column.Name}{Where(count.Where)}",
        LogicalForm.Count count => $"count the rows{Of(count.Source)}{Where(count.Where)}",
        LogicalForm.Aggregate aggregate => $"compute the {aggregate.Kind.ToString().ToLowerInvariant()} of {aggregate.Column.Name}{Where(aggregate.Where)}",
        LogicalForm.Extreme extreme => $"find {Columns(extreme.Columns)} of {Place(extreme)} by {Order(extreme.Order)}{Where(extreme.Where)}",
        LogicalForm.Neighbour neighbour => $"find {neighbour.Column.Name} of the row just {(neighbour.Following ? "after" : "before")} the one{Where(neighbour.Anchor)}, by {Order(neighbour.Order)}{Where(neighbour.Where, ", among those where ")}",
        LogicalForm.GroupExtreme group => $"find the {group.Column.Name} with the {(group.Most ? "most" : "fewest")} {(group.Sum is { } sum ? "in the sum of " + sum.Name : "rows")}{Where(group.Where)}",
        LogicalForm.GroupCount group => $"{(group.List ? "find" : "count")} the values of {group.Column.Name} that stand in {Compared(group.Comparison, group.Rows)} rows{Where(group.Where)}",
        LogicalForm.Difference difference => $"compute how far apart these are: {Of(difference.First)}; {Of(difference.Second)}",
        LogicalForm.Better better => $"say which is {(better.Greater ? "greater" : "smaller")}: for {better.FirstName}, {Of(better.First)}; for {better.SecondName}, {Of(better.Second)}",
        LogicalForm.Compare compare => $"say yes if the first is {(compare.Greater ? "greater" : "smaller")} than the second, else no: {Of(compare.First)}; {Of(compare.Second)}",
        LogicalForm.Exists exists => $"say yes if there is a row{Where(exists.Where)}, else no",
        LogicalForm.SameAs same => $"find {same.Column.Name} of the other rows with the same {same.Shared.Name} as the row{Where(same.Anchor)}{Where(same.Where, ", among those where ")}",
        LogicalForm.Position position => $"find the place by {Order(position.Order)} of the row{Where(position.Where)}",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form.GetType().Name, "This form has no words."),
    };

    private static string Of(Source source) => $" of {string.Join(" joined with ", source.Tables)}";

    private static string Columns(IReadOnlyList<ColumnSketch> columns) => string.Join(" and ", columns.Select(column => column.Name));

    private static string Place(LogicalForm.Extreme extreme)
    {
        var end = extreme.Descending ? "last or highest" : "first or lowest";
        return (extreme.Take, extreme.Skip) switch
        {
            (null, _) => $"the {end} row",
            (1, 0) => $"the one {end} row",
            ({ } take, 0) => $"the {Text(take)} {end} rows",
            (_, var skip) => $"row {Text(skip + 1)} from the {end}",
        };
    }

    private static string Order(RowOrder order) => order switch
    {
        RowOrder.ByNumber by => by.Column.Name,
        RowOrder.ByTime by => $"the time in {by.Column.Name}",
        _ => "the order of the table",
    };

    private static string Where(IReadOnlyList<Condition> conditions, string opening = " where ") =>
        conditions.Count == 0 ? string.Empty : opening + string.Join(" and ", conditions.Select(Of));

    private static string Of(Condition condition) => condition switch
    {
        Condition.Is { Values.Count: > MostValues } many => $"{many.Column.Name} is one of {Text(many.Values.Count)} values such as {string.Join(" or ", many.Values.Take(MostValues))}",
        Condition.Is equal => $"{equal.Column.Name} is {string.Join(" or ", equal.Values)}",
        Condition.Contains contains => $"{contains.Column.Name} contains {string.Join(" or ", contains.Parts)}",
        Condition.Number number => $"{number.Column.Name} is {Compared(number.Comparison, number.Value)}",
        Condition.Years { From: { } from, To: { } to } years => from.Equals(to) ? $"the year in {years.Column.Name} is {Text(from)}" : $"the year in {years.Column.Name} is {Text(from)} to {Text(to)}",
        Condition.Years { From: { } from } years => $"the year in {years.Column.Name} is {Text(from)} or later",
        Condition.Years { To: { } to } years => $"the year in {years.Column.Name} is {Text(to)} or earlier",
        Condition.Years years => $"{years.Column.Name} has a year",
        Condition.Filled filled => $"{filled.Column.Name} is not empty",
        Condition.NotTotal total => $"{total.Column.Name} is not the total",
        Condition.Not not => $"not {Of(not.Inner)}",
        Condition.Any any => $"({string.Join(" or ", any.Options.Select(Of))})",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.GetType().Name, "This condition has no words."),
    };

    private static string Compared(Comparison comparison, double value) => comparison switch
    {
        Comparison.Equal => Text(value),
        Comparison.Less => $"less than {Text(value)}",
        Comparison.AtMost => $"at most {Text(value)}",
        Comparison.Greater => $"more than {Text(value)}",
        Comparison.AtLeast => $"at least {Text(value)}",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
