using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Forms;

/// <summary>Which columns a form uses.</summary>
internal static class FormColumns
{
    /// <summary>The conditions that a form sets, those of its parts included.</summary>
    public static IEnumerable<Condition> Conditions(LogicalForm form) => form switch
    {
        LogicalForm.Project project => project.Where,
        LogicalForm.Count count => count.Where,
        LogicalForm.Aggregate aggregate => aggregate.Where,
        LogicalForm.Extreme extreme => extreme.Where,
        LogicalForm.Neighbour neighbour => [.. neighbour.Anchor, .. neighbour.Where],
        LogicalForm.GroupExtreme group => group.Where,
        LogicalForm.GroupCount group => group.Where,
        LogicalForm.Difference difference => Conditions(difference.First).Concat(Conditions(difference.Second)),
        LogicalForm.Better better => Conditions(better.First).Concat(Conditions(better.Second)),
        LogicalForm.Compare compare => Conditions(compare.First).Concat(Conditions(compare.Second)),
        LogicalForm.Exists exists => exists.Where,
        LogicalForm.SameAs same => [.. same.Anchor, .. same.Where],
        LogicalForm.Position position => position.Where,
        _ => [],
    };

    /// <summary>All columns that a form uses, some of them more than once.</summary>
    public static IEnumerable<ColumnSketch> Of(LogicalForm form) => Conditions(form).SelectMany(Of).Concat(Own(form));

    private static IEnumerable<ColumnSketch> Own(LogicalForm form) => form switch
    {
        LogicalForm.Project project => project.Columns,
        LogicalForm.Count count => One(count.Distinct),
        LogicalForm.Aggregate aggregate => [aggregate.Column],
        LogicalForm.Extreme extreme => [.. extreme.Columns, .. Of(extreme.Order)],
        LogicalForm.Neighbour neighbour => [neighbour.Column, .. Of(neighbour.Order)],
        LogicalForm.GroupExtreme group => [group.Column, .. One(group.Sum)],
        LogicalForm.GroupCount group => [group.Column],
        LogicalForm.Difference difference => Own(difference.First).Concat(Own(difference.Second)),
        LogicalForm.Better better => Own(better.First).Concat(Own(better.Second)),
        LogicalForm.Compare compare => Own(compare.First).Concat(Own(compare.Second)),
        LogicalForm.SameAs same => [same.Column, same.Shared],
        LogicalForm.Position position => Of(position.Order),
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
