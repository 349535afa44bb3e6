namespace Mact.Core.Prompts;

/// <summary>A table as a prompt shows it.</summary>
/// <param name="Name">As SQL uses it.</param>
/// <param name="Columns">Names and types as SQL uses them.</param>
/// <param name="Rows">The rows shown, as text; an empty cell is NULL.</param>
/// <param name="RowCount">Rows of the whole table; more than shown where the table was cut to fit.</param>
public sealed record PromptTable(
    string Name,
    IReadOnlyList<PromptColumn> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    int RowCount)
{
    /// <summary>A profile and other notes about the table ("score: 3 to 98, mean 41.2"); may be empty.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
