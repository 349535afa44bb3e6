using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Worker.Agents.Answers;

namespace Mact.Worker.Agents.Tools;

/// <summary>
/// Says why a program met no row, and finds the reading under which it meets some: which condition removed all rows, and which cells are near the
/// texts that no cell is.
/// </summary>
internal sealed class EmptyResults(IReadOnlyList<Table> tables, Func<string, SqlOutcome> execute)
{
    private const int MaxConditions = 8;
    private const int MaxNear = 3;
    private const int MaxCellLength = 200;

    /// <summary>Why it is empty, in a sentence or two; null where the program is of a form that cannot be taken apart.</summary>
    public string? Explain(string sql)
    {
        List<string> said = [];
        if (FirstEmpty(sql) is { } condition)
        {
            said.Add($"No row is left after the condition {condition}.");
        }

        foreach (var text in SqlConditions.ComparedTexts(sql).Where(text => !Exists(text)).DistinctBy(static text => (text.Column, text.Text)))
        {
            var near = Near(text);
            said.Add(
                near.Count == 0 ? $"No cell is '{Plain(text)}'." : $"No cell is '{Plain(text)}'; "
                    + $"{string.Join(", ", near.Take(MaxNear).Select(static cell => $"{cell.Column} has '{cell.Text}'"))}.");
        }

        return said.Count == 0 ? null : string.Join(' ', said);
    }

    /// <summary>The program with the one near cell put in for each text that no cell is; null where a text has none or several.</summary>
    public (string Sql, string Reading)? Read(string sql)
    {
        List<string> readings = [];
        var read = sql;
        foreach (var text in SqlConditions.ComparedTexts(sql).Reverse())
        {
            if (Exists(text))
            {
                continue;
            }

            if (text.IsPattern || Near(text) is not [var only])
            {
                return null;
            }

            read = $"{read[..text.Start]}'{only.Text.Replace("'", "''", StringComparison.Ordinal)}'{read[text.End..]}";
            readings.Insert(0, $"read '{text.Text}' as '{only.Text}'");
        }

        return readings.Count == 0 ? null : (read, string.Join(", ", readings));
    }

    private string? FirstEmpty(string sql)
    {
        foreach (var condition in SqlConditions.Conditions(sql).Take(MaxConditions))
        {
            if (execute(condition.Count) is not SqlOutcome.Rows { Result: { RowCount: 1 } count })
            {
                return null;
            }

            if (count[0, 0].Value is 0L)
            {
                return condition.Condition;
            }
        }

        return null;
    }

    private bool Exists(ComparedText text) => Columns(text).Any(place => Cells(place).Any(cell => text.IsPattern
        ? CellIndex.Words(cell).Contains(CellIndex.Words(Plain(text)).Trim(), StringComparison.Ordinal)
        : cell.Equals(text.Text, StringComparison.OrdinalIgnoreCase)));

    // Cells that hold the words, or whose words the text holds; else cells that differ by a letter or two.
    private List<(string Column, string Text)> Near(ComparedText text)
    {
        var words = CellIndex.Words(Plain(text));
        if (words.Length <= 2)
        {
            return [];
        }

        var all = Columns(text)
            .SelectMany(place => Cells(place).Select(cell => (Column: place.Table.Columns[place.Column].Name, Text: cell)))
            .Where(cell => cell.Text.Length <= MaxCellLength)
            .DistinctBy(static cell => (cell.Column, cell.Text.ToUpperInvariant()))
            .Select(cell => (cell.Column, cell.Text, Words: CellIndex.Words(cell.Text)))
            .Where(static cell => cell.Words.Length > 2)
            .ToList();
        var held = all.Where(
            cell =>
                cell.Words.Contains(words, StringComparison.Ordinal)
                    || words.Contains(cell.Words, StringComparison.Ordinal) && cell.Words.Length > 4).ToList();
        var near = held.Count > 0 ? held : all.Where(cell => words.Length > 6 && Distance(cell.Words, words) <= 2).ToList();
        return [.. near.Select(static cell => (cell.Column, cell.Text))];
    }

    private IEnumerable<(Table Table, int Column)> Columns(ComparedText text)
    {
        var all = tables.SelectMany(static table => table.Columns.Select((_, index) => (Table: table, Column: index)));
        var named = all.Where(place => place.Table.Columns[place.Column].Name.Equals(text.Column, StringComparison.OrdinalIgnoreCase)).ToList();
        return named.Count > 0 ? named : all;
    }

    private static IEnumerable<string> Cells((Table Table, int Column) place) =>
        Enumerable.Range(0, place.Table.RowCount).Select(row => place.Table[row, place.Column].Text).Where(static text => text.Length > 0);

    private static string Plain(ComparedText text) => text.IsPattern ? text.Text.Trim('%', '_', '*') : text.Text;

    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 2)
        {
            return int.MaxValue;
        }

        var before = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var now = new int[right.Length + 1];
            now[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                now[j] = Math.Min(Math.Min(now[j - 1], before[j]) + 1, before[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
            }

            before = now;
        }

        return before[^1];
    }
}
