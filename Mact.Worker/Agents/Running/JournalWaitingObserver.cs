using System.Globalization;
using Mact.Core.Runs;
using Mact.Worker.Models;

namespace Mact.Worker.Agents.Running;

/// <summary>Writes down that a call waits for its endpoint, so that whoever watches the question sees why.</summary>
internal sealed class JournalWaitingObserver(RunLog log, string callKey) : IWaitingObserver
{
    private int _count;

    public Task WaitingAsync(string endpoint, string reason, string message, TimeSpan waited, CancellationToken cancellationToken) =>
        log.AppendAsync(new ModelWaiting(endpoint, reason, message, waited.TotalMilliseconds) { Key = NextKey(), At = log.Now, Attempt = log.Attempt }, cancellationToken);

    public Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken) =>
        log.AppendAsync(new ModelResumed(endpoint, waited.TotalMilliseconds) { Key = NextKey(), At = log.Now, Attempt = log.Attempt }, cancellationToken);

    // Waiting is no part of the run's course: the key carries the attempt, so that each attempt may tell of its own.
    private string NextKey() => string.Create(CultureInfo.InvariantCulture, $"{callKey}/wait/{log.Attempt}/{Interlocked.Increment(ref _count)}");
}
