using System.Globalization;
using System.Text.RegularExpressions;
using Mact.Core.Prompts;
using Mact.Core.Voting;
using Mact.Worker.Agents.Plans;
using Mact.Worker.Agents.Running;

namespace Mact.Worker.Agents.Selection;

/// <summary>A way of choosing the next action.</summary>
internal interface IActionSelector
{
    Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken);
}

/// <summary>What a choice is made from.</summary>
/// <param name="Turn">The planning call.</param>
/// <param name="Step">From 1.</param>
/// <param name="Clusters">The proposals; at least one.</param>
/// <param name="Steps">The scratchpad.</param>
/// <param name="Observed">Canonical forms of what was executed so far.</param>
internal sealed record SelectionContext(
    int Turn, int Step, IReadOnlyList<ActionCluster> Clusters, IReadOnlyList<PromptStep> Steps, IReadOnlySet<string> Observed);

/// <summary>The strategies by name.</summary>
internal static class ActionSelectors
{
    public static IActionSelector Create(ActionSelection selection, Run run) => selection switch
    {
        ActionSelection.Consistency => new ConsistencySelector(),
        ActionSelection.Rollout => new RolloutSelector(),
        ActionSelection.Logp => new LogpSelector(),
        ActionSelection.Llm => new JudgeSelector(run),
        ActionSelection.Combined => new CombinedSelector(new(run)),
        _ => throw new ArgumentOutOfRangeException(nameof(selection)),
    };

    /// <summary>Whether plans must come with log-probabilities.</summary>
    public static bool NeedsLogprobs(ActionSelection selection) => selection is ActionSelection.Logp or ActionSelection.Combined;

    /// <summary>Refuses a selection that the planner's endpoint cannot serve, at the first reply that shows it.</summary>
    /// <exception cref="RunEndedException">Log-probabilities are needed, and no completion that says anything has one.</exception>
    public static void Require(ActionSelection selection, IReadOnlyList<Completion> completions)
    {
        var spoken = completions.Where(completion => !string.IsNullOrWhiteSpace(completion.Text)).ToList();
        if (NeedsLogprobs(selection) && spoken.Count > 0 && spoken.TrueForAll(completion => completion.HeadLogprob is null))
        {
            throw new RunEndedException(new Outcome.Failed(new(
                ErrorCodes.OptionNotSupported,
                "The planner's endpoint gives no log-probabilities, which the selection that was asked for needs. Choose consistency, rollout or "
                    + "llm, or an endpoint with logprobs.")));
        }
    }
}

/// <summary>
/// The largest cluster. Ties: a tool before Finish, unless the answer was already observed; then roll-outs that agree more on a
/// final answer; higher log-probability; first sample.
/// </summary>
internal sealed class ConsistencySelector : IActionSelector
{
    public Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken) => Task.FromResult(Choose(context));

    public static ActionCluster Choose(SelectionContext context) => context.Clusters
        .OrderByDescending(cluster => cluster.Plans.Count)
        .ThenByDescending(cluster => cluster.Kind == ActionKind.Finish == Settled(context))
        .ThenByDescending(RolloutAgreement)
        .ThenByDescending(cluster => cluster.Logprob)
        .ThenBy(cluster => cluster.First.Sample.Index)
        .First();

    private static bool Settled(SelectionContext context) => context.Clusters.Any(cluster =>
        cluster.Kind == ActionKind.Finish && context.Observed.Contains(CanonicalForm.OfText(cluster.First.Argument).Hash));

    private static int RolloutAgreement(ActionCluster cluster) => cluster.Plans
        .Where(plan => plan.Sample.RolloutAnswer is not null)
        .GroupBy(plan => CanonicalForm.OfText(plan.Sample.RolloutAnswer!).Key, StringComparer.Ordinal)
        .Select(group => group.Count())
        .DefaultIfEmpty()
        .Max();
}

/// <summary>The action of the plans whose roll-outs reach the most common final answer; the largest cluster among these. Consistency where no
/// roll-out reaches one.</summary>
internal sealed class RolloutSelector : IActionSelector
{
    public Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken) => Task.FromResult(Choose(context));

    public static ActionCluster Choose(SelectionContext context)
    {
        var reached = context.Clusters
            .SelectMany(cluster => cluster.Plans.Select(plan => (cluster, plan)))
            .Where(pair => !string.IsNullOrWhiteSpace(pair.plan.Sample.RolloutAnswer))
            .GroupBy(pair => CanonicalForm.OfText(pair.plan.Sample.RolloutAnswer!).Key, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Min(pair => pair.plan.Sample.Index))
            .FirstOrDefault();
        return reached is null
            ? ConsistencySelector.Choose(context)
            : reached
                .GroupBy(pair => pair.cluster)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Min(pair => pair.plan.Sample.Index))
                .First().Key;
    }
}

/// <summary>The plan with the highest mean token log-probability up to its observation; consistency where only unreadable plans have one.</summary>
internal sealed class LogpSelector : IActionSelector
{
    public Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken) => Task.FromResult(Choose(context));

    public static ActionCluster Choose(SelectionContext context) => context.Clusters
        .SelectMany(cluster => cluster.Plans.Select(plan => (cluster, plan)))
        .Where(pair => pair.plan.HeadLogprob is not null)
        .OrderByDescending(pair => pair.plan.HeadLogprob)
        .ThenBy(pair => pair.plan.Sample.Index)
        .Select(pair => pair.cluster)
        .FirstOrDefault() ?? ConsistencySelector.Choose(context);
}

/// <summary>One judge request names the candidate. Consistency where there is only one, or the judge names none.</summary>
internal sealed partial class JudgeSelector(Run run) : IActionSelector
{
    public async Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken)
    {
        if (context.Clusters.Count == 1)
        {
            return context.Clusters[0];
        }

        var candidates = context.Clusters.Select(
            (cluster, index) => $"Candidate {index + 1}: "
                + $"{Cut(cluster.First.Sample.Thought)}\n{Cut(ActionNames.Display(cluster.Kind, cluster.First.Argument))}").ToList();
        var call = await run.Caller.CallAsync(
            new(
                $"{context.Turn}/judge",
                CallPurpose.Judge,
                context.Step,
                1,
                SeedSequence.Base(run.Question, context.Step, CallPurpose.Judge, context.Turn),
                run.Settings.JudgeMaxTokens,
                share => run.Prompts.Judge(context.Steps, candidates, share)),
            cancellationToken);
        var text = call.Reply.Completions.Count == 0 ? string.Empty : ReplyText.Clean(call.Reply.Completions[0].Text, 50_000);
        var named = Best().Matches(text).LastOrDefault();
        return named is not null
            && int.TryParse(named.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= context.Clusters.Count
            ? context.Clusters[number - 1]
            : ConsistencySelector.Choose(context);
    }

    private static string Cut(string text) => text.Length <= 1_000 ? text : text[..1_000];

    // White space is bounded: without a bound, a reply of nothing but it would take quadratic time.
    [GeneratedRegex(
        @"\bbest\s{0,20}(candidate)?\s{0,20}:\s{0,20}(candidate\s{0,20})?(?<number>\d{1,3})\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Best();
}

/// <summary>The cluster that most of the four others choose; ties go to consistency, then roll-out, log-probability, judge.</summary>
internal sealed class CombinedSelector(JudgeSelector judge) : IActionSelector
{
    public async Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken)
    {
        ActionCluster[] chosen =
        [
            ConsistencySelector.Choose(context),
            RolloutSelector.Choose(context),
            LogpSelector.Choose(context),
            await judge.ChooseAsync(context, cancellationToken),
        ];
        return chosen
            .GroupBy(cluster => cluster)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => Array.IndexOf(chosen, group.Key))
            .First().Key;
    }
}
