namespace Mact.Core.Tables;

/// <summary>
/// Holds the stored tables that are in memory at once to a number of cells, of one piece of work or of several. A cell in memory takes about 100
/// bytes, whatever it takes in the store.
/// </summary>
/// <param name="limit">Cells of all tables together.</param>
public sealed class CellPlaces(int limit) : IDisposable
{
    // One after the other: two that have some of theirs would wait for each other's cells.
    private readonly SemaphoreSlim _next = new(1);
    private readonly Lock _lock = new();
    private TaskCompletionSource _putDown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    /// <summary>Takes tables, one by one, until they are put down. Waits while others have too many.</summary>
    /// <exception cref="TooManyCellsException">They have more than the limit by themselves.</exception>
    public async Task<TablesInHand> TakeAsync<T>(
        IEnumerable<T> wanted, Func<T, CancellationToken, Task<Table>> find, CancellationToken cancellationToken)
    {
        await _next.WaitAsync(cancellationToken);
        var (tables, cells) = (new List<Table>(), 0);
        try
        {
            foreach (var one in wanted)
            {
                var table = await find(one, cancellationToken);
                tables.Add(table);
                var more = table.RowCount * table.Columns.Count;
                if (cells + more > limit)
                {
                    throw new TooManyCellsException(cells + more);
                }

                await TakeAsync(more, cancellationToken);
                cells += more;
            }

            return new(tables, () => PutDown(cells));
        }
        catch
        {
            PutDown(cells);
            throw;
        }
        finally
        {
            _next.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _next.Dispose();

    private async Task TakeAsync(int cells, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task putDown;
            lock (_lock)
            {
                if (_taken + cells <= limit)
                {
                    _taken += cells;
                    return;
                }

                putDown = _putDown.Task;
            }

            await putDown.WaitAsync(cancellationToken);
        }
    }

    private void PutDown(int cells)
    {
        lock (_lock)
        {
            _taken -= cells;
            _putDown.SetResult();
            _putDown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

/// <summary>Tables that one piece of work has taken, until it is disposed.</summary>
public sealed class TablesInHand(IReadOnlyList<Table> tables, Action putDown) : IDisposable
{
    private Action? _putDown = putDown;

    public IReadOnlyList<Table> Tables => tables;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _putDown, null)?.Invoke();
}

/// <summary>Tables that are never in memory together.</summary>
/// <param name="cells">How many cells those had that were looked at.</param>
public sealed class TooManyCellsException(int cells) : Exception
{
    public int Cells => cells;
}
