using System.Text.Json;
using Mact.DevServices.Model.Http;

namespace Mact.DevServices.Model.RunPod;

/// <summary>A serverless job: a route of the model server and the body for it.</summary>
internal sealed class Job(string id, string route, JsonElement body, StandInCall call, long enqueued) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public string Id => id;

    public string Route => route;

    public JsonElement Body => body;

    /// <summary>The request that brought the job, with its fault.</summary>
    public StandInCall Call => call;

    /// <summary>Time stamps of the injected clock.</summary>
    public long Enqueued => enqueued;

    public long? Started { get; set; }

    public long? Ended { get; set; }

    public string Status { get; set; } = JobStatus.InQueue;

    /// <summary>The worker's output, once completed.</summary>
    public byte[]? Output { get; set; }

    /// <summary>The worker's error, once failed.</summary>
    public string? Error { get; set; }

    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>Ends when the job is completed, failed, cancelled or timed out.</summary>
    public Task Done { get; set; } = Task.CompletedTask;

    public Task CancelAsync() => _cancellation.CancelAsync();

    public void Dispose() => _cancellation.Dispose();
}
