using Mact.Core.Tables;

namespace Mact.Api.Tables;

/// <summary>Cells as clients see them.</summary>
internal static class CellTexts
{
    /// <summary>Rows as text; a cell without a value and without text is null.</summary>
    public static IReadOnlyList<IReadOnlyList<string?>> Window(Table table, int offset, int limit)
    {
        var first = Math.Min(offset, table.RowCount);
        var rows = new string?[Math.Min(limit, table.RowCount - first)][];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = Row(table.Row(first + row));
        }

        return rows;
    }

    /// <summary>One row as text.</summary>
    public static string?[] Row(ReadOnlySpan<Cell> cells)
    {
        var texts = new string?[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            texts[i] = cells[i] is { Value: null, Text.Length: 0 } ? null : cells[i].Text;
        }

        return texts;
    }
}
