using System.Text;
using Mact.Core.Tables;
using Mact.Core.Voting;

namespace Mact.Worker.Agents.Programs;

/// <summary>The cells of a run's tables by what they say, so that a written value is known to stand in a table. Built when it is first
/// asked.</summary>
public sealed class CellIndex(IReadOnlyList<Table> tables)
{
    private const int MaxCells = 2_000_000;
    private const int MaxPhraseCells = 20_000;
    private const int MaxCellLength = 2_000;
    private readonly Lazy<(
        Dictionary<string, (string Text, HashSet<(int Table, int Column)> Columns)> Cells, List<string> Phrases)> _index = new(() => Build(tables));

    /// <summary>The cell that says the same, in the cell's spelling; null where there is none.</summary>
    public string? Find(string text) => _index.Value.Cells.TryGetValue(Key(text), out var found) ? found.Text : null;

    /// <summary>Whether a cell says the same.</summary>
    public bool Contains(string text) => Find(text) is not null;

    /// <summary>Whether a cell holds these words, one after the other.</summary>
    public bool Mentions(string words) =>
        WordsOf(words) is { Length: > 2 } phrase && _index.Value.Phrases.Exists(cell => cell.Contains(phrase, StringComparison.Ordinal));

    /// <summary>Whether one column holds both values.</summary>
    public bool ShareColumn(string left, string right) =>
        _index.Value.Cells.TryGetValue(Key(left), out var first)
            && _index.Value.Cells.TryGetValue(Key(right), out var second)
            && first.Columns.Overlaps(second.Columns);

    /// <summary>Letters and digits in lower case, one space between words and around them.</summary>
    public static string WordsOf(string text)
    {
        var words = new StringBuilder(" ", text.Length + 2);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                words.Append(char.ToLowerInvariant(c));
            }
            else if (words[^1] != ' ')
            {
                words.Append(' ');
            }
        }

        return words[^1] == ' ' ? words.ToString() : words.Append(' ').ToString();
    }

    private static string Key(string text) => CanonicalForm.OfTexts([text]).Key;

    private static (
        Dictionary<string, (string Text, HashSet<(int Table, int Column)> Columns)> Cells, List<string> Phrases) Build(IReadOnlyList<Table> tables)
    {
        Dictionary<string, (string Text, HashSet<(int Table, int Column)> Columns)> cells = new(StringComparer.Ordinal);
        List<string> phrases = [];
        var scanned = 0;
        for (var table = 0; table < tables.Count; table++)
        {
            for (var row = 0; row < tables[table].RowCount && scanned < MaxCells; row++)
            {
                var column = 0;
                foreach (var cell in tables[table].Row(row))
                {
                    scanned++;
                    Add(cells, phrases, cell.Text, (table, column++));
                }
            }
        }

        return (cells, phrases);
    }

    private static void Add(
        Dictionary<string,
        (string Text, HashSet<(int Table, int Column)> Columns)> cells,
        List<string> phrases,
        string text,
        (int Table, int Column) place)
    {
        if (text.Length is 0 or > MaxCellLength || Key(text) is not { Length: > 0 } key)
        {
            return;
        }

        if (!cells.TryGetValue(key, out var known))
        {
            cells.Add(key, known = (text, []));
            if (phrases.Count < MaxPhraseCells)
            {
                phrases.Add(WordsOf(text));
            }
        }

        known.Columns.Add(place);
    }
}
