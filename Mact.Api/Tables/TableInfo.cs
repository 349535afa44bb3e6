using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>A stored table without its rows.</summary>
/// <param name="Id">Identity by content; the same rows under another name have the same id.</param>
/// <param name="Name">The name that SQL uses where no other is given.</param>
/// <param name="Columns">In source order, with their types.</param>
/// <param name="RowCount">Rows, the header not counted.</param>
/// <param name="Repairs">What was changed while it was read; empty where nothing was.</param>
public sealed record TableInfo(string Id, string Name, IReadOnlyList<Column> Columns, int RowCount, IReadOnlyList<TableRepair> Repairs)
{
    /// <summary>Of a table that is stored under <paramref name="id"/>.</summary>
    public static TableInfo Of(string id, Table table, IReadOnlyList<TableRepair> repairs) => new(id, table.Name, table.Columns, table.RowCount, repairs);
}
