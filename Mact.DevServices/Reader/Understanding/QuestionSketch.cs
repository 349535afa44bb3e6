using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>A question laid over one source: which of its words name columns, cells, numbers.</summary>
internal sealed class QuestionSketch
{
    public QuestionSketch(IReadOnlyList<Word> words, Source source)
    {
        Words = words;
        Source = source;
        TableNames = source.Tables.SelectMany(Stems).ToHashSet(StringComparer.Ordinal);
        NamedTables = [.. source.Tables.Where(table => Stems(table).All(stem => words.Any(word => string.Equals(word.Stem, stem, StringComparison.Ordinal))))];
        Columns = ColumnFinder.Find(words, source);
        Values = ValueFinder.Find(words, source);
    }

    public IReadOnlyList<Word> Words { get; }

    public Source Source { get; }

    /// <summary>The stems of the words that the tables are called by.</summary>
    public IReadOnlySet<string> TableNames { get; }

    /// <summary>The tables that the question calls by their names.</summary>
    public IReadOnlyList<string> NamedTables { get; }

    /// <summary>By place, the best first.</summary>
    public IReadOnlyList<ColumnMention> Columns { get; }

    /// <summary>By place, the best first.</summary>
    public IReadOnlyList<ValueMention> Values { get; }

    /// <summary>The word at a place; empty outside of the question.</summary>
    public string Text(int index) => index >= 0 && index < Words.Count ? Words[index].Text : string.Empty;

    /// <summary>Whether these words follow each other from a place on.</summary>
    public bool IsAt(int index, params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (Text(index + i) != words[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first place of a run of words; -1 where there is none.</summary>
    public int Find(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < Words.Count; i++)
        {
            if (IsAt(i, words))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The first place of any of these words; -1 where there is none.</summary>
    public int FindAny(IReadOnlySet<string> words, int from = 0)
    {
        for (var i = from; i < Words.Count; i++)
        {
            if (words.Contains(Words[i].Text))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The best column named by words that start at a place.</summary>
    public ColumnMention? ColumnAt(int index, Func<ColumnSketch, bool>? fits = null) =>
        Columns.Where(mention => mention.Start == index && (fits?.Invoke(mention.Column) ?? true)).MaxBy(mention => mention.Score);

    /// <summary>The best column that a noun phrase names which starts at a place: function words, adjectives and named values may come before it.</summary>
    public ColumnMention? ColumnOfPhrase(int index, Func<ColumnSketch, bool>? fits = null, int reach = 5)
    {
        for (var i = index; i < Math.Min(Words.Count, index + reach); i++)
        {
            if (ColumnAt(i, fits) is { } mention)
            {
                return mention;
            }

            if (!IsPassable(i))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Whether a word may stand between an article and the noun without changing which column is meant.</summary>
    public bool IsPassable(int index)
    {
        var word = Words[index];
        return (Lexicon.Function.Contains(word.Text) && word.Text is not ("has" or "have" or "had" or "did" or "is" or "are" or "was" or "were" or "than"))
            || Lexicon.Superlatives.ContainsKey(word.Text) || Lexicon.Extremes.ContainsKey(word.Text) || word.Number is not null
            || word.Text is "next" or "previous" or "amount" or "number" or "total" or "combined" or "average"
            || Values.Any(value => value.Start <= index && index < value.End);
    }

    private static IEnumerable<string> Stems(string table) => Language.Words.Of(table.Replace('_', ' '), 8).Select(word => word.Stem);
}
