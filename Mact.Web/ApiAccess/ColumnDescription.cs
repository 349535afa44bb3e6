using Mact.Core.Tables;

namespace Mact.Web.ApiAccess;

/// <summary>What a column holds, and what of it was not understood.</summary>
/// <param name="Name">As SQL uses it.</param>
/// <param name="Type">Of the column.</param>
/// <param name="Missing">Cells without a value.</param>
/// <param name="Distinct">Different values.</param>
/// <param name="Minimum">Smallest number or earliest date.</param>
/// <param name="Maximum">Largest number or latest date.</param>
/// <param name="Samples">Up to five different values.</param>
/// <param name="Unread">Cells of a number or date column that are neither.</param>
/// <param name="UnreadSamples">Some of these.</param>
public sealed record ColumnDescription(
    string Name,
    ColumnType Type,
    int Missing,
    int Distinct,
    string? Minimum,
    string? Maximum,
    IReadOnlyList<string> Samples,
    int Unread,
    IReadOnlyList<string> UnreadSamples);
