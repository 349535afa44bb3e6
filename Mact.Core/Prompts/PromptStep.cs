namespace Mact.Core.Prompts;

/// <summary>An accepted step in the scratchpad.</summary>
/// <param name="Thought">The planner's thought.</param>
/// <param name="Action">As the planner writes it: "Retrieve[…]".</param>
/// <param name="Observation">What was observed; several lines where it is a table.</param>
public sealed record PromptStep(string Thought, string Action, string Observation);
