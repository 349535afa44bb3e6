using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Worker.Agents.Running;

namespace Mact.Worker.Agents.Selection;

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
                "The planner's endpoint gives no log-probabilities, which the selection that was asked for needs. Choose consistency, rollout or llm, or an endpoint with logprobs.")));
        }
    }
}
