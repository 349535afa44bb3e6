using Mact.DevServices.Reader.Language;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>What it costs a reading to leave words of the question unexplained.</summary>
internal static class Coverage
{
    private const double Content = 0.5;
    private const double Structural = 0.7;
    private const double OtherMeasure = 0.85;
    private const double Vague = 0.05;
    private const double Named = 0.1;

    public static double CostOf(QuestionSketch question, ulong mask)
    {
        var cost = 0.0;
        for (var i = 0; i < question.Words.Count; i++)
        {
            cost += WordMask.Has(mask, i) ? 0 : Weight(question, i);
        }

        return cost;
    }

    private static double Weight(QuestionSketch question, int i)
    {
        var word = question.Words[i];
        if (word.Number is not null || IsStructural(question, i))
        {
            return Structural;
        }

        if (Lexicon.Function.Contains(word.Text))
        {
            return 0;
        }

        return Lexicon.Vague.Contains(word.Text) || question.TableNames.Contains(word.Stem) ? Vague
            : IsRowName(question, i) ? Named
            : IsMeasure(question, i) ? OtherMeasure : Content;
    }

    // The column that names the rows, said beside another word for the row: "the stage with the highest climb".
    private static bool IsRowName(QuestionSketch question, int i) =>
        question.Columns.Any(mention => mention.Start == i && mention.Score > 0.6 && (mention.Column.IsOrder || ReferenceEquals(mention.Column, question.Source.Key)));

    // A reading that passes over a quantity which the question names by its header is about something else.
    private static bool IsMeasure(QuestionSketch question, int i) =>
        question.Columns.Any(mention => mention.Start == i && mention.Score >= 0.9 && mention.Column.IsMeasure);

    private static bool IsStructural(QuestionSketch question, int i)
    {
        var text = question.Text(i);
        return Lexicon.Superlatives.ContainsKey(text) && !question.IsAt(i - 1, "at")
            || Lexicon.Comparatives.ContainsKey(text)
            || Lexicon.Extremes.ContainsKey(text)
            || Lexicon.Negations.Contains(text)
            || text is "before" or "after" or "between" or "difference" or "same" or "next" or "previous" or "average" or "no" or "consecutive" or "other"
                or "above" or "below" or "if" or "both" or "each" or "per" or "respectively" or "ascending" or "descending" or "alphabetical" or "order";
    }
}
