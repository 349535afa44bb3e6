using Mact.Core.Tables;

namespace Mact.Web.ApiAccess;

/// <summary>A stored table without its rows.</summary>
/// <param name="Id">Identity by content.</param>
/// <param name="Name">The name it was given when it was stored.</param>
/// <param name="Columns">In source order, with detected types.</param>
/// <param name="RowCount">Rows, the header not counted.</param>
/// <param name="Repairs">What was changed while it was read.</param>
public sealed record TableInfo(
    string Id,
    string Name,
    IReadOnlyList<Column> Columns,
    int RowCount,
    IReadOnlyList<TableRepair>? Repairs = null);
