namespace Mact.Core.Runs;

/// <summary>All plans of a planning call, as read.</summary>
public sealed record PlansRead(int Step, IReadOnlyList<PlanSample> Samples) : RunRecord;
