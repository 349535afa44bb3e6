using Mact.Core.Sql;
using Mact.Worker.Agents.Programs;
using Mact.Worker.Agents.Running;

namespace Mact.Worker.Agents.Answers;

/// <summary>The values of an executed result as an answer gives them: all rows, and in the spelling of the cells that they came from.</summary>
internal sealed class AnswerRows(Run run)
{
    private const int MaxRows = 10_000;
    private readonly Dictionary<string, Dictionary<string, string?>> _spellings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The values, row by row, and the names of the columns where there are several.</summary>
    /// <param name="group">The result; a record holds only its first rows.</param>
    /// <param name="sql">Its program, which is run again for the rest; null where it has none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public (IReadOnlyList<string> Values, IReadOnlyList<string>? Columns) Of(ResultGroup group, string? sql, CancellationToken cancellationToken)
    {
        var rows = All(group, sql, cancellationToken);
        if (rows.Count == 1 && AskedColumn.Find(run.Question.Text, group.Columns, rows[0]) is { } asked)
        {
            return ([Spell(group.Columns[asked], rows[0][asked]!)], null);
        }

        var several = group.Columns.Count > 1;
        var values = rows.SelectMany(
            row =>
                row.Select(
                    (cell, column) =>
                        string.IsNullOrEmpty(cell) ? several && rows.Count > 1 ? string.Empty : null : Spell(group.Columns[column], cell)));
        return ([.. values.OfType<string>().Select(AnswerFormatter.OneLine)], several && rows.Count > 1 ? group.Columns : null);
    }

    /// <summary>A value of a column as the one cell spells it that has this value: "$1,200" for 1200; as it is where cells differ or none has
    /// it.</summary>
    public string Spell(string column, string value)
    {
        if (!_spellings.TryGetValue(column, out var spellings))
        {
            _spellings.Add(column, spellings = Read(column));
        }

        return spellings.GetValueOrDefault(value) ?? value;
    }

    private Dictionary<string, string?> Read(string column)
    {
        Dictionary<string, string?> spellings = new(StringComparer.Ordinal);
        foreach (var table in run.Tables)
        {
            for (var index = 0; index < table.Columns.Count; index++)
            {
                if (!table.Columns[index].Name.Equals(column, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                for (var row = 0; row < table.RowCount; row++)
                {
                    var cell = table[row, index];
                    if (cell.Value is long or double && ResultGroups.Display(cell) is { } shown)
                    {
                        spellings[shown] = spellings.TryGetValue(shown, out var other) && other != cell.Text ? null : cell.Text;
                    }
                }
            }
        }

        return spellings;
    }

    private IReadOnlyList<IReadOnlyList<string?>> All(ResultGroup group, string? sql, CancellationToken cancellationToken) =>
        group.RowCount > group.Rows.Count
            && sql is not null
            && run.Workbench.Execute(sql, cancellationToken) is SqlOutcome.Rows { Result: var result }
            ?
            [
                .. Enumerable.Range(0, Math.Min(result.RowCount, MaxRows)).Select(
                    row =>
                        (IReadOnlyList<string?>)
                        [
                            .. Enumerable.Range(0, result.Columns.Count).Select(column => ResultGroups.Display(result[row, column])),
                        ]),
            ]
            : group.Rows;
}
