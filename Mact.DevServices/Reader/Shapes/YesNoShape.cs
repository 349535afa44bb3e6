using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"did X win more medals than Y", "was X played in 2004", "does X have more than 100 seats".</summary>
internal sealed class YesNoShape : IShape
{
    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        var start = Lexicon.Auxiliaries.Contains(question.Text(0)) ? 0 : YearFirst(question);
        if (start < 0 || question.Find("or") >= 0)
        {
            yield break;
        }

        var mask = 1UL << start;
        if (Comparative(question) is { } comparative
            && Quantity.Pair(question, (end, begin) => end <= comparative.Than + 1 && begin > comparative.Than) is { } pair)
        {
            mask |= pair.First.Mask | pair.Second.Mask | (1UL << comparative.At) | (1UL << comparative.Than);
            if (Quantity.Measure(question, mask, comparative.Word.Adjective) is { } measure)
            {
                foreach (var filters in FilterReader.Read(question, mask | measure.Mask))
                {
                    var order = new RowOrder.ByNumber(measure.Column);
                    yield return new(
                        new LogicalForm.Compare(
                            question.Source,
                            Quantity.Of(question.Source, order, [.. filters.Conditions, FilterReader.ConditionOf(question, pair.First)]),
                            Quantity.Of(question.Source, order, [.. filters.Conditions, FilterReader.ConditionOf(question, pair.Second)]),
                            comparative.Word.Greatest),
                        filters.Cost + measure.Cost,
                        filters.Mask);
                }
            }

            yield break;
        }

        foreach (var filters in FilterReader.Read(question, mask))
        {
            if (filters.Conditions.Count >= 2)
            {
                yield return new(new LogicalForm.Exists(question.Source, filters.Conditions), filters.Cost + 0.1, filters.Mask);
            }
        }
    }

    // "in 2002 did …"
    private static int YearFirst(QuestionSketch question) =>
        question.Words.Count > 2 && question.Text(0) == "in" && question.Words[1].IsYear && Lexicon.Auxiliaries.Contains(question.Text(2)) ? 2 : -1;

    private static (int At, int Than, Superlative Word)? Comparative(QuestionSketch question)
    {
        var than = question.Find("than");
        for (var i = 0; i < than; i++)
        {
            if (Lexicon.Comparatives.TryGetValue(question.Text(i), out var word))
            {
                return (i, than, word);
            }
        }

        return null;
    }
}
