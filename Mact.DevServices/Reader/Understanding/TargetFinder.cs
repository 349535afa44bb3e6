using System.Collections.Frozen;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>Finds what a question asks for: the noun after "which", a person for "who", a place for "where", a moment for "when".</summary>
internal static class TargetFinder
{
    private const double DefaultCost = 0.3;
    private const double RowNounCost = 0.3;

    private static readonly FrozenSet<string> Wh = new[] { "who", "whom", "which", "what", "when", "where", "whose" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Orders = new[] { "name", "list", "tell", "show", "give", "find", "identify" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Be = new[] { "is", "are", "was", "were", "s", "me", "did", "do", "does" }.ToFrozenSet(StringComparer.Ordinal);

    public static Target? Find(QuestionSketch question)
    {
        var wh = question.FindAny(Wh);
        if (Orders.Contains(question.Text(0)) && (wh < 0 || wh > 3 || question.Text(0) == "name"))
        {
            wh = 0;
        }

        return wh < 0 ? null : question.Text(wh) switch
        {
            "who" or "whom" => Role(question, wh, Lexicon.PersonHeaders, column => column.IsNaming),
            "where" => Role(question, wh, Lexicon.PlaceHeaders, column => column.IsNaming),
            "when" => Role(question, wh, Lexicon.TimeHeaders, column => column.IsTemporal),
            _ => Noun(question, wh),
        };
    }

    private static Target? Role(QuestionSketch question, int wh, FrozenSet<string> headers, Func<ColumnSketch, bool> fits)
    {
        var source = question.Source;
        if (Be.Contains(question.Text(wh + 1)) && question.ColumnOfPhrase(wh + 2, fits, 4) is { Score: > 0.85 } named)
        {
            return new([named.Column], WordMask.Of(wh, named.End) | named.Mask, 0, named.End, IsNamed: true);
        }

        var columns = source.Columns.Where(column => fits(column) && column.HeaderNames(headers)).ToList();
        var column = source.Key is { } key && columns.Contains(key) ? key : columns.FirstOrDefault();
        var cost = column is null ? DefaultCost : 0.05 * (columns.Count - 1);
        column ??= question.Text(wh) == "when" ? source.Time : question.Text(wh) == "where" ? null : source.Key;
        return column is null ? null : new([column], 1UL << wh, cost, wh + 1, IsNamed: false);
    }

    private static Target? Noun(QuestionSketch question, int wh)
    {
        var (start, sawBe) = (wh + 1, false);
        while (Be.Contains(question.Text(start)))
        {
            (start, sawBe) = (start + 1, true);
        }

        for (var i = start; i < Math.Min(question.Words.Count, start + 7); i++)
        {
            if ((question.IsAt(i, "name", "of") || question.IsAt(i, "names", "of")) && question.ColumnOfPhrase(i + 2, null, 4) is { Column.IsNumeric: false } owner
                && !(question.ColumnAt(i) is { } name && name.Score > owner.Score))
            {
                return Named(question, wh, owner);
            }

            if (question.ColumnAt(i) is { } mention)
            {
                return Named(question, wh, mention);
            }

            if (!question.IsPassable(i))
            {
                return RowNoun(question, wh, i, sawBe);
            }
        }

        return question.Source.Key is { } key ? new([key], 1UL << wh, DefaultCost, start, IsNamed: false) : null;
    }

    private static Target Named(QuestionSketch question, int wh, ColumnMention mention)
    {
        List<ColumnSketch> columns = [mention.Column];
        var (end, mask) = (mention.End, mention.Mask);
        while (question.Text(end) is "and" && question.ColumnOfPhrase(end + 1, null, 2) is { } also && !columns.Contains(also.Column))
        {
            columns.Add(also.Column);
            (end, mask) = (also.End, mask | also.Mask);
        }

        var extremes = Enumerable.Range(wh, mention.Start - wh)
            .Where(i => !IsStructural(question, i))
            .Aggregate(0UL, (all, i) => all | (1UL << i));
        return new(columns, mask | extremes, mention.Score >= 0.7 ? 0 : 0.15, end, IsNamed: true);
    }

    // Superlatives and values before the noun have a meaning of their own, which a shape must account for.
    private static bool IsStructural(QuestionSketch question, int i) =>
        Lexicon.Superlatives.ContainsKey(question.Text(i)) || Lexicon.Extremes.ContainsKey(question.Text(i)) || question.Words[i].Number is not null
        || question.Text(i) is "next" or "previous" or "same" or "average" or "total" or "combined"
        || (question.Values.Any(value => value.Start <= i && i < value.End) && !Lexicon.Function.Contains(question.Text(i)));

    // "which game …" over a table of games: no column is called that, the rows are.
    private static Target? RowNoun(QuestionSketch question, int wh, int noun, bool sawBe)
    {
        if (question.Source.Key is not { } key)
        {
            return null;
        }

        var isNoun = !sawBe || question.Text(noun - 1) is "the" or "of" or "other" or "only" || Lexicon.Extremes.ContainsKey(question.Text(noun - 1));
        return isNoun && !Lexicon.Superlatives.ContainsKey(question.Text(noun)) && question.Text(noun) is not ("has" or "have" or "had" or "did")
            ? new([key], WordMask.Of(wh, wh + 1) | (1UL << noun), RowNounCost + DefaultCost, noun + 1, IsNamed: false)
            : new([key], 1UL << wh, DefaultCost, wh + 1, IsNamed: false);
    }
}
