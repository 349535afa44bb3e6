namespace Mact.Web.ApiAccess;

/// <summary>How a stored table is to be read again.</summary>
/// <param name="Name">Of the table.</param>
/// <param name="HeaderRow">1 = as it was read, 2 = the first row below, 0 = there is no header.</param>
/// <param name="Types">text, integer, number, date or auto for each column; null = as detected.</param>
public sealed record CorrectionRequest(string Name, int HeaderRow, IReadOnlyList<string>? Types);
