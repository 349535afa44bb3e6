using Mact.Core.Questions;
using Mact.Worker.Agents.Running;

namespace Mact.Worker.Agents.Selection;

/// <summary>The plan with the highest mean token log-probability up to its observation.</summary>
internal sealed class LogpSelector : IActionSelector
{
    public Task<ActionCluster> ChooseAsync(SelectionContext context, CancellationToken cancellationToken) => Task.FromResult(Choose(context));

    /// <summary>The cluster of the best plan.</summary>
    /// <exception cref="RunEndedException">The endpoint gave no log-probabilities.</exception>
    public static ActionCluster Choose(SelectionContext context)
    {
        var best = context.Clusters
            .SelectMany(cluster => cluster.Plans.Select(plan => (cluster, plan)))
            .Where(pair => pair.plan.HeadLogprob is not null)
            .OrderByDescending(pair => pair.plan.HeadLogprob)
            .ThenBy(pair => pair.plan.Sample.Index)
            .Select(pair => pair.cluster)
            .FirstOrDefault();
        return best ?? throw new RunEndedException(new Outcome.Failed(new(
            ErrorCodes.OptionNotSupported,
            "The planner's endpoint gives no log-probabilities, which the selection that was asked for needs. Choose consistency, rollout or llm, or an endpoint with logprobs.")));
    }
}
