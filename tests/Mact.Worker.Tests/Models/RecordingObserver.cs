using System.Collections.Concurrent;
using Mact.Worker.Models;

namespace Mact.Worker.Tests.Models;

/// <summary>Remembers what a question would show while it waits.</summary>
internal sealed class RecordingObserver : IWaitingObserver
{
    private readonly ConcurrentQueue<(string Endpoint, string Reason, string Message, TimeSpan Waited)> _waits = new();
    private readonly ConcurrentQueue<TimeSpan> _resumed = new();
    private readonly TaskCompletionSource _hasResumed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<(string Endpoint, string Reason, string Message, TimeSpan Waited)> Waits => [.. _waits];

    public IReadOnlyList<TimeSpan> Resumed => [.. _resumed];

    /// <summary>Ends when a wait has ended for the first time.</summary>
    public Task HasResumed => _hasResumed.Task;

    /// <summary>Called on each notice.</summary>
    public Func<TimeSpan, Task> OnWaiting { get; set; } = static _ => Task.CompletedTask;

    public Task WaitingAsync(string endpoint, string reason, Sentence message, TimeSpan waited, CancellationToken cancellationToken)
    {
        _waits.Enqueue((endpoint, reason, message.ToString(), waited));
        return OnWaiting(waited);
    }

    public Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken)
    {
        _resumed.Enqueue(waited);
        _hasResumed.TrySetResult();
        return Task.CompletedTask;
    }
}
