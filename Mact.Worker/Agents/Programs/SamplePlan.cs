namespace Mact.Worker.Agents.Programs;

/// <summary>
/// How many programs to draw next. Normally all at once; with adaptive sampling two first, and then more only while the result in the lead may well
/// still lose: while the probability of it, computed from what was drawn with a uniform prior, is above <see cref="MaxError"/>. That programs met no
/// row is a result like another where something follows: two that met none are not followed by more of the same, but by the request that says why.
/// </summary>
/// <param name="samples">Programs asked.</param>
/// <param name="adaptive">Draw fewer first.</param>
/// <param name="question">The question, where the programs answer all of it.</param>
/// <param name="isFollowed">Where nothing is found, another request follows that says why: programs that met no row are a result then.</param>
internal sealed class SamplePlan(int samples, bool adaptive, string? question = null, bool isFollowed = true)
{
    /// <summary>The probability, at most, that drawing all samples would have put another result in the lead.</summary>
    public const double MaxError = 0.05;

    private const int First = 2;
    private const int SmallestUseful = 3;
    private const string NoRow = "no row";

    /// <summary>Zero when enough have been drawn.</summary>
    public int Next(IReadOnlyList<ExecutedProgram> drawn)
    {
        var left = samples - drawn.Count;
        if (!adaptive || samples < SmallestUseful || left <= 0)
        {
            return Math.Max(0, left);
        }

        if (drawn.Count == 0)
        {
            return First;
        }

        var groups = Groups(drawn);

        // As many as would settle it if all of them went to the leader: fewer could not, and each round is a request.
        var (leader, valid) = (groups.Count > 0 ? groups[0].Votes : 0, groups.Sum(static group => group.Votes));
        var next = groups.Count > 1 ? groups[1].Votes : 0;
        var keepsTies = groups.TrueForAll(group => group.Votes < next || group.First >= groups[0].First);
        return Enumerable.Range(0, left + 1).First(
            more => more == left || LosingProbability(leader + more, next, valid + more, left - more, keepsTies) <= MaxError);
    }

    /// <summary>
    /// Whether a result has a share of all samples asked that those still to come cannot take from it, nor what plans guess: more than half, and as
    /// much as is asked for.
    /// </summary>
    /// <param name="drawn">Those that have come.</param>
    /// <param name="share">The share that an answer needs.</param>
    public bool IsSettled(IReadOnlyList<ExecutedProgram> drawn, double share) =>
        Groups(drawn).FirstOrDefault(static group => group.Result != NoRow) is { Result: not null } leader
        && leader.Votes * 2 > samples
        && leader.Votes >= (share * samples) - 1e-9;

    // Most votes first, ties in order of first sample.
    private List<(string Result, int Votes, int First)> Groups(IEnumerable<ExecutedProgram> drawn) =>
    [
        .. drawn
            .Select(program => (Result: program.Result is { } result ? ResultGroups.FormOf(result, ordered: false, question).Hash
                : isFollowed && program.Status == ToolSampleStatus.Empty ? NoRow : null, program.Index))
            .Where(static program => program.Result is not null)
            .GroupBy(static program => program.Result!, StringComparer.Ordinal)
            .Select(static group => (group.Key, group.Count(), group.Min(static program => program.Index)))
            .OrderByDescending(static group => group.Item2)
            .ThenBy(static group => group.Item3),
    ];

    /// <summary>
    /// An upper bound of the probability that the leader is caught up with: all samples that do not go to the leader are taken to go to one rival.
    /// The leader's share of the samples to come has the distribution Beta(leader + 1, others + 1). Ties go to the result that came first.
    /// </summary>
    /// <param name="leader">Samples of the result in the lead.</param>
    /// <param name="next">Samples of the result behind it.</param>
    /// <param name="valid">Samples that gave a result.</param>
    /// <param name="left">Samples that could still be drawn.</param>
    /// <param name="keepsTies">The leader came before all that could draw level with it.</param>
    public static double LosingProbability(int leader, int next, int valid, int left, bool keepsTies)
    {
        var probability = 0.0;
        for (var more = 0; more <= left; more++)
        {
            if (next + left - more + (keepsTies ? 0 : 1) > leader + more)
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
