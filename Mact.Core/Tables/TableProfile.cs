namespace Mact.Core.Tables;

/// <summary>What a table's columns are like: for prompts that cannot show every row, and for pages.</summary>
/// <param name="RowCount">Rows of the table.</param>
/// <param name="Columns">In the table's order.</param>
public sealed record TableProfile(int RowCount, IReadOnlyList<ColumnProfile> Columns)
{
    private const int MaxSamples = 5;
    private const int MaxSampleLength = 60;

    /// <summary>Looks at every cell once.</summary>
    public static TableProfile Of(Table table) =>
        new(table.RowCount, [.. table.Columns.Select((column, index) => Profile(table, column, index))]);

    private static ColumnProfile Profile(Table table, Column column, int index)
    {
        var distinct = new HashSet<object>();
        var samples = new List<string>();
        var missing = 0;
        var count = 0;
        var sum = 0.0;
        Cell? least = null, most = null;
        for (var r = 0; r < table.RowCount; r++)
        {
            var cell = table[r, index];
            if (cell.Value is null)
            {
                missing++;
                continue;
            }

            if (distinct.Add(cell.Value) && samples.Count < MaxSamples)
            {
                samples.Add(cell.Text.Length <= MaxSampleLength ? cell.Text : cell.Text[..MaxSampleLength] + "…");
            }

            if (Number(cell.Value) is { } number)
            {
                sum += number;
                count++;
            }

            if (column.Type != ColumnType.Text && IsOfType(cell, column.Type))
            {
                least = least is null || Compare(cell, least.Value) < 0 ? cell : least;
                most = most is null || Compare(cell, most.Value) > 0 ? cell : most;
            }
        }

        return new ColumnProfile(
            column.Name, column.Type, missing, distinct.Count, Shown(least), Shown(most), count > 0 && column.Type != ColumnType.Text ? sum / count : null, samples);
    }

    private static string? Shown(Cell? cell) => cell is { } present ? present.Value as string ?? present.Text : null;

    private static double? Number(object value) => value switch
    {
        long whole => whole,
        double real => real,
        _ => null,
    };

    private static bool IsOfType(Cell cell, ColumnType type) =>
        type == ColumnType.Date ? cell.Value is string date && DateText.TryParse(date, out _) : cell.Value is long or double;

    private static int Compare(Cell left, Cell right) =>
        left.Value is string date
            ? string.CompareOrdinal(date, (string)right.Value!)
            : Number(left.Value!)!.Value.CompareTo(Number(right.Value!)!.Value);
}
