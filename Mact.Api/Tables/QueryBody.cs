using Mact.Core.Questions;

namespace Mact.Api.Tables;

/// <summary>The body of <c>POST /tables/query</c>.</summary>
/// <param name="Sql">Exactly one SELECT, in SQLite's dialect.</param>
/// <param name="Tables">Stored tables, each under the name that the statement uses.</param>
/// <param name="Limit">Rows to give back at most; null = 1,000.</param>
public sealed record QueryBody(string? Sql, IReadOnlyList<TableRef?>? Tables, int? Limit);
