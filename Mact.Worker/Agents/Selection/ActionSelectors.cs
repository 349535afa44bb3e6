using Mact.Core.Questions;
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
}
