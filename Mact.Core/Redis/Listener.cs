using StackExchange.Redis;

namespace Mact.Core.Redis;

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
        catch (Exception exception) when (StoreTrouble.Words(exception) is not null)
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
        catch (Exception exception) when (exception is ObjectDisposedException || StoreTrouble.Words(exception) is not null)
        {
            // The connection is gone, and the subscription with it.
        }

        _gate.Dispose();
        _disposed.Dispose();
    }
}
