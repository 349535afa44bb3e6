using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>What a statement gave.</summary>
/// <param name="Columns">Names, in order.</param>
/// <param name="Types">Of the columns.</param>
/// <param name="Rows">As text; null is NULL.</param>
/// <param name="RowCount">Rows of the whole result.</param>
/// <param name="Truncated">There are more rows than are given here.</param>
/// <param name="ElapsedMs">Preparing and running, in milliseconds.</param>
/// <param name="Ordered">The statement asks for an order, so the order of rows counts.</param>
public sealed record QueryResult(
    IReadOnlyList<string> Columns,
    IReadOnlyList<ColumnType> Types,
    IReadOnlyList<IReadOnlyList<string?>> Rows,
    int RowCount,
    bool Truncated,
    double ElapsedMs,
    bool Ordered);
