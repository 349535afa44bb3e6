using Mact.Core.Tables;

namespace Mact.Core.Prompts;

/// <summary>A column as a prompt shows it.</summary>
public sealed record PromptColumn(string Name, ColumnType Type);
