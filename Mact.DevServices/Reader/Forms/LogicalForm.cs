using Mact.DevServices.Reader.Schema;

namespace Mact.DevServices.Reader.Forms;

/// <summary>What a question asks, independent of its words and of SQL.</summary>
/// <param name="Source">The rows that it is asked of.</param>
internal abstract record LogicalForm(Source Source)
{
    /// <summary>Columns of the rows that are meant.</summary>
    public sealed record Project(Source Source, IReadOnlyList<ColumnSketch> Columns, IReadOnlyList<Condition> Where, bool Distinct) : LogicalForm(Source);

    /// <summary>How many rows, or how many different values of a column.</summary>
    public sealed record Count(Source Source, ColumnSketch? Distinct, IReadOnlyList<Condition> Where) : LogicalForm(Source);

    /// <summary>One number of a column's numbers.</summary>
    public sealed record Aggregate(Source Source, AggregateKind Kind, ColumnSketch Column, IReadOnlyList<Condition> Where) : LogicalForm(Source);

    /// <summary>
    /// Columns of the row with the greatest or smallest value and of all that tie with it (<c>Take</c> null), or of so many rows in that order after
    /// passing over some (<c>Skip</c> 1 for "second largest").
    /// </summary>
    public sealed record Extreme(
        Source Source,
        IReadOnlyList<ColumnSketch> Columns,
        RowOrder Order,
        bool Descending,
        int? Take,
        int Skip,
        IReadOnlyList<Condition> Where) : LogicalForm(Source);

    /// <summary>A column of the row that stands next to a row, in the order of the table or of a column.</summary>
    public sealed record Neighbour(
        Source Source,
        ColumnSketch Column,
        RowOrder Order,
        bool Following,
        IReadOnlyList<Condition> Anchor,
        IReadOnlyList<Condition> Where) : LogicalForm(Source);

    /// <summary>The value that stands in the most (or fewest) rows, or whose numbers add up to the most.</summary>
    public sealed record GroupExtreme(
        Source Source,
        ColumnSketch Column,
        ColumnSketch? Sum,
        bool Most,
        IReadOnlyList<Condition> Where) : LogicalForm(Source);

    /// <summary>How many values stand in so many rows.</summary>
    public sealed record GroupCount(
        Source Source,
        ColumnSketch Column,
        Comparison Comparison,
        double Rows,
        bool List,
        IReadOnlyList<Condition> Where) : LogicalForm(Source);

    /// <summary>How far two numbers lie apart, as a positive number.</summary>
    public sealed record Difference(Source Source, LogicalForm First, LogicalForm Second) : LogicalForm(Source);

    /// <summary>The one of two numbers' names whose number is greater (or smaller).</summary>
    public sealed record Better(Source Source, LogicalForm First, LogicalForm Second, string FirstName, string SecondName, bool Greater) : LogicalForm(Source);

    /// <summary>Whether one number is greater (or smaller) than the other: yes or no.</summary>
    public sealed record Compare(Source Source, LogicalForm First, LogicalForm Second, bool Greater) : LogicalForm(Source);

    /// <summary>Whether there is such a row: yes or no.</summary>
    public sealed record Exists(Source Source, IReadOnlyList<Condition> Where) : LogicalForm(Source);

    /// <summary>A column of the other rows that agree with a row in another column.</summary>
    public sealed record SameAs(
        Source Source,
        ColumnSketch Column,
        ColumnSketch Shared,
        IReadOnlyList<Condition> Anchor,
        IReadOnlyList<Condition> Where) : LogicalForm(Source);

    /// <summary>Where the first of the rows that are meant stands in an order, as a number or a moment.</summary>
    public sealed record Position(Source Source, RowOrder Order, IReadOnlyList<Condition> Where) : LogicalForm(Source);
}
