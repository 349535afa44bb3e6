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
    private const int MaxSpellings = 4;
    private readonly Lazy<(Dictionary<string, Entry> Cells, List<string> Phrases)> _index = new(() => Build(tables));

    /// <summary>Whether a cell says the same.</summary>
    public bool Contains(string text) => _index.Value.Cells.ContainsKey(Key(text));

    /// <summary>
    /// The one value that a text is, as the cell spells it that says the same, word by word; as it is written where cells spell it in several ways.
    /// Null where no cell says so.
    /// </summary>
    public string? Spell(string text) =>
        _index.Value.Cells.TryGetValue(Key(text), out var found) && found.Spellings.Exists(cell => cell == text || WordsOf(cell) == WordsOf(text))
            ? found.Spellings.Count == 1 ? found.Spellings[0] : text
            : null;

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

    private static (Dictionary<string, Entry> Cells, List<string> Phrases) Build(IReadOnlyList<Table> tables)
    {
        Dictionary<string, Entry> cells = new(StringComparer.Ordinal);
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

    private static void Add(Dictionary<string, Entry> cells, List<string> phrases, string text, (int Table, int Column) place)
    {
        if (text.Length is 0 or > MaxCellLength || Key(text) is not { Length: > 0 } key)
        {
            return;
        }

        if (!cells.TryGetValue(key, out var known))
        {
            cells.Add(key, known = new([], []));
            if (phrases.Count < MaxPhraseCells)
            {
                phrases.Add(WordsOf(text));
            }
        }

        known.Columns.Add(place);
        if (known.Spellings.Count < MaxSpellings && !known.Spellings.Contains(text))
        {
            known.Spellings.Add(text);
        }
    }

    // Cells that say the same, and how they spell it.
    private sealed record Entry(List<string> Spellings, HashSet<(int Table, int Column)> Columns);
}
