using Mact.Core.Questions;
using Mact.Core.Queueing;

namespace Mact.Worker.Pump;

/// <summary>Renews one lease while its question is worked on, and stops the run when it is lost or when someone asks.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    // A silence of all workers is told from the ordinary pause between renewals by its length: a third of the lease (common.lua).
    private const int RenewalsPerLease = 6;

    private static readonly TimeSpan MaxPauseAfterError = TimeSpan.FromMilliseconds(250);

    private readonly IQuestionQueue _queue;
    private readonly Lease _lease;
    private readonly TimeSpan _leaseTime;
    private readonly TimeProvider _time;
    // Never disposed: it has neither timer nor wait handle, and a late cancellation may still come.
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _ended = new();
    private Task _renewing = Task.CompletedTask;
    private long _confirmedAt;
    private int _reason;

    public LeaseKeeper(IQuestionQueue queue, Lease lease, TimeSpan leaseTime, TimeProvider time)
    {
        _queue = queue;
        _lease = lease;
        _leaseTime = leaseTime;
        _time = time;
        _confirmedAt = time.GetTimestamp();
    }

    /// <summary>Cancelled when the run must stop.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>The first reason given.</summary>
    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>
    /// Begins to renew, at once: whoever cancelled the question between its claim and the moment when it could be told is heard now.
    /// </summary>
    public void Start() => _renewing = RenewAsync();

    /// <summary>Asks the run to stop. The first reason counts; after the end nothing happens.</summary>
    public void Stop(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None) == (int)StopReason.None)
        {
            // Not on this thread: it may be the one that reads all of Redis' messages.
            _ = _stop.CancelAsync();
        }
    }

    /// <summary>
    /// Returns while the lease surely holds. A process that was suspended, or whose store was away for longer than a lease, cannot know it:
    /// then it is renewed first, so that nothing is paid for that another worker may have done already.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// The lease is lost, or the question is to be cancelled; <see cref="Stopping"/> is set as well.
    /// </exception>
    public async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        while (_time.GetElapsedTime(Volatile.Read(ref _confirmedAt)) >= _leaseTime)
        {
            try
            {
                if (!await TryRenewAsync(cancellationToken))
                {
                    throw new OperationCanceledException($"Question {_lease.Question.Id}, attempt {_lease.Attempt}, is not to go on.");
                }
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(PauseAfterError, _time, cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        _ended.Dispose();
    }

    private TimeSpan PauseAfterError => _leaseTime / RenewalsPerLease < MaxPauseAfterError ? _leaseTime / RenewalsPerLease : MaxPauseAfterError;

    private async Task<bool> TryRenewAsync(CancellationToken cancellationToken)
    {
        // The new lease begins when the server gets to it, which is not before it was asked.
        var asked = _time.GetTimestamp();
        if (!await _queue.RenewAsync(_lease, _leaseTime, cancellationToken))
        {
            Stop(StopReason.LeaseLost);
            return false;
        }

        Volatile.Write(ref _confirmedAt, asked);
        return true;
    }

    private async Task RenewAsync()
    {
        var pause = _leaseTime / RenewalsPerLease;
        var next = TimeSpan.Zero;
        while (await WaitAsync(next))
        {
            next = pause;
            try
            {
                if (!await TryRenewAsync(_ended.Token))
                {
                    return;
                }
            }
            catch (StoreUnavailableException)
            {
                // Nobody can take the question over while the store is away; be early when it is back.
                next = PauseAfterError;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> WaitAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _time, _ended.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

/// <summary>Why a run is stopped before its end.</summary>
internal enum StopReason
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>A person cancelled the question.</summary>
    Cancelled,

    /// <summary>The lease could not be renewed: another worker owns the question, or it is to be cancelled.</summary>
    LeaseLost,

    /// <summary>The process stops.</summary>
    Draining,
}
