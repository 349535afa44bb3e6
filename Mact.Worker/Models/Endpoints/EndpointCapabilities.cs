using System.Collections.Concurrent;

namespace Mact.Worker.Models.Endpoints;

/// <summary>What was learnt about an endpoint by asking it, remembered until the process ends.</summary>
internal sealed class EndpointCapabilities
{
    private readonly ConcurrentDictionary<string, byte> _refused = new(StringComparer.Ordinal);
    private int _maxBatch = int.MaxValue;

    /// <summary>The largest n that it takes or honours; <see cref="int.MaxValue"/> until it showed a limit.</summary>
    public int MaxBatch => Volatile.Read(ref _maxBatch);

    /// <summary>Whether /tokenize answered; null until it was asked.</summary>
    public bool? Tokenizes { get; set; }

    /// <summary>The fields that it refused by name.</summary>
    public bool Takes(string field) => !_refused.ContainsKey(field);

    /// <summary>False when that was known already.</summary>
    public bool Refuses(string field) => _refused.TryAdd(field, 0);

    /// <summary>Lowers <see cref="MaxBatch"/>.</summary>
    public void LimitBatch(int largest)
    {
        int known;
        while (largest < (known = Volatile.Read(ref _maxBatch)) && Interlocked.CompareExchange(ref _maxBatch, largest, known) != known)
        {
            // Another request learnt something in between: compare again.
        }
    }
}
