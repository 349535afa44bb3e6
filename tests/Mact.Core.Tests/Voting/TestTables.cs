using Mact.Core.Tables;

namespace Mact.Core.Tests.Voting;

/// <summary>Small tables from values.</summary>
internal static class TestTables
{
    public static Table Of(string[] columns, object?[][] rows) => new(
        "result",
        [.. columns.Select(name => new Column(name, name, ColumnType.Text))],
        [
            .. rows.SelectMany(row => row).Select(
                value => value is null ? Cell.Null : new Cell(Convert.ToString(value)!, value)),
        ]);
}
