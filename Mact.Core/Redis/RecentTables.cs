using Mact.Core.Tables;

namespace Mact.Core.Redis;

/// <summary>
/// Tables that this process wrote or read last, by the id of their content: who has uploaded one looks at it next, and asks about it. Whether a
/// table is still stored is not known here.
/// </summary>
internal sealed class RecentTables
{
    private const int MaxTables = 16;
    private const int MaxCells = 500_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Id, Table Table)> _tables = [];

    /// <summary>The table of an id under the name that it was kept with; null where it is not kept.</summary>
    public Table? Find(string id)
    {
        lock (_lock)
        {
            if (Take(id) is not { } table)
            {
                return null;
            }

            _tables.AddFirst((id, table));
            return table;
        }
    }

    /// <summary>Keeps a table, and lets those go that were used longest ago; one that is larger than all may be is not kept.</summary>
    public void Keep(string id, Table table)
    {
        lock (_lock)
        {
            _ = Take(id);
            _tables.AddFirst((id, table));
            while (_tables.Count > MaxTables || _tables.Sum(static kept => (long)kept.Table.RowCount * kept.Table.Columns.Count) > MaxCells)
            {
                _tables.RemoveLast();
            }
        }
    }

    /// <summary>Lets a table go that is stored no more.</summary>
    public void Forget(string id)
    {
        lock (_lock)
        {
            _ = Take(id);
        }
    }

    private Table? Take(string id)
    {
        for (var node = _tables.First; node is not null; node = node.Next)
        {
            if (node.Value.Id == id)
            {
                _tables.Remove(node);
                return node.Value.Table;
            }
        }

        return null;
    }
}
