using Mact.Web.ApiAccess;

namespace Mact.Web.Components.Ask;

/// <summary>A source that gave several tables, or left sheets out.</summary>
/// <param name="Name">Of the file.</param>
/// <param name="Sheets">Its tables, chosen or not.</param>
/// <param name="Skipped">Sheets without a table, and why.</param>
public sealed record Workbook(string Name, IReadOnlyList<TableDraft> Sheets, IReadOnlyList<SkippedTable> Skipped);
