namespace Mact.Worker.Agents.Selection;

/// <summary>The cluster that most of the four others choose; ties go to consistency, then roll-out, log-probability, judge.</summary>
internal sealed class CombinedSelector(JudgeSelector judge) : IActionSelector
{
    public async Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken)
    {
        ActionCluster[] chosen =
        [
            ConsistencySelector.Choose(context),
            RolloutSelector.Choose(context),
            LogpSelector.Choose(context),
            await judge.ChooseAsync(context, cancellationToken),
        ];
        return chosen
            .GroupBy(cluster => cluster)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => Array.IndexOf(chosen, group.Key))
            .First().Key;
    }
}
