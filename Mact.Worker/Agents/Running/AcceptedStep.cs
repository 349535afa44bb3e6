using Mact.Core.Prompts;
using Mact.Core.Runs;
using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Agents.Running;

/// <summary>A step that was carried out.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Kind">Its action.</param>
/// <param name="Argument">The action's argument.</param>
/// <param name="Thought">Of the chosen plan.</param>
/// <param name="Observed">What was observed.</param>
/// <param name="Winner">The executed result behind the observation; null where nothing was executed or a guess won.</param>
internal sealed record AcceptedStep(int Number, ActionKind Kind, string Argument, string Thought, Observed Observed, ResultGroup? Winner)
{
    /// <summary>As the scratchpad shows it.</summary>
    public PromptStep Prompt => new(Thought, ActionNames.Display(Kind, Argument), Observed.Text);
}
