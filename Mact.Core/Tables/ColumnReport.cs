namespace Mact.Core.Tables;

/// <summary>What a column holds, and what of it was not understood: part of the Api's profile of a table.</summary>
/// <param name="Name">As SQL uses it.</param>
/// <param name="Type">Of the column.</param>
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
