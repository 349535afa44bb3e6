namespace Mact.Cli.Evaluating;

/// <summary>A prepared comparison: the arms of a question about the method.</summary>
/// <param name="Description">What is compared.</param>
/// <param name="Arms">Makes the arms out of the options that they have in common.</param>
internal sealed record Experiment(string Description, Func<QuestionOptions, IReadOnlyList<EvaluationArm>> Arms)
{
    private const int MaxSamples = 64;
    private static readonly double[] Alphas = [0.6, 0.8, 1.0];

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, Experiment> All { get; } = new Dictionary<string, Experiment>(StringComparer.Ordinal)
    {
        ["votes"] = new(
            "hybrid vote against executed results only and guesses only; programs alone against direct answers beside them always", static options =>
        [
            new("hybrid", options),
            new("executed-only", options with { GuessWeight = 0 }),
            new("guesses-only", options with { ExecutedWeight = 0, GuessWeight = 1 }),
            new("programs", options with { Ballots = BallotKinds.Programs }),
            new("mixed", options with { Ballots = BallotKinds.Mixed }),
        ]),
        ["shortcut"] = new("shortcut off, verify and trust, over the share of roll-outs that must agree", static options =>
        [
            new("off", options with { Shortcut = ShortcutMode.Off }),
            .. Alphas.Select(alpha => new EvaluationArm(Name("verify", alpha), options with { Shortcut = ShortcutMode.Verify, Alpha = alpha })),
            .. Alphas.Select(alpha => new EvaluationArm(Name("trust", alpha), options with { Shortcut = ShortcutMode.Trust, Alpha = alpha })),
        ]),
        ["sampling"] = new("adaptive against fixed sampling", static options =>
        [
            new("fixed", options with { AdaptiveSampling = false }),
            new("adaptive", options with { AdaptiveSampling = true }),
        ]),
        ["links"] = new("prompts without and with the question's words that are columns or cells of the tables", static options =>
        [
            new("plain", options with { SchemaLinks = false }),
            new("links", options with { SchemaLinks = true }),
        ]),
        ["n-requests"] = new("n samples in one request against n requests of one sample", static options =>
        [
            new("one-request", options with { SamplesPerRequest = 0 }),
            new("n-requests", options with { SamplesPerRequest = 1 }),
        ]),
        ["baselines"] = new(
            "every strategy as given; a second evaluation repeats all but the agent at the agent's mean output tokens per question", static options =>
        [
            .. Enum.GetValues<Strategy>().Select(
                strategy => new EvaluationArm(strategy.ToString().ToLowerInvariant(), options with { Strategy = strategy })),
        ]),
    };

    /// <summary>The one of that name.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static Experiment Find(string name) => All.GetValueOrDefault(name)
        ?? throw new CommandException($"'{name}' is no experiment; they are {string.Join(", ", All.Keys)}.");

    /// <summary>The baselines with as many samples as bring each, by its own tokens per sample, to the agent's tokens per question.</summary>
    /// <param name="arms">What was measured first.</param>
    /// <param name="reports">What came of it.</param>
    public static IReadOnlyList<EvaluationArm> AtEqualTokens(IReadOnlyList<EvaluationArm> arms, IReadOnlyList<EvaluationReport> reports)
    {
        var agent = TokensOf("agent", reports);
        return
        [
            .. arms.Where(static arm => arm.Name != "agent").Select(arm =>
            {
                var own = TokensOf(arm.Name, reports);
                var factor = own <= 0 ? 1 : agent / own;
                return new EvaluationArm(
                    $"{arm.Name}-equal-tokens",
                    arm.Options with { PlanSamples = Scale(arm.Options.PlanSamples, factor), CodeSamples = Scale(arm.Options.CodeSamples, factor) });
            }),
        ];
    }

    private static double TokensOf(string arm, IReadOnlyList<EvaluationReport> reports) =>
        reports.FirstOrDefault(report => report.Strategy == arm)?.OutputTokens ?? 0;

    private static int Scale(int samples, double factor) => Math.Clamp((int)Math.Round(samples * factor), 1, MaxSamples);

    private static string Name(string mode, double alpha) => $"{mode}-{alpha:0.0}";
}
