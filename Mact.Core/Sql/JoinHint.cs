namespace Mact.Core.Sql;

/// <summary>Two columns that the data suggests to join on.</summary>
/// <param name="Table">The side whose values are found on the other.</param>
/// <param name="Column">Its column.</param>
/// <param name="OtherTable">The other side.</param>
/// <param name="OtherColumn">Its column.</param>
/// <param name="Shared">Different values that stand on both sides.</param>
/// <param name="Distinct">Different values of the first side.</param>
/// <param name="IsUnique">Whether no value repeats in the first column.</param>
/// <param name="OtherIsUnique">Whether no value repeats in the other column: then a join keeps the number of rows.</param>
/// <param name="Score">0 to 1, from names and values.</param>
public sealed record JoinHint(
    string Table, string Column, string OtherTable, string OtherColumn, int Shared, int Distinct, bool IsUnique, bool OtherIsUnique, double Score)
{
    /// <summary>One sentence for prompts and pages.</summary>
    public string Describe()
    {
        var left = SqlLoader.Quote(Table) + "." + SqlLoader.Quote(Column);
        var right = SqlLoader.Quote(OtherTable) + "." + SqlLoader.Quote(OtherColumn);
        var rows = OtherIsUnique ? "each value stands once on the right side"
            : IsUnique ? "each value stands once on the left side"
            : "values repeat on both sides, so this join multiplies rows";
        return FormattableString.Invariant($"{left} = {right}: {Shared} of {Distinct} values of the left column are in the right one; {rows}.");
    }
}
