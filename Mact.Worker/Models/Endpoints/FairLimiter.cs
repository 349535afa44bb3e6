namespace Mact.Worker.Models.Endpoints;

/// <summary>Bounds the requests in flight and lends freed places round robin by key, so that one question's many calls do not hold up the others.</summary>
internal sealed class FairLimiter(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedList<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _turns = [];
    private int _free = capacity;

    /// <summary>Waits for a place; disposing gives it back.</summary>
    public async Task<IDisposable> AcquireAsync(string key, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> node;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return new Place(this);
            }

            if (!_waiting.TryGetValue(key, out var queue))
            {
                _waiting[key] = queue = new LinkedList<TaskCompletionSource>();
                _turns.AddLast(key);
            }

            node = queue.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var registration = cancellationToken.Register(() => Abandon(key, node, cancellationToken));
        await node.Value.Task;
        return new Place(this);
    }

    private void Abandon(string key, LinkedListNode<TaskCompletionSource> node, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // A place that was lent in the meantime stays lent: its holder will give it back.
            if (node.List is not { } queue)
            {
                return;
            }

            queue.Remove(node);
            if (queue.Count == 0)
            {
                _waiting.Remove(key);
                _turns.Remove(key);
            }
        }

        node.Value.TrySetCanceled(cancellationToken);
    }

    private void Release()
    {
        TaskCompletionSource next;
        lock (_lock)
        {
            if (_turns.First is not { } turn)
            {
                _free++;
                return;
            }

            var queue = _waiting[turn.Value];
            next = queue.First!.Value;
            queue.RemoveFirst();
            _turns.RemoveFirst();
            if (queue.Count == 0)
            {
                _waiting.Remove(turn.Value);
            }
            else
            {
                _turns.AddLast(turn);
            }
        }

        next.SetResult();
    }

    private sealed class Place(FairLimiter owner) : IDisposable
    {
        private FairLimiter? _owner = owner;

        public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Release();
    }
}
