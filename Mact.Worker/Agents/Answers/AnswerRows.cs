using System.Globalization;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Running;

namespace Mact.Worker.Agents.Answers;

/// <summary>The values of an executed result as an answer gives them: all rows, and in the spelling of the cells that they came from.</summary>
internal sealed class AnswerRows(Run run)
{
    private const int MaxRows = 10_000;

    // A fraction that was computed has so many digits; of a cell's own spelling there are fewer.
    private const int ComputedDigits = 15;

    /// <summary>The values, row by row, and the names of the columns where there are several.</summary>
    /// <param name="group">The result; a record holds only its first rows, and numbers as such.</param>
    /// <param name="sql">Its program, which is run again for the rest; null where it has none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public (IReadOnlyList<string> Values, IReadOnlyList<string>? Columns) Of(ResultGroup group, string? sql, CancellationToken cancellationToken)
    {
        var rows = All(group, sql, cancellationToken);
        if (rows.Count == 1 && AskedColumn.Find(run.Question.Text, group.Columns, group.Rows[0]) is { } asked)
        {
            return ([AnswerFormatter.OneLine(rows[0][asked]!)], null);
        }

        // An empty cell keeps its place in a table.
        var isTable = group.Columns.Count > 1 && rows.Count > 1;
        var values = rows.SelectMany(row => row.Select(cell => string.IsNullOrEmpty(cell) ? isTable ? string.Empty : null : cell));
        return ([.. values.OfType<string>().Select(AnswerFormatter.OneLine)], isTable ? group.Columns : null);
    }

    private IReadOnlyList<IReadOnlyList<string?>> All(ResultGroup group, string? sql, CancellationToken cancellationToken) =>
        sql is not null
            && run.Workbench.Execute(sql, cancellationToken) is SqlOutcome.Rows { Result: var result }
            && IsSame(group, result)
            ?
            [
                .. Enumerable.Range(0, Math.Min(result.RowCount, MaxRows)).Select(
                    row => (IReadOnlyList<string?>)[.. Enumerable.Range(0, result.Columns.Count).Select(column => Text(result[row, column]))]),
            ]
            : group.Rows;

    // A program that asks what time it is gives something else each time: what was voted for is the answer.
    private static bool IsSame(ResultGroup group, Table result) => result.RowCount == group.RowCount && result.Columns.Count == group.Columns.Count
        && group.Rows.Index().All(row => row.Item.Index().All(cell => cell.Item == ResultGroups.Recorded(result[row.Index, cell.Index])));

    // A number that is a cell is spelled as that cell: "$1,200", "1.10".
    private string? Text(Cell cell) =>
        cell.Value is long || cell.Value is double && (!IsComputed(cell.Text) || run.Cells.Spell(cell.Text) == cell.Text)
            ? cell.Text
            : ResultGroups.Display(cell);

    private static bool IsComputed(string text) => text.Count(char.IsAsciiDigit) >= ComputedDigits
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
