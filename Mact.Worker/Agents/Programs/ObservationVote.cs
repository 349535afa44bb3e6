using Mact.Core.Voting;
using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Agents.Programs;

/// <summary>The hybrid vote of a step: executed results against what planners expected to see.</summary>
internal static class ObservationVote
{
    private const int ShownLength = 300;
    private const double ReadingWeight = 0.5;

    /// <summary>The tally, or null where nothing was executed and nothing guessed.</summary>
    /// <param name="result">What was executed.</param>
    /// <param name="guessers">Plans of the same action as the one carried out.</param>
    /// <param name="weights">What each side counts.</param>
    public static VoteResult? Decide(ToolResult result, IEnumerable<ParsedPlan> guessers, VoteWeights weights)
    {
        List<Ballot> ballots = [];
        foreach (var sample in result.Samples.Where(sample => sample.Group is not null))
        {
            var group = result.Results[sample.Group!.Value];
            ballots.Add(
                new(
                    group.Canonical,
                    Cut(ObservationText.Of(group, null, 5)),
                    Executed: true,
                    sample.Index)
                { Specificity = -EmptyColumns(group), Weight = WeightOf(sample) });
        }

        foreach (var plan in guessers.Where(plan => plan.Sample.Guess is not null))
        {
            var key = KeyOf(plan.Sample.Guess!, result.Results);
            ballots.Add(new(key, Cut(plan.Sample.Guess!), Executed: false, plan.Sample.Index) { Logprob = plan.MeanLogprob });
        }

        return Vote.Tally(ballots, weights);
    }

    /// <summary>What an executed sample counts: one that was run as it was read, not as it was written, counts less.</summary>
    public static double WeightOf(ToolSample sample) => WeightOf(sample.Reading);

    /// <summary>What an executed sample counts that was run with that reading; null = as it was written.</summary>
    public static double WeightOf(string? reading) => reading is null ? 1 : ReadingWeight;

    /// <summary>
    /// A guess under the key of the result that it equals, in order or not; else under its own. Empty where it says nothing.
    /// </summary>
    public static string KeyOf(string text, IReadOnlyList<ResultGroup> results)
    {
        var read = CanonicalForm.ReadingsOf(text).Where(static form => !form.IsEmpty).Select(static form => form.Hash)
            .FirstOrDefault(hash => results.Any(group => group.Canonical == hash));
        return read ?? (CanonicalForm.OfText(text) is { IsEmpty: false } free ? WithoutUnit(text, results)?.Canonical ?? free.Hash : string.Empty);
    }

    // A number that is written without its unit, or with the unit that the computed one lacks, is the one result that has this number.
    private static ResultGroup? WithoutUnit(string text, IReadOnlyList<ResultGroup> results)
    {
        var bare = CanonicalForm.OfText(text, units: false);
        var plain = bare == CanonicalForm.OfText(text);
        var same = results
            .Where(group => group.RowCount == group.Rows.Count && (group.Columns.Count == 1 || group.RowCount == 1))
            .Select(group => (Group: group, Cells: group.Rows.SelectMany(row => row).OfType<string>().ToList()))
            .Where(
                pair =>
                    CanonicalForm.OfTexts(pair.Cells, units: false) is var form
                        && form == bare && (plain || form == CanonicalForm.OfTexts(pair.Cells)))
            .ToList();
        return same.Count == 1 ? same[0].Group : null;
    }

    private static int EmptyColumns(ResultGroup group) =>
        Enumerable.Range(0, group.Columns.Count).Count(column => group.Rows.All(row => row[column] is null));

    private static string Cut(string text) => text.Length <= ShownLength ? text : string.Concat(text.AsSpan(0, ShownLength - 1), "…");
}
