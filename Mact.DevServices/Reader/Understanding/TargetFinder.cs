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
            return new([named.Column], WordMask.Of(wh, wh + 2) | named.Mask, 0, named.End, IsNamed: true);
        }

        if (Verb(question, wh, fits) is { } verb)
        {
            return new([verb.Column], (1UL << wh) | verb.Mask, 0, wh + 1, IsNamed: true);
        }

        var columns = source.Columns.Where(column => fits(column) && column.HeaderNames(headers)).ToList();
        var column = source.Key is { } key && columns.Contains(key) ? key : columns.FirstOrDefault();
        var cost = column is null ? DefaultCost : 0.05 * (columns.Count - 1);
        column ??= question.Text(wh) == "when" ? source.Time : question.Text(wh) == "where" ? null : source.Key;
        return column is null ? null : new([column], 1UL << wh, cost, wh + 1, IsNamed: false);
    }

    // "who directed", "when did … open": the verb is a form of the header's word, or stands where a verb stands.
    private static ColumnMention? Verb(QuestionSketch question, int wh, Func<ColumnSketch, bool> fits) => question.Columns
        .Where(mention => mention.Start > wh && mention.End == mention.Start + 1 && mention.Score > 0.6 && fits(mention.Column)
            && !ReferenceEquals(mention.Column, question.Source.Key)
            && !question.Values.Any(value => value.Start <= mention.Start && mention.Start < value.End)
            && (!mention.Column.Header.Any(header => header.Stem == question.Words[mention.Start].Stem)
                || (question.Text(wh + 1) is "did" or "does" or "do" && mention.End == question.Words.Count)))
        .MaxBy(mention => mention.Score);

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
                // "the most populous district": the first column is what is compared by.
                var described = Lexicon.Superlatives.ContainsKey(question.Text(i - 1)) && mention.Column.IsMeasure
                    ? question.ColumnAt(mention.End, column => !column.IsMeasure)
                    : null;
                return Named(question, wh, described ?? mention);
            }

            if (!question.IsPassable(i) || IsChanceNoun(question, i))
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
            .Where(i => !IsStructural(question, i) || (question.Words[i].Number is not null && question.IsAt(i - 2, "of", "the")))
            .Aggregate(0UL, (all, i) => all | (1UL << i));
        return new(columns, mask | extremes, mention.Score >= 0.7 ? 0 : 0.15, end, IsNamed: true);
    }

    // Superlatives and values before the noun have a meaning of their own, which a shape must account for.
    private static bool IsStructural(QuestionSketch question, int i) =>
        Lexicon.Superlatives.ContainsKey(question.Text(i)) || Lexicon.Extremes.ContainsKey(question.Text(i)) || question.Words[i].Number is not null
        || question.Text(i) is "next" or "previous" or "same" or "average" or "total" or "combined"
        || (question.Values.Any(value => value.Start <= i && i < value.End) && !Lexicon.Function.Contains(question.Text(i)));

    // A noun that happens to stand in some longer cell: "which stadium" where cells say "Park Stadium".
    private static bool IsChanceNoun(QuestionSketch question, int i) =>
        question.Values.Any(value => value.Start == i && value.End == i + 1 && !value.IsExact)
        && !question.Values.Any(value => value.Start == i && (value.End > i + 1 || value.IsExact))
        && (i + 1 == question.Words.Count || Lexicon.Function.Contains(question.Text(i + 1)) || Lexicon.Vague.Contains(question.Text(i + 1)));

    // "which game …" over a table of games: no column is called that, the rows are.
    private static Target? RowNoun(QuestionSketch question, int wh, int noun, bool sawBe)
    {
        if (question.Source.Key is not { } key)
        {
            return null;
        }

        if (Kind(question, noun) is { } kin)
        {
            return new([kin], WordMask.Of(wh, wh + 1) | (1UL << noun), RowNounCost / 2, noun + 1, IsNamed: true);
        }

        var isNoun = !sawBe || question.Text(noun - 1) is "the" or "of" or "other" or "only" || Lexicon.Extremes.ContainsKey(question.Text(noun - 1));
        return isNoun && !Lexicon.Superlatives.ContainsKey(question.Text(noun)) && question.Text(noun) is not ("has" or "have" or "had" or "did")
            ? new([key], WordMask.Of(wh, wh + 1) | (1UL << noun), RowNounCost + DefaultCost, noun + 1, IsNamed: false)
            : new([key], 1UL << wh, DefaultCost, wh + 1, IsNamed: false);
    }

    // A place is asked for by another word for a place, a person by another word for a person, a year by "year".
    private static ColumnSketch? Kind(QuestionSketch question, int noun)
    {
        var stem = question.Words[noun].Stem;
        if (stem == "year")
        {
            return Verb(question, noun, IsWholeYear)?.Column ?? question.Source.Columns.FirstOrDefault(IsWholeYear);
        }

        var headers = Lexicon.PlaceHeaders.Contains(stem) ? Lexicon.PlaceHeaders : Lexicon.PersonHeaders.Contains(stem) ? Lexicon.PersonHeaders : null;
        return headers is null ? null : question.Source.Columns.FirstOrDefault(column => column.IsNaming && column.HeaderNames(headers));
    }

    private static bool IsWholeYear(ColumnSketch column) => column is { IsTemporal: true, IsYear: true, Type: ColumnType.Integer };
}
