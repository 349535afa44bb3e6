namespace Mact.Core.Tables;

/// <summary>One sheet of a workbook.</summary>
/// <param name="Name">As the workbook calls it.</param>
/// <param name="Reading">Its table, or why it is none.</param>
public sealed record SheetReading(string Name, TableReading Reading);
