namespace Mact.Worker.Agents.Plans;

/// <summary>What a labelled line of a plan begins.</summary>
internal enum PlanLabelKind
{
    Thought,
    Action,
    Observation,
}
