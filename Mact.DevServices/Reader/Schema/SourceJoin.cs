namespace Mact.DevServices.Reader.Schema;

/// <summary>Two columns that join two tables.</summary>
/// <param name="Left">Of the table with one row for each key.</param>
/// <param name="Right">Of the table that refers to it.</param>
internal sealed record SourceJoin(ColumnSketch Left, ColumnSketch Right);
