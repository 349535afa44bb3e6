using Mact.Core.Sql;
using Mact.Core.Tables;

namespace Mact.Worker.Agents.Programs;

/// <summary>
/// Says why a program gave nothing, and finds the reading under which it gives something: which condition removed all rows, and which columns and
/// cells are near the names and texts that are not there.
/// </summary>
internal sealed class NearReadings(IReadOnlyList<Table> tables, Func<string, SqlOutcome> execute)
{
    private const int MaxConditions = 8;
    private const int MaxNear = 3;
    private const int MaxCellLength = 200;
    private const int MaxNames = 4;
    private const int MinNameLength = 4;

    /// <summary>Why it gave nothing, in a sentence or two; null where the program is of a form that cannot be taken apart.</summary>
    public Sentence? Explain(string sql)
    {
        List<Sentence> said = [];
        if (FirstEmpty(sql) is { } condition)
        {
            said.Add($"No row is left after the condition {condition}.");
        }

        foreach (var text in SqlConditions.ComparedTexts(sql).DistinctBy(static text => (text.Column, text.Text)))
        {
            var near = Exists(text) ? [] : Near(text);
            if (Exists(text))
            {
                // A text that is compared with a column that is not there, and stands in another one.
                if (text.Column is { } column && !IsColumn(column) && HomeOf(text) is { } home)
                {
                    said.Add($"'{Plain(text)}' is a cell of {home}.");
                }
            }
            else
            {
                said.Add(
                    near.Count == 0 ? (Sentence)$"No cell is '{Plain(text)}'." : $"No cell is '{Plain(text)}'; "
                        + $"{Sentence.Join(near.Take(MaxNear).Select(static cell => (Sentence)$"{cell.Column} has '{cell.Text}'"), ", ")}.");
            }
        }

        return said.Count == 0 ? null : Sentence.Join(said);
    }

    /// <summary>
    /// The program with the one near column, or the only table, put in for each that does not exist, and the one near cell for each text that no
    /// cell is; null where nothing was to be put in, or a name has no near one or several.
    /// </summary>
    public (string Sql, string Reading)? Read(string sql)
    {
        List<string> readings = [];
        var read = sql;
        while (readings.Count < MaxNames && execute(read) is SqlOutcome.Error error && (error.MissingColumn ?? error.MissingTable) is { } missing)
        {
            if ((error.MissingColumn is null ? OnlyTable(read) : NearColumn(missing)) is not { } near)
            {
                return null;
            }

            read = SqlConditions.WithName(read, missing, near);
            readings.Add($"read the {(error.MissingColumn is null ? "table" : "column")} '{missing}' as '{near}'");
        }

        var columns = readings.Count;
        foreach (var text in SqlConditions.ComparedTexts(read).Reverse())
        {
            if (Exists(text))
            {
                continue;
            }

            if (text.IsPattern || Near(text) is not [var only])
            {
                // A text that is near to nothing may be meant as it is: with another column it may meet rows all the same.
                return columns == 0 ? null : (read, string.Join(", ", readings));
            }

            read = $"{read[..text.Start]}'{only.Text.Replace("'", "''", StringComparison.Ordinal)}'{read[text.End..]}";
            readings.Insert(columns, $"read '{text.Text}' as '{only.Text}'");
        }

        return readings.Count == 0 ? null : (read, string.Join(", ", readings));
    }

    // A table's name out of an example, or out of the question: where there is one table, and the program names columns of it, it is meant.
    private string? OnlyTable(string sql) =>
        tables is [var only] && SqlConditions.NamesAny(sql, [.. only.Columns.Select(static column => column.Name)]) ? only.Name : null;

    // The same letters and digits; else a letter more, less or other; else the words of one name within another. The first of these that one column
    // alone meets.
    private string? NearColumn(string missing)
    {
        var bare = missing[(missing.LastIndexOf('.') + 1)..];
        var names = tables.SelectMany(static table => table.Columns).Select(static column => column.Name)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return Letters(bare).Length == 0 ? null : new Func<string, bool>[]
        {
            name => Letters(name) == Letters(bare) || Letters(name) == Letters(missing),
            name => Letters(bare).Length >= MinNameLength && EditDistance.Between(Letters(name), Letters(bare)) == 1,
            name => Letters(bare).Length >= MinNameLength && CellIndex.WordsOf(name).Contains(CellIndex.WordsOf(bare), StringComparison.Ordinal),
        }.Select(rule => names.Where(rule).ToList()).FirstOrDefault(static near => near.Count > 0) is [var only] ? only : null;
    }

    private static string Letters(string name) => CellIndex.WordsOf(name).Replace(" ", string.Empty, StringComparison.Ordinal);

    private bool IsColumn(string name) =>
        tables.Any(table => table.Columns.Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));

    private string? HomeOf(ComparedText text) => Columns(text)
        .Where(place => Cells(place).Any(cell => cell.Equals(text.Text, StringComparison.OrdinalIgnoreCase)))
        .Select(static place => place.Table.Columns[place.Column].Name)
        .FirstOrDefault();

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
        ? CellIndex.WordsOf(cell).Contains(CellIndex.WordsOf(Plain(text)).Trim(), StringComparison.Ordinal)
        : cell.Equals(text.Text, StringComparison.OrdinalIgnoreCase)));

    // Cells that hold the words, or whose words the text holds; else cells that differ by a letter or two.
    private List<(string Column, string Text)> Near(ComparedText text)
    {
        var words = CellIndex.WordsOf(Plain(text));
        if (words.Length <= 2)
        {
            return [];
        }

        var all = Columns(text)
            .SelectMany(place => Cells(place).Select(cell => (Column: place.Table.Columns[place.Column].Name, Text: cell)))
            .Where(cell => cell.Text.Length <= MaxCellLength)
            .DistinctBy(static cell => (cell.Column, cell.Text.ToUpperInvariant()))
            .Select(cell => (cell.Column, cell.Text, Phrase: CellIndex.WordsOf(cell.Text)))
            .Where(static cell => cell.Phrase.Length > 2)
            .ToList();
        var held = all.Where(
            cell =>
                cell.Phrase.Contains(words, StringComparison.Ordinal)
                    || words.Contains(cell.Phrase, StringComparison.Ordinal) && cell.Phrase.Length > 4).ToList();
        var near = held.Count > 0 ? held : all.Where(cell => words.Length > 6 && EditDistance.Between(cell.Phrase, words) <= 2).ToList();
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
}
