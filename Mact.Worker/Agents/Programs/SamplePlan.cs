using Mact.Core.Sql;

namespace Mact.Worker.Agents.Programs;

/// <summary>
/// How many programs to draw next. Normally all at once; with adaptive sampling two first, and then more only while the result in the lead may well
/// still lose: while the probability of it, computed from what was drawn with a uniform prior, is above <see cref="MaxError"/>. Programs that met no
/// row have no vote, as in the vote itself. Where nothing else was drawn and another request follows, that no row is met is a result like another:
/// two that met none are followed by the request that says why, and not by more of the same.
/// </summary>
/// <param name="samples">Programs asked.</param>
/// <param name="adaptive">Draw fewer first.</param>
/// <param name="question">The question, where the programs answer all of it.</param>
/// <param name="isFollowed">Where nothing is found, another request follows that says why.</param>
/// <param name="endingShare">The share of the samples with which a result ends the question at once, where more follows if none has it; null = there
/// is no such share. With one, a number that only one program gave is followed by a further sample, and samples are drawn while a result can still
/// come to that share.</param>
internal sealed class SamplePlan(
    int samples, bool adaptive, string? question = null, bool isFollowed = true, double? endingShare = null)
{
    /// <summary>The probability, at most, that drawing all samples would have put another result in the lead.</summary>
    public const double MaxError = 0.05;

    private const int First = 2;
    private const int SmallestUseful = 3;
    private const double Rounding = 1e-9;

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

        if (isFollowed && drawn.All(static program => program.Status == ToolSampleStatus.Empty))
        {
            return ToSettle(drawn.Count, 0, drawn.Count, left, keepsTies: true);
        }

        var groups = Groups(drawn);
        var (leader, valid) = (groups.Count > 0 ? groups[0].Programs.Count : 0, groups.Sum(static group => group.Programs.Count));
        var next = groups.Count > 1 ? groups[1].Programs.Count : 0;
        var keepsTies = groups.TrueForAll(
            group => group.Programs.Count < next || group.Programs[0].Index >= groups[0].Programs[0].Index);
        var more = ToSettle(leader, next, valid, left, keepsTies);
        if (more > 0 || endingShare is not { } share || leader == 0)
        {
            return more;
        }

        // What is taken for split costs far more than the few programs that could still agree.
        var needed = (int)Math.Ceiling((share * samples) - Rounding);
        return leader < (share * drawn.Count) - Rounding ? needed - leader is var missing && missing <= left ? missing : 0
            : IsOneNumber(groups[0].Programs) && LosingProbability(leader, next, valid, left, keepsTies) > 0 ? 1
            : 0;
    }

    /// <summary>
    /// Whether a result has a share of all samples asked that those still to come cannot take from it, nor what plans guess: more than half, and as
    /// much as is asked for.
    /// </summary>
    /// <param name="drawn">Those that have come.</param>
    /// <param name="share">The share that an answer needs.</param>
    public bool IsSettled(IReadOnlyList<ExecutedProgram> drawn, double share) =>
        Groups(drawn) is [{ Programs: var leader }, ..] groups
        && leader.Count * 2 > samples
        && leader.Count >= (share * samples) - Rounding
        && groups.Skip(1).Select(static group => Weight(group.Programs)).DefaultIfEmpty().Max() + samples - drawn.Count < Weight(leader);

    // As many as would settle it if all of them went to the leader: fewer could not, and each round is a request.
    private static int ToSettle(int leader, int next, int valid, int left, bool keepsTies) => Enumerable.Range(0, left + 1).First(
        more => more == left || LosingProbability(leader + more, next, valid + more, left - more, keepsTies) <= MaxError);

    // Most votes first, ties in order of first sample.
    private List<(string Result, List<ExecutedProgram> Programs)> Groups(IEnumerable<ExecutedProgram> drawn) =>
    [
        .. drawn
            .Where(static program => program.Result is not null)
            .OrderBy(static program => program.Index)
            .GroupBy(program => ResultGroups.FormOf(program.Result!, ordered: false, question).Hash, StringComparer.Ordinal)
            .Select(static group => (group.Key, group.ToList()))
            .OrderByDescending(static group => group.Item2.Count)
            .ThenBy(static group => group.Item2[0].Index),
    ];

    // One program drawn several times is one witness, and a number may be anything, where a text at least is a cell.
    private static bool IsOneNumber(List<ExecutedProgram> programs) =>
        programs[0].Result is { RowCount: 1, Columns.Count: 1 } result && result[0, 0].Value is long or double
        && programs.Select(static program => SqlConditions.InOneSpelling(program.Code)).Distinct(StringComparer.Ordinal).Count() == 1;

    private static double Weight(List<ExecutedProgram> programs) => programs.Sum(static program => ObservationVote.WeightOf(program.Reading));

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

        return probability - Rounding;
    }

    private static double BetaBinomial(int hits, int draws, int alpha, int beta) =>
        Math.Exp(
            LogFactorial(draws) - LogFactorial(hits) - LogFactorial(draws - hits) + LogBeta(
                hits + alpha, draws - hits + beta) - LogBeta(alpha, beta));

    private static double LogBeta(int alpha, int beta) => LogFactorial(alpha - 1) + LogFactorial(beta - 1) - LogFactorial(alpha + beta - 1);

    private static double LogFactorial(int n) => Enumerable.Range(1, n).Sum(static k => Math.Log(k));
}
