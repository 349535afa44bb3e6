using System.Globalization;
using Mact.Evaluation.Reporting;
using Mact.Core.Questions;
using Mact.Cli.Running;

namespace Mact.Cli.Commands;

/// <summary>The prepared comparisons.</summary>
internal static class Experiments
{
    private const int MostSamples = 64;
    private static readonly double[] Alphas = [0.6, 0.8, 1.0];

    public static IReadOnlyDictionary<string, Experiment> All { get; } = new Dictionary<string, Experiment>(StringComparer.Ordinal)
    {
        ["votes"] = new("hybrid vote against executed results only and guesses only", static options => Fixed(
            new("hybrid", options),
            new("executed-only", options with { GuessWeight = 0 }),
            new("guesses-only", options with { ExecutedWeight = 0, GuessWeight = 1 }))),
        ["shortcut"] = new("shortcut off, verify and trust, over the share of roll-outs that must agree", static options => Fixed(
        [
            new("off", options with { Shortcut = ShortcutMode.Off }),
            .. Alphas.Select(alpha => new Arm(Name("verify", alpha), options with { Shortcut = ShortcutMode.Verify, Alpha = alpha })),
            .. Alphas.Select(alpha => new Arm(Name("trust", alpha), options with { Shortcut = ShortcutMode.Trust, Alpha = alpha })),
        ])),
        ["sampling"] = new("adaptive against fixed sampling", static options => Fixed(
            new("fixed", options with { AdaptiveSampling = false }),
            new("adaptive", options with { AdaptiveSampling = true }))),
        ["n-requests"] = new("n samples in one request against n requests of one sample, with the same seeds", static options => Fixed(
            new("one-request", options with { SamplesPerRequest = 0 }),
            new("n-requests", options with { SamplesPerRequest = 1 }))),
        ["baselines"] = new("agent against direct, sql and mix at the agent's mean output tokens per question", static options =>
        [
            _ => Task.FromResult(new Arm("agent", options with { Strategy = Strategy.Agent })),
            _ => Task.FromResult(Pilot("direct", Strategy.Direct, options)),
            results => Task.FromResult(AtEqualBudget(results, "direct", Strategy.Direct, options)),
            _ => Task.FromResult(Pilot("sql", Strategy.Sql, options)),
            results => Task.FromResult(AtEqualBudget(results, "sql", Strategy.Sql, options)),
            _ => Task.FromResult(Pilot("mix", Strategy.Mix, options)),
            results => Task.FromResult(AtEqualBudget(results, "mix", Strategy.Mix, options)),
        ]),
    };

    private static List<Func<ArmResults, Task<Arm>>> Fixed(params IReadOnlyList<Arm> arms) => [.. arms.Select(static arm => (Func<ArmResults, Task<Arm>>)(_ => Task.FromResult(arm)))];

    private static string Name(string mode, double alpha) => string.Create(CultureInfo.InvariantCulture, $"{mode}-{alpha:0.0}");

    private static Arm Pilot(string name, Strategy strategy, QuestionOptions options) => new($"{name}-as-given", options with { Strategy = strategy });

    /// <summary>The baseline with as many samples as bring it, by its own tokens per sample, to the agent's tokens per question.</summary>
    private static Arm AtEqualBudget(ArmResults results, string name, Strategy strategy, QuestionOptions options)
    {
        var (agent, given) = (MeanTokens(results.Of("agent")), MeanTokens(results.Of($"{name}-as-given")));
        var factor = given <= 0 ? 1 : agent / given;
        return new($"{name}-equal-tokens", options with { Strategy = strategy, PlanSamples = Scale(options.PlanSamples, factor), CodeSamples = Scale(options.CodeSamples, factor) });
    }

    private static int Scale(int samples, double factor) => Math.Clamp((int)Math.Round(samples * factor), 1, MostSamples);

    private static double MeanTokens(IReadOnlyList<ItemResult> results) => results.Select(static result => (double)(result.Figures?.OutputTokens ?? 0)).DefaultIfEmpty(0).Average();
}
