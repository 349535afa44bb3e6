using Mact.Core.Questions;

namespace Mact.Web.ApiAccess;

/// <summary>One read-only statement over stored tables.</summary>
public sealed record QueryRequest(string Sql, IReadOnlyList<TableRef> Tables);
