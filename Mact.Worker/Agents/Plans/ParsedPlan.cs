using Mact.Core.Runs;

namespace Mact.Worker.Agents.Plans;

/// <summary>One sample of the planner as it was read.</summary>
/// <param name="Sample">For the record.</param>
/// <param name="Kind">The action; null unless the sample is valid.</param>
/// <param name="MeanLogprob">Of the sample, where known.</param>
/// <param name="HeadLogprob">Up to its first observation, where known.</param>
public sealed record ParsedPlan(PlanSample Sample, ActionKind? Kind, double? MeanLogprob, double? HeadLogprob)
{
    /// <summary>There is an action to carry out.</summary>
    public bool IsValid => Sample.Status == PlanStatus.Valid && Kind is not null;

    /// <summary>The action's argument; empty where there is none.</summary>
    public string Argument => Sample.Argument ?? string.Empty;
}
