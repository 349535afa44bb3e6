using CsCheck;
using Mact.Core.Tables;

namespace Mact.Core.Tests.Tables;

/// <summary>Invented tables for tests.</summary>
internal static class Given
{
    public static TableLimits Limits { get; } = new();

    public static Table Csv(string name, string csv) => DelimitedTextReader.Read(name, csv, Limits).ShouldBeOfType<TableReading.Success>().Table;

    public static Table Column(params string?[] cells) =>
        TableBuilder.Build("t", ["x"], [.. cells.Select(cell => new[] { cell })], Limits).ShouldBeOfType<TableReading.Success>().Table;

    public static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    public static object?[] Values(Table table, int column) => [.. Enumerable.Range(0, table.RowCount).Select(row => table[row, column].Value)];
}
