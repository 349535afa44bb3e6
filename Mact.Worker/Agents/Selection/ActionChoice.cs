using Mact.Core.Runs;

namespace Mact.Worker.Agents.Selection;

/// <summary>What a strategy chose.</summary>
/// <param name="Cluster">The winner.</param>
/// <param name="Options">All clusters, winner first.</param>
internal sealed record ActionChoice(ActionCluster Cluster, IReadOnlyList<VoteOption> Options)
{
    /// <summary>A choice among clusters, with the others in their order behind it.</summary>
    public static ActionChoice Among(IReadOnlyList<ActionCluster> clusters, ActionCluster winner) => new(
        winner,
        [winner.Option, .. clusters.Where(cluster => !ReferenceEquals(cluster, winner)).OrderByDescending(cluster => cluster.Plans.Count).Select(cluster => cluster.Option)]);
}
