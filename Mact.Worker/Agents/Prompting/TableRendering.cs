using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Core.Tables;

namespace Mact.Worker.Agents.Prompting;

/// <summary>
/// Shows tables within a number of tokens: all rows where they fit; else the first rows, the last, rows that hold a word of the
/// question, and a profile of every column. What is stored is never cut, only what is shown.
/// </summary>
internal static partial class TableRendering
{
    private const int CharactersPerToken = 3;
    private const int MaxCellLength = 300;
    private const int CutCellLength = 60;
    private const int HeadRows = 5;
    private const int TailRows = 2;
    private const int ProfiledColumns = 60;

    /// <summary>The tables as a prompt shows them, each with its share of the budget.</summary>
    public static IReadOnlyList<PromptTable> Render(IReadOnlyList<Table> tables, string question, int tokens)
    {
        var left = (long)tokens * CharactersPerToken;
        var words = QuestionWords.Of(question);
        var rendered = new PromptTable[tables.Count];

        // Small tables first: what they do not need is left for the large ones.
        var bySize = Enumerable.Range(0, tables.Count).OrderBy(index => (long)tables[index].RowCount * tables[index].Columns.Count).ToList();
        for (var i = 0; i < bySize.Count; i++)
        {
            var share = left / (bySize.Count - i);
            var table = tables[bySize[i]];
            rendered[bySize[i]] = RenderOne(table, words, share, out var used);
            left = Math.Max(0, left - used);
        }

        return rendered;
    }

    private static PromptTable RenderOne(Table table, FrozenSet<string> words, long budget, out long used)
    {
        var columns = table.Columns.Select(column => new PromptColumn(column.Name, column.Type)).ToList();
        var header = columns.Sum(column => column.Name.Length + 12L);
        if (TryAll(table, budget - header, out var all, out used))
        {
            used += header;
            return new(table.Name, columns, all, table.RowCount) { Notes = [.. Totals(table)] };
        }

        used = header;
        List<IReadOnlyList<string>> shown = [];
        var rows = PickRows(table, words, budget - header, ref used);
        shown.AddRange(rows.Select(row => Cells(table, row, CutCellLength)));
        return new(table.Name, columns, shown, table.RowCount) { Notes = [.. Notes(table, rows), .. Totals(table)] };
    }

    private static bool TryAll(Table table, long budget, out List<IReadOnlyList<string>> rows, out long used)
    {
        rows = new(Math.Min(table.RowCount, 1_000));
        used = 0;
        for (var row = 0; row < table.RowCount; row++)
        {
            var cells = Cells(table, row, MaxCellLength);
            used += Length(cells);
            if (used > budget)
            {
                return false;
            }

            rows.Add(cells);
        }

        return true;
    }

    private static List<int> PickRows(Table table, FrozenSet<string> words, long budget, ref long used)
    {
        var mentioned = Enumerable.Range(0, table.RowCount).Where(row => Mentions(table, row, words));
        var wanted = Enumerable.Range(0, Math.Min(HeadRows, table.RowCount))
            .Concat(Enumerable.Range(Math.Max(0, table.RowCount - TailRows), Math.Min(TailRows, table.RowCount)))
            .Concat(mentioned)
            .Concat(Enumerable.Range(0, table.RowCount));
        SortedSet<int> picked = [];
        long taken = 0;
        foreach (var row in wanted)
        {
            if (picked.Contains(row))
            {
                continue;
            }

            // The first row is shown whatever it takes: without one, nobody knows what the values look like.
            var length = Length(Cells(table, row, CutCellLength));
            if (picked.Count > 0 && taken + length > budget)
            {
                break;
            }

            taken += length;
            picked.Add(row);
        }

        used += taken;
        return [.. picked];
    }

    private static bool Mentions(Table table, int row, FrozenSet<string> words)
    {
        foreach (var cell in table.Row(row))
        {
            if (QuestionWords.Mentioned(words, cell.Text))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] Cells(Table table, int row, int maxLength)
    {
        var cells = table.Row(row);
        var texts = new string[cells.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            var text = cells[i].Text;
            texts[i] = text.Length <= maxLength ? text : string.Concat(text.AsSpan(0, maxLength - 1), "…");
        }

        return texts;
    }

    private static long Length(IReadOnlyList<string> cells) => cells.Sum(cell => cell.Length + 3L);

    // A row that adds up the others wins every ranking and doubles every sum: whoever writes a query is told.
    private static IEnumerable<string> Totals(Table table)
    {
        const int shown = 3;
        var rows = Enumerable.Range(0, table.RowCount)
            .Where(row => Enumerable.Range(0, Math.Min(2, table.Columns.Count)).Any(column => Total().IsMatch(table[row, column].Text)))
            .Take(shown + 1)
            .ToList();
        return table.RowCount < 3 || rows.Count > shown
            ? []
            : rows.Select(row => $"Row {row + 1} is a total of other rows: leave it out of counts, sums and rankings.");
    }

    [GeneratedRegex(@"^\W*((grand|sub) ?-?)?totals?\W*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Total();

    private static List<string> Notes(Table table, List<int> rows)
    {
        List<string> notes = [$"Shown are the rows {Ranges(rows)} of {table.RowCount}."];
        notes.AddRange(table.Columns.Take(ProfiledColumns).Select((column, index) => $"{column.Name}: {ColumnSummary.Describe(table, index)}"));
        return notes;
    }

    private static string Ranges(List<int> rows)
    {
        List<string> ranges = [];
        for (var i = 0; i < rows.Count; i++)
        {
            var start = rows[i];
            while (i + 1 < rows.Count && rows[i + 1] == rows[i] + 1)
            {
                i++;
            }

            ranges.Add(start == rows[i] ? $"{start + 1}" : $"{start + 1}-{rows[i] + 1}");
        }

        return string.Join(", ", ranges.Take(30)) + (ranges.Count > 30 ? ", …" : string.Empty);
    }
}

/// <summary>A column in one line: how many values, how many of them distinct, their range or the most frequent ones.</summary>
internal static class ColumnSummary
{
    private const int MaxDistinct = 10_000;
    private const int Examples = 5;
    private const int ExampleLength = 40;

    public static string Describe(Table table, int column)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var empty = 0;
        double? min = null, max = null;
        double sum = 0;
        var numbers = 0;
        for (var row = 0; row < table.RowCount; row++)
        {
            var cell = table[row, column];
            if (cell.Value is null)
            {
                empty++;
                continue;
            }

            if (counts.Count < MaxDistinct || counts.ContainsKey(cell.Text))
            {
                counts[cell.Text] = counts.GetValueOrDefault(cell.Text) + 1;
            }

            if (cell.Value is long or double)
            {
                var number = Convert.ToDouble(cell.Value);
                min = Math.Min(min ?? number, number);
                max = Math.Max(max ?? number, number);
                sum += number;
                numbers++;
            }
        }

        var distinct = counts.Count < MaxDistinct ? $"{counts.Count}" : $"over {MaxDistinct}";
        var missing = empty == 0 ? string.Empty : $", {empty} empty";
        return numbers > 0 && numbers == table.RowCount - empty
            ? $"{min:G6} to {max:G6}, mean {sum / numbers:G6}, {distinct} distinct{missing}"
            : $"{distinct} distinct{missing}, such as {string.Join(", ", Frequent(counts))}";
    }

    private static IEnumerable<string> Frequent(Dictionary<string, int> counts) => counts
        .OrderByDescending(pair => pair.Value)
        .ThenBy(pair => pair.Key, StringComparer.Ordinal)
        .Take(Examples)
        .Select(pair => pair.Key.Length <= ExampleLength ? $"'{pair.Key}'" : $"'{pair.Key[..(ExampleLength - 1)]}…'");
}

/// <summary>The words of a question that may name something in a table.</summary>
internal static class QuestionWords
{
    private static readonly FrozenSet<string> Common = FrozenSet.ToFrozenSet(
        [
            "the", "and", "for", "was", "were", "are", "did", "does", "has", "had", "have", "with", "from", "that", "this", "than", "then", "what",
            "which", "who", "whom", "whose", "when", "where", "how", "many", "much", "more", "most", "less", "least", "each", "all", "any", "not",
            "but", "its", "his", "her", "their", "they", "there", "been", "being", "per", "total", "number", "name", "after", "before", "between",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Three letters or more, or digits; common words left out.</summary>
    public static FrozenSet<string> Of(string text) =>
        Split(text).Where(word => !Common.Contains(word)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a cell holds one of the words.</summary>
    public static bool Mentioned(FrozenSet<string> words, string cell) =>
        words.Count > 0 && cell.Length <= 2_000 && Split(cell).Any(words.Contains);

    private static IEnumerable<string> Split(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                if (i - start >= 3 || char.IsDigit(text[start]))
                {
                    yield return text[start..i];
                }

                start = -1;
            }
        }
    }
}
