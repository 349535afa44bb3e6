namespace Mact.Core.Tables;

/// <summary>One cell: the original text, trimmed, beside the value that SQL computes with.</summary>
/// <param name="Text">What stood in the source; quotable in an answer. For NULL empty, or the mark that stood there ("–").</param>
/// <param name="Value">
/// <see langword="null"/>, <see cref="long"/>, <see cref="double"/> or <see cref="string"/>. A cell of a numeric column
/// that does not parse ("3 (tie)") keeps its text, as SQLite's dynamic typing allows.
/// </param>
public readonly record struct Cell(string Text, object? Value)
{
    /// <summary>A missing value.</summary>
    public static Cell Null { get; } = new(string.Empty, null);
}
