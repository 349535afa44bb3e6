using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>What one sheet or file came to.</summary>
/// <param name="Name">Of the sheet or file.</param>
/// <param name="Reading">The table, or why there is none.</param>
internal sealed record SourceReading(string Name, TableReading Reading);
