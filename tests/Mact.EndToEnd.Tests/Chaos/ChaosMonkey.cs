using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Chaos;

/// <summary>Does the plan's disturbances, spread over the work.</summary>
internal sealed class ChaosMonkey(ChaosPlan plan, Cluster cluster, ChaosClient client, Random random)
{
    // A disturbance that would wait for progress for longer than this comes anyway.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<string> _done = [];

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<string> Done => _done;

    /// <summary>Returns when all is done and every process runs again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var disturbances = plan.Disturbances(random);
        for (var i = 0; i < disturbances.Count; i++)
        {
            // The k-th of n comes when k / (n + 1) of the questions have ended, so that there is always work to disturb.
            var unfinished = plan.Questions * (disturbances.Count - i) / (disturbances.Count + 1);
            await client.UntilUnfinishedAsync(unfinished, Patience, cancellationToken);
            await DisturbAsync(disturbances[i], cancellationToken);
        }
    }

    private async Task DisturbAsync(Disturbance disturbance, CancellationToken cancellationToken)
    {
        var worker = cluster.Workers[random.Next(cluster.Workers.Count)];
        switch (disturbance)
        {
            case Disturbance.KillWorker:
                _done.Add($"kill -9 {worker.Name}");
                await worker.KillAndStartAsync();
                break;

            case Disturbance.KillApi:
                _done.Add("kill -9 api");
                await cluster.Apis[0].KillAndStartAsync();
                break;

            case Disturbance.SuspendWorker:
                _done.Add($"SIGSTOP {worker.Name}");
                await worker.SuspendAsync();
                try
                {
                    await Task.Delay(plan.Lease * 1.5, cancellationToken);
                }
                finally
                {
                    await worker.ContinueAsync();
                }

                break;

            case Disturbance.KillRedis:
                _done.Add("kill -9 redis");
                await cluster.Redis!.KillAndStartAsync();
                break;

            default:
                throw new ArgumentOutOfRangeException(nameof(disturbance));
        }
    }
}
