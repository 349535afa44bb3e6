using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>Waits for a message on a channel or for a timeout. A message that comes between two waits ends the next one at once.</summary>
internal sealed class Nudge : IAsyncDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Listener _listener;
    private readonly TimeProvider _time;

    public Nudge(ISubscriber subscriber, RedisChannel channel, TimeProvider time)
    {
        _time = time;
        _listener = new Listener(subscriber, channel, _ => Signal());
    }

    /// <summary>Starts listening, so that nothing said from now on is missed.</summary>
    public Task ListenAsync(CancellationToken cancellationToken) => _listener.TryStartAsync(cancellationToken);

    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await _listener.TryStartAsync(cancellationToken);
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _signal.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The timeout: whoever waits looks for itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _signal.Dispose();
    }

    private void Signal()
    {
        try
        {
            _signal.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // Already signalled, or nobody waits any more.
        }
    }
}
