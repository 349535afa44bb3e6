using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>Words of the question that stand in cells of a column.</summary>
/// <param name="Start">The first word.</param>
/// <param name="End">The last word, exclusive.</param>
/// <param name="Column">The column.</param>
/// <param name="Values">The cells' values that they stand in.</param>
/// <param name="IsExact">They are the whole cell.</param>
internal sealed record ValueMention(int Start, int End, ColumnSketch Column, IReadOnlyList<CellValue> Values, bool IsExact)
{
    public ulong Mask => WordMask.Of(Start, End);
}
