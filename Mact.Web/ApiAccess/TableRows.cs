using System.Text.Json.Serialization;

namespace Mact.Web.ApiAccess;

/// <summary>A window of a table's rows as text; null is a missing value.</summary>
/// <param name="Columns">Names, in order.</param>
/// <param name="Rows">One list per row.</param>
/// <param name="Total">Rows of the table.</param>
/// <param name="Offset">Zero-based place of the first row given.</param>
public sealed record TableRows(
    [property: JsonConverter(typeof(ColumnNamesConverter))] IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string?>> Rows,
    int Total,
    int Offset);
