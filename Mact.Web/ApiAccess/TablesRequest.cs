using Mact.Core.Questions;

namespace Mact.Web.ApiAccess;

/// <summary>Stored tables, each under the name of the page.</summary>
public sealed record TablesRequest(IReadOnlyList<TableRef> Tables);
