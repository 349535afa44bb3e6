using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Understanding;

/// <summary>What is asked for.</summary>
/// <param name="Columns">The columns to answer with; at least one.</param>
/// <param name="Mask">The words that say so.</param>
/// <param name="Cost">How doubtful the choice is.</param>
/// <param name="End">The first word after them.</param>
/// <param name="IsNamed">The question names the column; otherwise it is the one that names the rows.</param>
internal sealed record Target(IReadOnlyList<ColumnSketch> Columns, ulong Mask, double Cost, int End, bool IsNamed)
{
    public ColumnSketch Column => Columns[0];
}
