namespace Mact.Core.Tables;

/// <summary>One column of a <see cref="Table"/>.</summary>
/// <param name="Name">Unique within the table (case-insensitively), never empty: the name that SQL uses, quoted.</param>
/// <param name="OriginalName">The header as it stood in the source, for display.</param>
/// <param name="Type">What the cells hold.</param>
public sealed record Column(string Name, string OriginalName, ColumnType Type);
