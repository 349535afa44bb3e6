using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Forms;

/// <summary>What puts rows in order.</summary>
internal abstract record RowOrder
{
    private RowOrder()
    {
    }

    /// <summary>By a column's number.</summary>
    public sealed record ByNumber(ColumnSketch Column) : RowOrder;

    /// <summary>By a column's moment.</summary>
    public sealed record ByTime(ColumnSketch Column) : RowOrder;

    /// <summary>As listed.</summary>
    public sealed record Listed(string Table) : RowOrder;
}
