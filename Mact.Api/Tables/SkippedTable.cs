namespace Mact.Api.Tables;

/// <summary>A sheet that was left out.</summary>
/// <param name="Name">The sheet's name.</param>
/// <param name="Code">Stable, camelCase.</param>
/// <param name="Message">Why, in words.</param>
public sealed record SkippedTable(string Name, string Code, string Message);
