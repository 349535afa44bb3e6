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

/// <summary>
/// A subscription that may fail to start while Redis is away: messages are only nudges, so the owner polls as well and tries again.
/// Once started, the client restores it after every reconnect.
/// </summary>
internal sealed class Listener(ISubscriber subscriber, RedisChannel channel, Action<string> callback) : IAsyncDisposable
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _disposed = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ChannelMessageQueue? _queue;

    /// <summary>Tries in the background until the subscription stands.</summary>
    public async Task KeepTryingAsync(TimeProvider time)
    {
        try
        {
            while (_queue is null)
            {
                await Task.Delay(TryAgainAfter, time, _disposed.Token);
                await TryStartAsync(_disposed.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    /// <summary>Tries once, unless the subscription stands.</summary>
    public async Task TryStartAsync(CancellationToken cancellationToken)
    {
        if (_queue is not null)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_queue is null)
            {
                var queue = await subscriber.SubscribeAsync(channel).WaitAsync(cancellationToken);
                queue.OnMessage(message => callback(message.Message.ToString()));
                _queue = queue;
            }
        }
        catch (Exception exception) when (StoreError.MessageOf(exception) is not null)
        {
            // The next wait tries again; until then its owner polls.
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        try
        {
            if (_queue is { } queue)
            {
                await queue.UnsubscribeAsync();
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException || StoreError.MessageOf(exception) is not null)
        {
            // The connection is gone, and the subscription with it.
        }

        _gate.Dispose();
        _disposed.Dispose();
    }
}
