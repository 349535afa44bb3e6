using System.Text.Json.Serialization;

namespace Mact.Client.Tables;

/// <summary>One column of a table.</summary>
/// <param name="Name">Unique within the table (case-insensitively), never empty: the name that SQL uses, quoted.</param>
/// <param name="OriginalName">The header as it stood in the source, for display.</param>
/// <param name="Type">What the cells hold.</param>
public sealed record Column(string Name, string OriginalName, ColumnType Type);

/// <summary>What the cells of a column hold. Detected from the data; a person may override it.</summary>
public enum ColumnType
{
    /// <summary>Anything that is not one of the others. Only an empty cell is NULL.</summary>
    Text,

    /// <summary>Whole numbers (<see cref="long"/>).</summary>
    Integer,

    /// <summary>Numbers with a fraction (<see cref="double"/> in SQL).</summary>
    Number,

    /// <summary>Calendar dates; ISO text (yyyy-MM-dd) in SQL, so that they compare and sort.</summary>
    Date,
}

/// <summary>What a column holds, and what of it was not understood: part of the Api's profile of a table.</summary>
/// <param name="Name">As SQL uses it.</param>
/// <param name="Type">The type of the column.</param>
/// <param name="Missing">Cells without a value.</param>
/// <param name="Distinct">Different values.</param>
/// <param name="Minimum">Smallest number or earliest date; null in text columns.</param>
/// <param name="Maximum">Largest number or latest date; null in text columns.</param>
/// <param name="Samples">Up to five different values.</param>
/// <param name="Unread">Cells of a number or date column that are neither; they stay text.</param>
/// <param name="UnreadSamples">Up to three of them, each as far as a line holds it.</param>
public sealed record ColumnReport(
    string Name,
    ColumnType Type,
    int Missing,
    int Distinct,
    string? Minimum,
    string? Maximum,
    IReadOnlyList<string> Samples,
    int Unread,
    IReadOnlyList<string> UnreadSamples);

/// <summary>Something that was changed so that a source could become a table; shown to the person who gave it.</summary>
/// <param name="Code">Stable, camelCase: emptyHeader, duplicateHeader, raggedRow, emptyRow, encoding, delimiter, droppedColumn, …</param>
/// <param name="Message">In words: what was found and what was done.</param>
[method: JsonConstructor]
public sealed record TableRepair(string Code, string Message)
{
    /// <summary>A repair with values in its words.</summary>
    public TableRepair(string code, Sentence sentence)
        : this(code, sentence.ToString()) => Sentence = sentence.WithValues();

    /// <summary>The message with its values; null where it has none, or in what was recorded before there were any.</summary>
    public Sentence? Sentence { get; init; }
}
