using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Chaos;

/// <summary>Does the plan's disturbances, spread over the work.</summary>
internal sealed class ChaosMonkey(
    ChaosPlan plan, AspireStack cluster, ApiDriver api, IReadOnlyList<string> questions, Random random)
{
    // A disturbance that would wait for progress for longer than this comes anyway.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Blow> _done = [];

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<Blow> Done => _done;

    /// <summary>Returns when all is done and every process runs again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var disturbances = plan.Disturbances(random);
        for (var i = 0; i < disturbances.Count; i++)
        {
            // The k-th of n comes when k / (n + 1) of the questions have ended, so that there is always work to disturb.
            var unfinished = plan.Questions * (disturbances.Count - i) / (disturbances.Count + 1);
            await api.UntilUnfinishedAsync(unfinished, Patience, cancellationToken);
            await DisturbAsync(disturbances[i], cancellationToken);
        }
    }

    private async Task DisturbAsync(Disturbance disturbance, CancellationToken cancellationToken)
    {
        var node = disturbance switch
        {
            Disturbance.KillWorker or Disturbance.SuspendWorker => cluster.Workers[random.Next(cluster.Workers.Count)],
            Disturbance.KillApi => cluster.Apis[0],
            Disturbance.KillRedis => cluster.Redis!,
            _ => throw new ArgumentOutOfRangeException(nameof(disturbance)),
        };
        var name = node.Name;
        var from = TimeProvider.System.GetUtcNow();
        if (disturbance == Disturbance.SuspendWorker)
        {
            await node.SuspendAsync();
            try
            {
                await UntilTakenAsync(name, from, cancellationToken);
            }
            finally
            {
                await node.ContinueAsync();
            }
        }
        else
        {
            await node.KillAndStartAsync();
        }

        _done.Add(new(disturbance, name, from, TimeProvider.System.GetUtcNow()));
    }

    /// <summary>Waits until a question that a worker held is another one's, since its lease has run out; at once where it held none.</summary>
    private async Task UntilTakenAsync(string worker, DateTimeOffset from, CancellationToken cancellationToken)
    {
        foreach (var id in questions)
        {
            var held = await JournalOfQuestion.ReadAsync(api, id, cancellationToken);
            if (held.View.Status is QuestionStatus.Running or QuestionStatus.Waiting && held.HolderAt(from) == worker)
            {
                await Eventually.HoldsAsync(
                    async () => (await JournalOfQuestion.ReadAsync(api, id, cancellationToken)).HolderAt(DateTimeOffset.MaxValue) != worker,
                    Patience);
                return;
            }
        }
    }
}
