using System.Text.Json.Serialization;

namespace Mact.Web.ApiAccess;

/// <summary>What a statement gave.</summary>
/// <param name="Columns">Names, in order.</param>
/// <param name="Rows">As text; null is NULL. May be fewer than <paramref name="RowCount"/>.</param>
/// <param name="RowCount">Rows in all.</param>
/// <param name="ElapsedMs">Time of execution.</param>
/// <param name="Ordered">The statement asks for an order, so the order of rows counts.</param>
public sealed record QueryResult(
    [property: JsonConverter(typeof(ColumnNamesConverter))] IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string?>> Rows,
    int RowCount,
    double ElapsedMs,
    bool Ordered);
