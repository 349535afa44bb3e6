using Mact.DevServices.Reader.Forms;
using Mact.DevServices.Reader.Language;
using Mact.DevServices.Reader.Understanding;

namespace Mact.DevServices.Reader.Shapes;

/// <summary>"what was the first opponent on the list", "the most recent album", "the third stage".</summary>
internal sealed class FirstLastShape : IShape
{
    public IEnumerable<Reading> Read(QuestionSketch question)
    {
        if (question.Find("how", "many") >= 0 || TargetFinder.Find(question) is not { } target)
        {
            yield break;
        }

        for (var i = 0; i < question.Words.Count; i++)
        {
            var word = question.Words[i];
            var isExtreme = Lexicon.Extremes.TryGetValue(word.Text, out var last);
            if (!isExtreme && !(word.IsOrdinal && word.Number is >= 1 and < 100 && !Lexicon.Superlatives.ContainsKey(question.Text(i + 1))))
            {
                continue;
            }

            var mask = target.Mask | (1UL << i) | (question.IsAt(i - 1, "most") ? 1UL << (i - 1) : 0);
            var (take, skip) = (1, isExtreme ? 0 : (int)word.Number!.Value - 1);
            if (isExtreme && i + 1 < question.Words.Count && question.Words[i + 1] is { Number: >= 2 and < 50, IsOrdinal: false } several)
            {
                take = (int)several.Number.Value;
                mask |= 1UL << (i + 1);
            }

            foreach (var (order, descending, cost) in Orders(question, word.Text, last))
            {
                foreach (var filters in FilterReader.Read(question, mask, target.Column))
                {
                    yield return new(
                        new LogicalForm.Extreme(question.Source, target.Columns, order, descending, take, skip, Rows.WithoutTotal(question.Source, filters.Conditions)),
                        target.Cost + cost + filters.Cost + 0.05,
                        filters.Mask);
                }
            }
        }
    }

    private static IEnumerable<(RowOrder Order, bool Descending, double Cost)> Orders(QuestionSketch question, string word, bool last)
    {
        var source = question.Source;
        var listed = new RowOrder.Listed(source.Tables[^1]);
        var named = question.Columns.Where(mention => mention.Column.IsTemporal).MaxBy(mention => mention.Score)?.Column;
        var time = named ?? source.Time;
        var isAboutList = word is "top" or "bottom" || question.FindAny(new HashSet<string>(StringComparer.Ordinal) { "listed", "list", "table", "chart" }) >= 0;
        if (time is null || isAboutList)
        {
            if (word is not ("recent" or "latest" or "newest" or "oldest" or "earliest"))
            {
                yield return (listed, last, 0);
            }

            yield break;
        }

        switch (Rows.Direction(time))
        {
            case 1:
                yield return (listed, last, 0);
                break;
            case -1:
                yield return (listed, !last, 0);
                break;
            default:
                yield return (new RowOrder.ByTime(time), last, 0.05);
                yield return (listed, last, 0.4);
                break;
        }
    }
}
