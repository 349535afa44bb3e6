using Mact.Core.Tables;
using Mact.Worker.Agents.Programs;

namespace Mact.Worker.Agents.Prompting;

/// <summary>
/// Which words of a question are columns or cells of its tables (schema linking): the longest runs of words that a column is called, that a cell
/// says, or that few cells hold. For a prompt, where <see cref="QuestionOptions.SchemaLinks"/> asks for it.
/// </summary>
internal static class SchemaLinks
{
    private const int MaxLinks = 8;
    private const int MaxRun = 6;
    private const int MaxHolders = 3;
    private const int MaxCells = 20_000;
    private const int MaxCellLength = 200;
    private const int MinLength = 3;

    /// <summary>The links in a sentence; null where there are none.</summary>
    public static string? Find(IReadOnlyList<Table> tables, string question)
    {
        var words = question.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var columns = tables.SelectMany(static table => table.Columns).Select(static column => column.Name)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToLookup(static name => Stems(name), StringComparer.Ordinal);
        var cells = Cells(tables);
        var taken = new bool[words.Length];
        SortedDictionary<int, string> links = [];
        for (var length = Math.Min(MaxRun, words.Length); length > 0; length--)
        {
            for (var start = 0; start + length <= words.Length && links.Count < MaxLinks; start++)
            {
                var run = string.Join(' ', words[start..(start + length)]);
                var folded = CellIndex.WordsOf(run);
                if (taken.AsSpan(start, length).Contains(true) || folded.Trim().Length < MinLength
                    || Link(run, folded, length, columns, cells) is not { } link)
                {
                    continue;
                }

                links.Add(start, $"\"{run.Trim(',', '.', '?', '!', ';', ':', '"')}\" is {link}");
                taken.AsSpan(start, length).Fill(true);
            }
        }

        return links.Count == 0 ? null : $"Words of the question in the tables: {string.Join("; ", links.Values)}.";
    }

    private static string? Link(
        string run,
        string folded,
        int length,
        ILookup<string, string> columns,
        IReadOnlyCollection<(string Column, string Text, string Folded)> cells)
    {
        if (QuestionWords.Of(run).Count == 0 && !run.Any(char.IsAsciiDigit))
        {
            return null;
        }

        var named = columns[Stems(run)].ToList();
        if (named.Count is > 0 and <= MaxHolders)
        {
            return $"the column {string.Join(" or ", named.Select(static name => $"\"{name}\""))}";
        }

        // One small word is within too many cells; a name, or several words, is a link.
        var found = cells.Where(cell => cell.Folded == folded).ToList();
        found = found.Count > 0 || length == 1 && !char.IsUpper(run.TrimStart('"', '“', '\'', '(')[0])
            ? found
            : [.. cells.Where(cell => cell.Folded.Contains(folded, StringComparison.Ordinal)).Take(MaxHolders + 1)];
        return found.Count is 0 or > MaxHolders
            ? null
            : string.Join(" or ", found.Select(static cell => $"'{cell.Text}' of \"{cell.Column}\""));
    }

    private static List<(string Column, string Text, string Folded)> Cells(IReadOnlyList<Table> tables) =>
    [
        .. tables.SelectMany(static table => Enumerable.Range(0, table.Columns.Count)
            .SelectMany(column => Enumerable.Range(0, table.RowCount).Select(row => (Column: table.Columns[column].Name, table[row, column].Text))))
            .Where(static cell => cell.Text.Length is > 0 and <= MaxCellLength)
            .Distinct()
            .Take(MaxCells)
            .Select(static cell => (cell.Column, cell.Text, CellIndex.WordsOf(cell.Text)))
            .Where(static cell => cell.Item3.Length > MinLength),
    ];

    // "gold medals" is the column "Gold medal".
    private static string Stems(string name) => string.Join(
        ' ',
        CellIndex.WordsOf(name).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static word => word.Length > MinLength && word.EndsWith('s') ? word[..^1] : word));
}
