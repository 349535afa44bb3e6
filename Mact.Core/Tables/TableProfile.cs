using System.Text;

namespace Mact.Core.Tables;

/// <summary>What a table's columns are like: for prompts that cannot show every row, and for pages.</summary>
/// <param name="RowCount">Rows of the table.</param>
/// <param name="Columns">In the table's order.</param>
public sealed record TableProfile(int RowCount, IReadOnlyList<ColumnProfile> Columns)
{
    private const int MaxSamples = 5;
    private const int MaxSampleLength = 60;
    private const int RowsBetweenChecks = 4096;
    private const int MaxExpected = 65_536;

    /// <summary>Looks at every cell once.</summary>
    /// <exception cref="OperationCanceledException">Asked for by the caller; looked for every few thousand cells.</exception>
    public static TableProfile Of(Table table, CancellationToken cancellationToken = default)
    {
        // One set for all columns: of a large table each would be a large object that outlives the request.
        var distinct = new HashSet<object>(Math.Min(table.RowCount, MaxExpected));
        return new(table.RowCount, [.. table.Columns.Select((column, index) => Profile(table, column, index, distinct, cancellationToken))]);
    }

    private static ColumnProfile Profile(
        Table table, Column column, int index, HashSet<object> distinct, CancellationToken cancellationToken)
    {
        distinct.Clear();
        var samples = new List<string>();
        var missing = 0;
        var count = 0;
        var sum = 0.0;
        Cell? min = null, max = null;
        for (var r = 0; r < table.RowCount; r++)
        {
            if (r % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

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
                min = min is null || Compare(cell, min.Value) < 0 ? cell : min;
                max = max is null || Compare(cell, max.Value) > 0 ? cell : max;
            }
        }

        return new ColumnProfile(
            column.Name,
            column.Type,
            missing,
            distinct.Count,
            Shown(min),
            Shown(max),
            count > 0 && column.Type != ColumnType.Text ? sum / count : null,
            samples);
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

/// <summary>What a column's values are like.</summary>
/// <param name="Name">The name of the column, as SQL uses it.</param>
/// <param name="Type">The type of the column.</param>
/// <param name="Missing">Cells that are NULL.</param>
/// <param name="Distinct">Different values, NULL not counted.</param>
/// <param name="Minimum">Smallest number or earliest date, as text; <see langword="null"/> in text columns.</param>
/// <param name="Maximum">Largest number or latest date, as text.</param>
/// <param name="Mean">The mean of the numbers; cells of text are left out.</param>
/// <param name="Samples">Up to five different values, the first in source order.</param>
public sealed record ColumnProfile(
    string Name, ColumnType Type, int Missing, int Distinct, string? Minimum, string? Maximum, double? Mean, IReadOnlyList<string> Samples)
{
    /// <summary>One line for prompts and pages: "score: number, 3 to 98, mean 41.2, 37 distinct, 2 missing".</summary>
    public string Describe()
    {
        var line = new StringBuilder(Name).Append(": ").Append(Type.ToString().ToLowerInvariant());
        if (Minimum is not null)
        {
            line.Append($", {Minimum} to {Maximum}");
        }

        if (Mean is { } mean)
        {
            line.Append($", mean {mean:0.####}");
        }

        line.Append($", {Distinct} distinct");
        if (Missing > 0)
        {
            line.Append($", {Missing} missing");
        }

        return Minimum is null && Samples.Count > 0 ? line.Append(", e.g. ").AppendJoin("; ", Samples).ToString() : line.ToString();
    }
}
