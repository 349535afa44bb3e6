using System.Text.Json;
using Mact.DevServices.Model.Http;

namespace Mact.DevServices.Model.RunPod;

/// <summary>The gateway's jobs. Safe for concurrent use; keeps the latest 1,000.</summary>
internal sealed class JobStore(JobRunner runner, TimeProvider time)
{
    private const int Most = 1_000;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public IReadOnlyCollection<Job> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _jobs.Values];
            }
        }
    }

    /// <summary>Queues a job and starts it as soon as a worker has room.</summary>
    /// <param name="route">The route of the model server.</param>
    /// <param name="body">The body for it.</param>
    /// <param name="call">The request that brings the job.</param>
    /// <param name="cancellationToken">Ends the job. A native job outlives the request that brought it.</param>
    public Job Enqueue(string route, JsonElement body, StandInCall call, CancellationToken cancellationToken)
    {
        var job = new Job($"{Guid.NewGuid()}-u1", route, body.ValueKind is JsonValueKind.Undefined ? body : body.Clone(), call, time.GetTimestamp());
        lock (_gate)
        {
            _jobs.Add(job.Id, job);
            _order.Enqueue(job.Id);
            if (_order.Count > Most)
            {
                _jobs.Remove(_order.Dequeue(), out var oldest);
                oldest?.Dispose();
            }
        }

        job.Done = Task.Run(() => runner.RunAsync(job, cancellationToken), CancellationToken.None);
        return job;
    }

    public Job? Find(string id)
    {
        lock (_gate)
        {
            return _jobs.GetValueOrDefault(id);
        }
    }
}
