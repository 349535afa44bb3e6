using Mact.Core.Voting;
using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Agents.Selection;

/// <summary>
/// The largest cluster. Ties: a tool before Finish, unless the answer was already observed; then roll-outs that agree more on a
/// final answer; higher log-probability; first sample.
/// </summary>
internal sealed class ConsistencySelector : IActionSelector
{
    public Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken) => Task.FromResult(Choose(context));

    public static ActionCluster Choose(SelectionContext context) => context.Clusters
        .OrderByDescending(cluster => cluster.Plans.Count)
        .ThenByDescending(cluster => cluster.Kind == ActionKind.Finish == Settled(context))
        .ThenByDescending(RolloutAgreement)
        .ThenByDescending(cluster => cluster.Logprob)
        .ThenBy(cluster => cluster.First.Sample.Index)
        .First();

    private static bool Settled(SelectionContext context) => context.Clusters.Any(cluster =>
        cluster.Kind == ActionKind.Finish && context.Observed.Contains(CanonicalForm.OfText(cluster.First.Argument).Hash));

    private static int RolloutAgreement(ActionCluster cluster) => cluster.Plans
        .Where(plan => plan.Sample.RolloutAnswer is not null)
        .GroupBy(plan => CanonicalForm.OfText(plan.Sample.RolloutAnswer!).Key, StringComparer.Ordinal)
        .Select(group => group.Count())
        .DefaultIfEmpty()
        .Max();
}
