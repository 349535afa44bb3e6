namespace Mact.Evaluation.DataSets;

/// <summary>What a data set is found to be, before anything is asked of it.</summary>
/// <param name="Format">The shape of the file.</param>
/// <param name="Rows">All rows, bad ones included.</param>
/// <param name="Usable">Rows that can be asked.</param>
/// <param name="Bad">The first of the others, with the reason.</param>
/// <param name="BadCount">All of the others.</param>
/// <param name="Types">Usable rows by the answer's type.</param>
/// <param name="Samples">The first usable rows.</param>
public sealed record DataSetCheck(
    DataSetFormat Format,
    int Rows,
    int Usable,
    IReadOnlyList<BadRow> Bad,
    int BadCount,
    IReadOnlyDictionary<string, int> Types,
    IReadOnlyList<SampleRow> Samples)
{
    private const int MaxBad = 200;
    private const int MaxSamples = 3;

    /// <summary>Of rows that were read.</summary>
    /// <param name="format">As it was given or found.</param>
    /// <param name="rows">All rows.</param>
    public static DataSetCheck Of(DataSetFormat format, IReadOnlyList<DataSetRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var items = rows.OfType<DataSetRow.Usable>().ToList();
        return new(
            format,
            rows.Count,
            items.Count,
            [.. rows.OfType<DataSetRow.Bad>().Take(MaxBad).Select(static row => new BadRow(row.Number, row.Reason))],
            rows.Count - items.Count,
            items.CountBy(static row => row.Item.Type, StringComparer.Ordinal).OrderByDescending(static pair => pair.Value).ToDictionary(StringComparer.Ordinal),
            [
                .. items.Take(MaxSamples).Select(static row => new SampleRow(
                    row.Number, row.Item.Prompted, row.Item.Gold.Items, [.. row.Item.Tables.Select(static table => table.Name)])),
            ]);
    }
}

/// <summary>A row that cannot be asked.</summary>
/// <param name="Number">Its line or position, from 1.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record BadRow(int Number, string Reason);

/// <summary>A row as it will be asked.</summary>
/// <param name="Number">Its line or position, from 1.</param>
/// <param name="Question">As it is asked.</param>
/// <param name="Expected">The right answer.</param>
/// <param name="Tables">Names of its tables.</param>
public sealed record SampleRow(int Number, string Question, IReadOnlyList<string> Expected, IReadOnlyList<string> Tables);
