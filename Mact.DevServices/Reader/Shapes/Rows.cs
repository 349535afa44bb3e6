using Mact.Core.Tables;
using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>What several shapes need to know of a source's rows.</summary>
internal static class Rows
{
    /// <summary>Leaves out a row of totals, where there is one; it is not a row like the others.</summary>
    public static IReadOnlyList<Condition> WithoutTotal(Source source, IReadOnlyList<Condition> conditions)
    {
        foreach (var column in source.Columns.Where(column => !column.IsMeasure))
        {
            if (column.Values.Any(value => Words.Fold(value.Text) is "total" or "totals"))
            {
                return [.. conditions, new Condition.NotTotal(column)];
            }
        }

        return conditions;
    }

    /// <summary>Leaves out cells that only mark a missing value ("—", "n/a"), where a column of texts has such.</summary>
    public static IReadOnlyList<Condition> WithoutMarks(ColumnSketch column, IReadOnlyList<Condition> conditions)
    {
        List<string> marks = [.. column.Values.Where(value => MissingMarks.Contains(value.Text)).Select(value => value.Text)];
        return marks.Count == 0 ? conditions : [.. conditions, new Condition.Not(new Condition.Is(column, marks))];
    }

    /// <summary>Whether the years run forwards (1), backwards (-1), or neither (0) in the order of the table.</summary>
    public static int Direction(ColumnSketch time)
    {
        var (ups, downs) = (0, 0);
        double? last = null;
        foreach (var moment in time.Values.Select(Moment))
        {
            ups += moment > last ? 1 : 0;
            downs += moment < last ? 1 : 0;
            last = moment ?? last;
        }

        return (ups, downs) switch
        {
            ( > 0, 0) => 1,
            (0, > 0) => -1,
            (0, 0) => 1,
            _ => 0,
        };
    }

    /// <summary>Measures that an adjective ("long") or a noun ("people") stands for.</summary>
    public static ColumnSketch? MeasureOf(Source source, string word) =>
        Lexicon.Measures.TryGetValue(word, out var roots)
            ? source.Columns.FirstOrDefault(column => column.IsMeasure && column.HeaderIn(roots))
            : null;

    private static double? Moment(CellValue value) =>
        value.Date is { Year: { } year } date ? (year * 372) + (date.Month * 31) + date.Day : value.Year * 372;
}
