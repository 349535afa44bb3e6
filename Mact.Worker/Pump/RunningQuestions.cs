using System.Collections.Concurrent;

namespace Mact.Worker.Pump;

/// <summary>The questions that this process works on, so that they can be told to stop.</summary>
internal sealed class RunningQuestions
{
    private readonly ConcurrentDictionary<string, LeaseKeeper> _keepers = new(StringComparer.Ordinal);

    public int Count => _keepers.Count;

    public void Add(string id, LeaseKeeper keeper) => _keepers[id] = keeper;

    /// <summary>Forgets a run, unless a newer claim of the same question has taken its place.</summary>
    public void Remove(string id, LeaseKeeper keeper) => _keepers.TryRemove(KeyValuePair.Create(id, keeper));

    public void Cancel(string id)
    {
        if (_keepers.TryGetValue(id, out var keeper))
        {
            keeper.Stop(StopReason.Cancelled);
        }
    }

    public void StopAll(StopReason reason)
    {
        foreach (var keeper in _keepers.Values)
        {
            keeper.Stop(reason);
        }
    }
}
