using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>Words of the question that name a column.</summary>
/// <param name="Start">The first word.</param>
/// <param name="End">The last word, exclusive.</param>
/// <param name="Column">The column.</param>
/// <param name="Score">How well they name it: 1 is the whole header.</param>
/// <param name="Mask">All words that point to it, also those elsewhere in the question.</param>
internal sealed record ColumnMention(int Start, int End, ColumnSketch Column, double Score, ulong Mask);
