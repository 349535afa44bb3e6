using StackExchange.Redis;

namespace Mact.Core.Redis;

/// <summary>
/// A subscription that may fail to start while Redis is away: messages are only nudges, so the owner polls as well and tries again.
/// Once started, the client restores it after every reconnect.
/// </summary>
internal sealed class Listener(ISubscriber subscriber, RedisChannel channel, Action<string> callback) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private ChannelMessageQueue? _queue;

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
    }
}
