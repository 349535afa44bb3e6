namespace Mact.Evaluation.Reporting;

/// <summary>Compares two runs over the same items in pairs, by item and repeat.</summary>
public static class PairedComparison
{
    /// <summary>Compares two runs.</summary>
    public static RunComparison Of(IReadOnlyCollection<ItemResult> first, IReadOnlyCollection<ItemResult> second)
    {
        var others = Asked(second).ToDictionary(KeyOf);
        var mine = Asked(first).ToList();
        var pairs = mine.Where(item => others.ContainsKey(KeyOf(item))).Select(item => new Discordance(item, others[KeyOf(item)])).ToList();
        var discordant = pairs.Where(static pair => pair.First.Correct != pair.Second.Correct).OrderBy(static pair => pair.First.Row).ToList();
        var onlyFirst = discordant.Count(static pair => pair.First.Correct);
        var onlySecond = discordant.Count - onlyFirst;
        var both = pairs.Count(static pair => pair.First.Correct && pair.Second.Correct);
        return new(
            both,
            onlyFirst,
            onlySecond,
            pairs.Count - both - discordant.Count,
            ByItem(pairs),
            discordant,
            mine.Count + others.Count - (2 * pairs.Count));
    }

    private static double ByItem(IEnumerable<Discordance> pairs)
    {
        var leads = pairs.GroupBy(static pair => (pair.First.Id, pair.First.Question))
            .Select(static item => item.Count(static pair => pair.First.Correct) - item.Count(static pair => pair.Second.Correct))
            .ToList();
        return McNemar(leads.Count(static lead => lead > 0), leads.Count(static lead => lead < 0));
    }

    /// <summary>McNemar's exact test, two-sided: a fair coin over the discordant items.</summary>
    public static double McNemar(int onlyFirst, int onlySecond)
    {
        var n = onlyFirst + onlySecond;
        var few = Math.Min(onlyFirst, onlySecond);
        // Sums of binomial terms in logarithms: 10,000 items would leave a double's range.
        var term = -n * Math.Log(2);
        var tail = 0.0;
        for (var k = 0; k <= few; k++)
        {
            tail += Math.Exp(term);
            term += Math.Log(n - k) - Math.Log(k + 1);
        }

        return Math.Min(1, 2 * tail);
    }

    // Ids alone may be those of another data set: rows without an id are numbered.
    private static (string? Id, int Repeat, string? Question) KeyOf(ItemResult item) => (item.Id, item.Repeat, item.Question);

    private static IEnumerable<ItemResult> Asked(IEnumerable<ItemResult> results) => results.Where(static item => item.Id is not null);
}
