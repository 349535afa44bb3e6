namespace Mact.Core.Tables;

/// <summary>A cell read as a number.</summary>
/// <param name="Value">The number as written: "22.16 %" is 22.16, "(3.1)" is -3.1.</param>
/// <param name="Whole">The same number where it was written without a fraction and fits; otherwise <see langword="null"/>.</param>
/// <param name="IsIdentifier">Written as identifiers are: with leading zeros ("007"), or as more than 15 digits in one run.</param>
public readonly record struct NumberReading(double Value, long? Whole, bool IsIdentifier);
