using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Forms;

/// <summary>Which columns a form uses.</summary>
internal static class FormColumns
{
    /// <summary>The tables of the columns that a form uses.</summary>
    public static IReadOnlySet<string> Tables(LogicalForm form) => Of(form).Select(column => column.Table).ToHashSet(StringComparer.Ordinal);

    /// <summary>All columns that a form uses, some of them more than once.</summary>
    public static IEnumerable<ColumnSketch> Of(LogicalForm form) => form switch
    {
        LogicalForm.Project project => [.. project.Columns, .. project.Where.SelectMany(Of)],
        LogicalForm.Count count => [.. One(count.Distinct), .. count.Where.SelectMany(Of)],
        LogicalForm.Aggregate aggregate => [aggregate.Column, .. aggregate.Where.SelectMany(Of)],
        LogicalForm.Extreme extreme => [.. extreme.Columns, .. Of(extreme.Order), .. extreme.Where.SelectMany(Of)],
        LogicalForm.Neighbour neighbour => [neighbour.Column, .. Of(neighbour.Order), .. neighbour.Anchor.SelectMany(Of), .. neighbour.Where.SelectMany(Of)],
        LogicalForm.GroupExtreme group => [group.Column, .. One(group.Sum), .. group.Where.SelectMany(Of)],
        LogicalForm.GroupCount group => [group.Column, .. group.Where.SelectMany(Of)],
        LogicalForm.Difference difference => Of(difference.First).Concat(Of(difference.Second)),
        LogicalForm.Better better => Of(better.First).Concat(Of(better.Second)),
        LogicalForm.Compare compare => Of(compare.First).Concat(Of(compare.Second)),
        LogicalForm.Exists exists => exists.Where.SelectMany(Of),
        LogicalForm.SameAs same => [same.Column, same.Shared, .. same.Anchor.SelectMany(Of), .. same.Where.SelectMany(Of)],
        LogicalForm.Position position => [.. Of(position.Order), .. position.Where.SelectMany(Of)],
        _ => [],
    };

    /// <summary>The columns that conditions are set on.</summary>
    public static IEnumerable<ColumnSketch> Of(IReadOnlyList<Condition> conditions) => conditions.SelectMany(Of);

    private static IEnumerable<ColumnSketch> Of(Condition condition) => condition switch
    {
        Condition.Is equal => [equal.Column],
        Condition.Contains contains => [contains.Column],
        Condition.Number number => [number.Column],
        Condition.Years years => [years.Column],
        Condition.Filled filled => [filled.Column],
        Condition.Not not => Of(not.Inner),
        Condition.Any any => any.Options.SelectMany(Of),
        _ => [],
    };

    private static IEnumerable<ColumnSketch> Of(RowOrder order) => order switch
    {
        RowOrder.ByNumber by => [by.Column],
        RowOrder.ByTime by => [by.Column],
        _ => [],
    };

    private static IEnumerable<ColumnSketch> One(ColumnSketch? column) => column is null ? [] : [column];
}
