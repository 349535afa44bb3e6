namespace Mact.Api.Tables;

/// <summary>The body of <c>POST /tables/{id}/corrections</c>.</summary>
/// <param name="Name">Of the corrected table; null = "table".</param>
/// <param name="HeaderRow">1 = as it was read, 2 = the first row below, …; 0 = the header is a row of data. Null = 1.</param>
/// <param name="Types">text, integer, number, date or auto for each column, in order; null = as detected.</param>
public sealed record CorrectionBody(string? Name, int? HeaderRow, IReadOnlyList<string?>? Types);
