using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Forms;

/// <summary>Which rows are meant.</summary>
internal abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>The cell is one of these texts.</summary>
    public sealed record Is(ColumnSketch Column, IReadOnlyList<string> Values) : Condition;

    /// <summary>The cell contains one of these texts, accents and case aside.</summary>
    public sealed record Contains(ColumnSketch Column, IReadOnlyList<string> Parts) : Condition;

    /// <summary>The cell's number compares so.</summary>
    public sealed record Number(ColumnSketch Column, Comparison Comparison, double Value) : Condition;

    /// <summary>The cell's year lies in this range; an open end is null.</summary>
    public sealed record Years(ColumnSketch Column, double? From, double? To) : Condition;

    /// <summary>The cell is not empty.</summary>
    public sealed record Filled(ColumnSketch Column) : Condition;

    /// <summary>The cell says neither "total" nor anything like it.</summary>
    public sealed record NotTotal(ColumnSketch Column) : Condition;

    public sealed record Not(Condition Inner) : Condition;

    public sealed record Any(IReadOnlyList<Condition> Options) : Condition;
}
