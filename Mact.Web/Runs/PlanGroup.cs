using Mact.Core.Runs;

namespace Mact.Web.Runs;

/// <summary>Plans that came to the same action in the same words, or to nothing in the same way.</summary>
public sealed record PlanGroup(PlanStatus Status, string? Action, string? Argument, IReadOnlyList<PlanSample> Samples)
{
    /// <summary>Most frequent first; plans of no use last.</summary>
    public static IReadOnlyList<PlanGroup> Of(PlansRead plans)
    {
        ArgumentNullException.ThrowIfNull(plans);
        return
        [
            .. plans.Samples
                .GroupBy(static plan => (plan.Status, plan.Action, plan.Argument))
                .Select(static group => new PlanGroup(group.Key.Status, group.Key.Action, group.Key.Argument, [.. group]))
                .OrderBy(static group => group.Status == PlanStatus.Valid ? 0 : 1)
                .ThenByDescending(static group => group.Samples.Count),
        ];
    }
}
