namespace Mact.Worker.Agents.Selection;

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
