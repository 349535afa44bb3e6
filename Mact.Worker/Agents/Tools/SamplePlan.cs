namespace Mact.Worker.Agents.Tools;

/// <summary>
/// How many programs to draw next. Normally all at once; with adaptive sampling two first, and then more only while the result in the lead may well
/// still lose: while the probability of it, computed from what was drawn with a uniform prior, is above <see cref="MaxError"/>.
/// </summary>
internal sealed class SamplePlan(int samples, bool adaptive, string? question = null)
{
    /// <summary>The probability, at most, that drawing all samples would have put another result in the lead.</summary>
    public const double MaxError = 0.05;

    private const int First = 2;
    private const int SmallestUseful = 3;

    /// <summary>Zero when enough have been drawn.</summary>
    public int Next(IReadOnlyList<ExecutedProgram> drawn)
    {
        var left = samples - drawn.Count;
        if (!adaptive || samples < SmallestUseful)
        {
            return left;
        }

        if (drawn.Count == 0)
        {
            return First;
        }

        var groups = drawn
            .Where(program => program.Result is not null)
            .GroupBy(program => ResultGroups.FormOf(program.Result!, ordered: false, question).Hash, StringComparer.Ordinal)
            .Select(group => group.Count())
            .OrderDescending()
            .ToList();
        if (left == 0 || groups.Count == 0)
        {
            return left;
        }

        // As many as would settle it if all of them went to the leader: fewer could not, and each round is a request.
        var next = groups.Skip(1).FirstOrDefault();
        return Enumerable.Range(0, left + 1).First(
            more => more == left || LosingProbability(groups[0] + more, next, groups.Sum() + more, left - more) <= MaxError);
    }

    /// <summary>
    /// An upper bound of the probability that the leader is caught up with: all samples that do not go to the leader are taken to go to one rival.
    /// The
    /// leader's share of the samples to come has the distribution Beta(leader + 1, others + 1).
    /// </summary>
    /// <param name="leader">Samples of the result in the lead.</param>
    /// <param name="next">Samples of the result behind it.</param>
    /// <param name="valid">Samples that gave a result.</param>
    /// <param name="left">Samples that could still be drawn.</param>
    public static double LosingProbability(int leader, int next, int valid, int left)
    {
        var probability = 0.0;
        for (var more = 0; more <= left; more++)
        {
            if (next + left - more >= leader + more)
            {
                probability += BetaBinomial(more, left, leader + 1, valid - leader + 1);
            }
        }

        return probability - 1e-9;
    }

    private static double BetaBinomial(int hits, int draws, int alpha, int beta) =>
        Math.Exp(
            LogFactorial(draws) - LogFactorial(hits) - LogFactorial(draws - hits) + LogBeta(
                hits + alpha, draws - hits + beta) - LogBeta(alpha, beta));

    private static double LogBeta(int alpha, int beta) => LogFactorial(alpha - 1) + LogFactorial(beta - 1) - LogFactorial(alpha + beta - 1);

    private static double LogFactorial(int n) => Enumerable.Range(1, n).Sum(static k => Math.Log(k));
}
