using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>Finds which columns a question names.</summary>
internal static class ColumnFinder
{
    private const double SynonymScore = 0.55;

    /// <summary>All mentions, the best of each place first.</summary>
    public static IReadOnlyList<ColumnMention> Find(IReadOnlyList<Word> words, Source source)
    {
        List<ColumnMention> mentions = [];
        foreach (var column in source.Columns)
        {
            for (var i = 0; i < words.Count; i++)
            {
                if (At(words, i, column) is { } mention)
                {
                    mentions.Add(mention);
                }
            }
        }

        List<ColumnMention> best =
        [
            .. mentions.OrderBy(mention => mention.Start).ThenByDescending(mention => mention.Score).ThenBy(mention => mention.Column.Index),
        ];
        best.AddRange(Synonyms(words, source, best));
        return best;
    }

    private static ColumnMention? At(IReadOnlyList<Word> words, int start, ColumnSketch column)
    {
        if (!Matches(words[start], column, 0, out var taken))
        {
            return null;
        }

        var (end, mask) = (start + 1, 1UL << start);
        for (var i = start + 1; i < words.Count && i <= end + 2; i++)
        {
            if (Matches(words[i], column, taken, out var also))
            {
                taken |= also;
                mask |= 1UL << i;
                end = i + 1;
            }
            else if (!Lexicon.Function.Contains(words[i].Text))
            {
                break;
            }
        }

        var (near, extra) = (WordMask.Count(taken), 0);
        for (var i = 0; i < words.Count; i++)
        {
            if (!WordMask.Has(mask, i) && Matches(words[i], column, taken, out var also))
            {
                taken |= also;
                mask |= 1UL << i;
                extra++;
            }
        }

        // The first word of a header names it more than the others do; an unmatched rest costs little in a long header.
        var isHead = (taken & 1) != 0 || (taken & (1UL << (column.Header.Count - 1))) != 0;
        var score = (near + 0.5 * extra) / column.Header.Count;
        return isHead || score >= 0.5 ? new(start, end, column, 0.4 + 0.6 * Math.Min(1, score) - (isHead ? 0 : 0.2), mask) : null;
    }

    private static bool Matches(Word word, ColumnSketch column, ulong taken, out ulong found)
    {
        found = 0;
        for (var i = 0; i < column.Header.Count; i++)
        {
            var header = column.Header[i];
            if ((taken & (1UL << i)) == 0
                && (string.Equals(header.Stem, word.Stem, StringComparison.Ordinal)
                    || (header.Root.Length > 2 && string.Equals(header.Root, word.Root, StringComparison.Ordinal) && !Lexicon.Function.Contains(word.Text))))
            {
                found = 1UL << i;
                return !Lexicon.Function.Contains(word.Text) || word.Text is "name" or "total" or "number" or "many" or "no";
            }
        }

        return false;
    }

    private static IEnumerable<ColumnMention> Synonyms(IReadOnlyList<Word> words, Source source, IReadOnlyList<ColumnMention> found)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!Lexicon.Measures.TryGetValue(words[i].Text, out var roots) || found.Any(mention => WordMask.Has(mention.Mask, i)))
            {
                continue;
            }

            foreach (var column in source.Columns.Where(column => column.IsMeasure && column.HeaderIn(roots)))
            {
                var extra = words.Index().Where(word => column.Header.Any(header => header.Stem == word.Item.Stem && !Lexicon.Function.Contains(word.Item.Text))).ToList();
                var mask = extra.Aggregate(1UL << i, (all, word) => all | (1UL << word.Index));
                yield return new(i, i + 1, column, SynonymScore + 0.1 * extra.Count, mask);
            }
        }
    }
}
