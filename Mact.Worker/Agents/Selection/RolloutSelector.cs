using Mact.Core.Voting;

namespace Mact.Worker.Agents.Selection;

/// <summary>The action of the plans whose roll-outs reach the most common final answer; the largest cluster among these. Consistency where no roll-out reaches one.</summary>
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
