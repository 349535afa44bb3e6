using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>Finds which cells a question names: the longest runs of words that stand in them.</summary>
internal static class ValueFinder
{
    private const int LongestValue = 14;
    private const string ListMarks = ",;/&\n";

    public static IReadOnlyList<ValueMention> Find(IReadOnlyList<Word> words, Source source)
    {
        List<ValueMention> mentions = [];
        for (var start = 0; start < words.Count; start++)
        {
            mentions.AddRange(From(words, start, source));
            mentions.AddRange(Dates(words, start, source));
        }

        // What lies inside a longer mention is part of it; a whole cell beats a part of one at the same place.
        return
        [
            .. mentions
                .Where(mention => !mentions.Any(other => Covers(other, mention)))
                .OrderBy(mention => mention.Start)
                .ThenByDescending(mention => mention.IsExact)
                .ThenBy(mention => mention.Values.Count)
                .ThenBy(mention => mention.Column.Index),
        ];
    }

    private static bool Covers(ValueMention outer, ValueMention inner) =>
        outer.Start <= inner.Start && outer.End >= inner.End && outer.End - outer.Start > inner.End - inner.Start;

    private static IEnumerable<ValueMention> From(IReadOnlyList<Word> words, int start, Source source)
    {
        if (Lexicon.Function.Contains(words[start].Text) && (start + 1 == words.Count || source.Find(words[start + 1]).Count == 0))
        {
            yield break;
        }

        var runs = new Dictionary<ColumnSketch, List<(CellValue Value, int Length, bool IsExact)>>();
        foreach (var (column, value) in source.Find(words[start]))
        {
            if (LongestRun(words, start, value) is { Length: > 0 } run && IsTelling(words, start, run.Length, run.IsExact, column))
            {
                if (!runs.TryGetValue(column, out var list))
                {
                    runs[column] = list = [];
                }

                list.Add((value, run.Length, run.IsExact));
            }
        }

        foreach (var (column, list) in runs)
        {
            var longest = list.Max(run => run.Length);
            var best = list.Where(run => run.Length == longest).ToList();
            var exact = best.Where(run => run.IsExact).Select(run => run.Value).ToList();
            yield return exact.Count > 0
                ? new(start, start + longest, column, [.. exact, .. best.Where(run => !run.IsExact && IsListed(run.Value, words, start, longest)).Select(run => run.Value)], IsExact: true)
                : new(start, start + longest, column, [.. best.Select(run => run.Value)], IsExact: false);
        }
    }

    private static (int Length, bool IsExact) LongestRun(IReadOnlyList<Word> words, int start, CellValue value)
    {
        var best = (Length: 0, IsExact: false);
        for (var at = 0; at < value.Words.Count; at++)
        {
            var length = 0;
            while (length < LongestValue && start + length < words.Count && at + length < value.Words.Count
                && string.Equals(words[start + length].Stem, value.Words[at + length].Stem, StringComparison.Ordinal))
            {
                length++;
            }

            // A trailing function word belongs to the question, unless the cell ends with it.
            while (length > 1 && at + length < value.Words.Count && Lexicon.Function.Contains(words[start + length - 1].Text))
            {
                length--;
            }

            if (length > best.Length)
            {
                best = (length, at == 0 && length == value.Words.Count);
            }
        }

        return best;
    }

    // The words are one item of a list in the cell: "Lo, Maren" or one line of several.
    private static bool IsListed(CellValue value, IReadOnlyList<Word> words, int start, int length)
    {
        for (var at = 0; at + length <= value.Words.Count; at++)
        {
            if (Enumerable.Range(0, length).All(i => string.Equals(value.Words[at + i].Stem, words[start + i].Stem, StringComparison.Ordinal)))
            {
                var before = value.Text.AsSpan(0, value.Words[at].Start).TrimEnd(" \"\u00A0");
                var after = value.Text.AsSpan(value.Words[at + length - 1].End).TrimStart(" \"\u00A0");
                return (before.IsEmpty || ListMarks.Contains(before[^1])) && (after.IsEmpty || ListMarks.Contains(after[0]));
            }
        }

        return false;
    }

    // Function words and words that shape a question name a cell only together with others, or as the whole cell; a number only as the whole cell.
    private static bool IsTelling(IReadOnlyList<Word> words, int start, int length, bool isExact, ColumnSketch column)
    {
        if (length > 1)
        {
            return !Enumerable.Range(start, length).All(i => Lexicon.Function.Contains(words[i].Text));
        }

        var word = words[start];
        if (word.Number is not null && !word.IsOrdinal)
        {
            return isExact && IsBesideHeader(words, start, column) && !column.IsYear && !word.IsYear && char.IsDigit(word.Text[0]);
        }

        return !Lexicon.Function.Contains(word.Text) && (isExact || word.Text.Length > 1)
            && !(Lexicon.Superlatives.ContainsKey(word.Text) || Lexicon.Extremes.ContainsKey(word.Text) || Lexicon.Comparatives.ContainsKey(word.Text))
            && (isExact || !Lexicon.Vague.Contains(word.Text));
    }

    // A bare number means a column only where the column is named next to it: "stage 5", "5 wins".
    private static bool IsBesideHeader(IReadOnlyList<Word> words, int at, ColumnSketch column) =>
        new[] { at - 2, at - 1, at + 1 }.Any(i => i >= 0 && i < words.Count && column.Header.Any(header => string.Equals(header.Stem, words[i].Stem, StringComparison.Ordinal)));

    private static IEnumerable<ValueMention> Dates(IReadOnlyList<Word> words, int start, Source source)
    {
        if (CalendarDate.Read(words, start) is not { } date)
        {
            yield break;
        }

        foreach (var column in source.Columns.Where(column => column.IsTemporal))
        {
            List<CellValue> days = [.. column.Values.Where(value => value.Date is { } day && day.Agrees(date.Date))];
            if (days.Count > 0)
            {
                yield return new(start, start + date.Length, column, days, IsExact: true);
            }
        }
    }
}
