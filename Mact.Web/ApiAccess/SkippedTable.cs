namespace Mact.Web.ApiAccess;

/// <summary>A sheet that was left out, and why.</summary>
public sealed record SkippedTable(string Name, string Code, string Message);
