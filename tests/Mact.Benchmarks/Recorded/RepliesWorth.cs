using System.Runtime.CompilerServices;
using Mact.Cli.Evaluating;
using Mact.Core.Tables;
using Mact.Core.Voting;
using Mact.Evaluation.DataSets;
using Mact.Evaluation.Scoring;

namespace Mact.Benchmarks.Recorded;

/// <summary>What recorded replies are worth: right answers, requests and tokens by strategy, and what drawing fewer of them would change.</summary>
/// <param name="engine">Answers from recorded replies.</param>
/// <param name="items">The questions by id.</param>
/// <param name="replies">All that was recorded.</param>
internal sealed class RepliesWorth(ReplayEngine engine, Dictionary<string, EvaluationItem> items, IReadOnlyList<RecordedReplies> replies)
{
    private const int Samples = 5;
    private static readonly QuestionOptions AllAtOnce = new() { Strategy = Strategy.Sql, AdaptiveSampling = false };

    private static readonly (string Name, QuestionOptions Options)[] Arms =
    [
        ("direct", new() { Strategy = Strategy.Direct }),
        ("sql, all at once", AllAtOnce),
        ("sql, adaptive", new() { Strategy = Strategy.Sql }),
        ("sql, mixed ballots", new() { Strategy = Strategy.Sql, Ballots = BallotKinds.Mixed }),
        ("auto, all at once", AllAtOnce with { Strategy = Strategy.Auto }),
        ("auto, programs alone", new() { Ballots = BallotKinds.Programs }),
        ("auto, mixed ballots", new() { Ballots = BallotKinds.Mixed }),
        ("auto", new()),
        ("agent", new() { Strategy = Strategy.Agent }),
        ("agent, executed results alone", new() { Strategy = Strategy.Agent, GuessWeight = 0 }),
        ("agent, guesses alone", new() { Strategy = Strategy.Agent, ExecutedWeight = 0, GuessWeight = 1 }),
    ];

    private IEnumerable<string> Ids => replies.Where(static point => point.Purpose == CallPurpose.Direct).Select(static point => point.Id)
        .Distinct(StringComparer.Ordinal);

    /// <summary>A line for each strategy.</summary>
    public async IAsyncEnumerable<string> ArmsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = Ids.Count(id => replies.First(point => point.Id == id && point.Purpose == CallPurpose.Direct).Completions
            .Select(RepliesBenchmark.LineOf).OfType<string>()
            .GroupBy(static line => CanonicalForm.OfText(line).Key, StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count())
            .FirstOrDefault() is { } group && IsRight(items[id], [group.First()]));
        yield return RepliesBenchmark.Share("right answers, direct, by answer lines alone", lines, Ids.Count());
        foreach (var (name, options) in Arms)
        {
            var runs = new List<Replayed>();
            foreach (var id in Ids.Where(id => options.Strategy != Strategy.Agent || HasPlans(id)))
            {
                runs.Add(await RunAsync(id, options, null, cancellationToken));
            }

            yield return $"{RepliesBenchmark.Share($"right answers, {name}", runs.Count(static run => run.IsRight), runs.Count)}; "
                + $"{runs.Count(static run => run.Answer is null)} without one, of which {runs.Count(static run => run.IsCut)} for want of a "
                + "recorded reply; "
                + $"a question: {runs.Average(static run => run.Requests):0.00} requests, {runs.Average(static run => run.InputTokens):0} prompt "
                        + $"and {runs.Average(static run => run.OutputTokens):0} output tokens";
        }
    }

    /// <summary>
    /// Adaptive sampling, and one request whose last samples are ended, against all samples, over the ten ways to draw two of five first: every
    /// request for programs as a question of its own, then whole questions by each strategy; and over samples drawn anew from those recorded.
    /// </summary>
    public async IAsyncEnumerable<string> DrawsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var programs = replies.Where(static point => point.Purpose == CallPurpose.Code).ToList();
        var each = await CompareAsync(
            programs.Select(static point => (point.Id, (RecordedReplies?)point)), AllAtOnce, TwoFirst, cancellationToken);
        yield return each.Describe("two of five first, each request for programs");
        var together = new Draws();
        foreach (var strategy in (Strategy[])[Strategy.Sql, Strategy.Auto, Strategy.Agent])
        {
            var whole = await CompareAsync(Questions(strategy), AllAtOnce with { Strategy = strategy }, TwoFirst, cancellationToken);
            together.Add(whole);
            yield return whole.Describe($"two of five first, whole questions, {strategy.ToString().ToLowerInvariant()}");
        }

        yield return together.Describe("two of five first, whole questions, these three");
        foreach (var strategy in (Strategy[])[Strategy.Sql, Strategy.Auto])
        {
            var whole = await CompareAsync(Questions(strategy), AllAtOnce with { Strategy = strategy }, DrawnAnew(), cancellationToken);
            yield return whole.Describe($"two of five first, five drawn from those recorded, {strategy.ToString().ToLowerInvariant()}");
        }

        yield return "five in one request, the last ended once they cannot change the vote: no answer differs; "
            + $"{RepliesBenchmark.Percent(each.Ended, each.All)} of the output saved";
    }

    // Every pair once in front.
    private static IReadOnlyList<IReadOnlyList<int>> TwoFirst { get; } =
    [
        .. Enumerable.Range(0, Samples).SelectMany(first => Enumerable.Range(first + 1, Samples - first - 1).Select(
            second => (int[])[first, second, .. Enumerable.Range(0, Samples).Where(sample => sample != first && sample != second)])),
    ];

    // What the model would say to be asked again, as far as five samples tell.
    private static IReadOnlyList<IReadOnlyList<int>> DrawnAnew()
    {
        const int draws = 100;
        var random = new Random(18);
        return [.. Enumerable.Range(0, draws).Select(_ => (int[])[.. Enumerable.Range(0, Samples).Select(_ => random.Next(Samples))])];
    }

    private IEnumerable<(string Id, RecordedReplies? Programs)> Questions(Strategy strategy) =>
        Ids.Where(id => strategy != Strategy.Agent || HasPlans(id)).Select(static id => (id, (RecordedReplies?)null));

    private bool HasPlans(string id) => replies.Any(point => point.Id == id && point.Purpose == CallPurpose.Plan);

    private async Task<Draws> CompareAsync(
        IEnumerable<(string Id, RecordedReplies? Programs)> questions,
        QuestionOptions options,
        IReadOnlyList<IReadOnlyList<int>> orders,
        CancellationToken cancellationToken)
    {
        var draws = new Draws();
        foreach (var (id, programs) in questions)
        {
            foreach (var order in orders)
            {
                draws.Add(
                    id,
                    await RunAsync(id, options, order, cancellationToken, programs),
                    await RunAsync(id, options with { AdaptiveSampling = true }, order, cancellationToken, programs));
            }
        }

        return draws;
    }

    private async Task<Replayed> RunAsync(
        string id, QuestionOptions options, IReadOnlyList<int>? order, CancellationToken cancellationToken, RecordedReplies? programs = null)
    {
        var item = items[id];
        var recorded = RecordedReplies.Records(item.Question, [.. replies.Where(point => point.Id == id)], order, programs);
        List<TableRef> tables = [.. item.Tables.Select(static table => new TableRef(TableId.Of(table), table.Name))];
        var question = new Question(
            id,
            item.Prompted,
            tables,
            item.Context,
            options with { ReplayOf = id, PlanSamples = Samples, CodeSamples = Samples },
            DateTimeOffset.UnixEpoch,
            "replies");
        var records = await engine.RunAsync(question, item.Tables, recorded, cancellationToken);
        var outcome = records.OfType<Finished>().Last().Outcome;
        var answer = (outcome as Outcome.Answered)?.Answer;
        var (input, output, count) = (0.0, 0.0, 0);
        foreach (var call in records.OfType<ModelCall>())
        {
            // The server counted the tokens of all samples of a request together: a part of them by its share of the characters.
            var source = recorded.OfType<ModelCall>().First(point => point.Purpose == call.Purpose && Draw(point.Key) == Draw(call.Key));
            count++;
            input += source.Reply.Usage.InputTokens;
            output += source.Reply.Usage.OutputTokens * Length(call.Reply.Completions) / Length(source.Reply.Completions);
        }

        return new(
            answer is null ? null : CanonicalForm.OfTexts(answer).Key,
            answer is not null && IsRight(item, answer),
            outcome is Outcome.Failed { Error.Code: ErrorCodes.NotRecorded },
            count,
            input,
            output)
        { EndedTokens = records.OfType<ToolResult>().FirstOrDefault() is { } result ? Ended(result, recorded) : 0 };
    }

    // All samples of a request are written at the same speed: the short ones end first.
    private static double Ended(ToolResult result, IReadOnlyList<RunRecord> recorded)
    {
        var call = recorded.OfType<ModelCall>().First(static call => call.Purpose == CallPurpose.Code);
        var byLength = result.Samples.OrderBy(sample => call.Reply.Completions[sample.Index].Text.Length).ToList();
        for (var came = 1; came < byLength.Count; came++)
        {
            if (byLength.Take(came).Where(static sample => sample.Group is not null).GroupBy(static sample => sample.Group)
                .Any(static group => group.Count() * 2 > Samples))
            {
                var now = call.Reply.Completions[byLength[came - 1].Index].Text.Length;
                return call.Reply.Usage.OutputTokens * byLength.Skip(came).Sum(sample => call.Reply.Completions[sample.Index].Text.Length - now)
                    / Length(call.Reply.Completions);
            }
        }

        return 0;
    }

    private static bool IsRight(EvaluationItem item, IReadOnlyList<string> answer) => Scorer.Judge(item.Metric, item.Gold, new([.. answer])).Correct;

    private static string Draw(string key) => key.EndsWith("/plan", StringComparison.Ordinal) || !key.Contains('/', StringComparison.Ordinal)
        ? key
        : key[..key.LastIndexOf('/')];

    private static double Length(IReadOnlyList<Completion> completions) => Math.Max(1, completions.Sum(static completion => completion.Text.Length));

    private sealed record Replayed(string? Answer, bool IsRight, bool IsCut, int Requests, double InputTokens, double OutputTokens)
    {
        /// <summary>Output tokens that are not written where the samples of the one request are ended once they cannot change the vote.</summary>
        public double EndedTokens { get; init; }
    }

    /// <summary>Questions with all samples against the same with fewer.</summary>
    private sealed class Draws
    {
        private readonly HashSet<string> _questions = new(StringComparer.Ordinal);
        private int _draws;
        private int _differ;
        private int _unknown;
        private int _requests;
        private double _drawn;

        public double All { get; private set; }

        public double Ended { get; private set; }

        public void Add(string question, Replayed whole, Replayed part)
        {
            if (whole.IsCut || part.IsCut)
            {
                // Where a reply was not recorded, nobody knows.
                _unknown++;
                return;
            }

            _questions.Add(question);
            _draws++;
            _differ += whole.Answer == part.Answer ? 0 : 1;
            _requests += part.Requests - whole.Requests;
            _drawn += part.OutputTokens;
            All += whole.OutputTokens;
            Ended += whole.EndedTokens;
        }

        public void Add(Draws other)
        {
            _questions.UnionWith(other._questions);
            _draws += other._draws;
            _differ += other._differ;
            _unknown += other._unknown;
            _requests += other._requests;
            _drawn += other._drawn;
            All += other.All;
            Ended += other.Ended;
        }

        // Draws of one question are not independent of each other: the interval is that of so many questions.
        public string Describe(string what)
        {
            var share = Proportion.Grouped(_differ, _draws, _questions.Count);
            return $"{what}: {RepliesBenchmark.Share("answers differ", _differ, _draws)}, of {_questions.Count} questions, "
                + $"so up to {RepliesBenchmark.Percent(share.High, 1)} with 95 % confidence; "
                + $"{RepliesBenchmark.Percent(All - _drawn, All)} of the output saved; "
                + $"{(double)_requests / Math.Max(1, _draws):0.00} requests more a question"
                + (_unknown == 0 ? string.Empty : $"; {_unknown} draws need a reply that was not recorded");
        }
    }
}
