namespace Mact.Core.Tables;

/// <summary>Something that was changed so that a source could become a table; shown to the person who gave it.</summary>
/// <param name="Code">Stable, camelCase: emptyHeader, duplicateHeader, raggedRow, emptyRow, encoding, delimiter, droppedColumn, …</param>
/// <param name="Message">In words: what was found and what was done.</param>
public sealed record TableRepair(string Code, string Message);
