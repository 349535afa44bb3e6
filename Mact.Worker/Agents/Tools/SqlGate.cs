using Microsoft.Extensions.Options;

namespace Mact.Worker.Agents.Tools;

/// <summary>How many statements run at once on this worker: each may use a core and its share of memory.</summary>
public sealed class SqlGate(IOptions<AgentOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.Value.ConcurrentSql);

    /// <summary>Waits for a slot; dispose what is returned to leave it.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        return new Slot(_slots);
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private sealed class Slot(SemaphoreSlim slots) : IDisposable
    {
        private SemaphoreSlim? _slots = slots;

        public void Dispose() => Interlocked.Exchange(ref _slots, null)?.Release();
    }
}
