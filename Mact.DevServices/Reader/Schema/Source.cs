using Mact.DevServices.Reader.Language;

namespace Mact.DevServices.Reader.Schema;

/// <summary>What a reading is made over: one table, or two tables joined over a key.</summary>
internal sealed class Source
{
    private readonly Dictionary<string, List<(ColumnSketch Column, CellValue Value)>> _byStem = new(StringComparer.Ordinal);

    public Source(IReadOnlyList<ColumnSketch> columns, IReadOnlyList<string> tables, int rowCount, bool isComplete, SourceJoin? join = null)
    {
        Columns = columns;
        Tables = tables;
        RowCount = rowCount;
        IsComplete = isComplete;
        Join = join;
        foreach (var column in columns)
        {
            foreach (var value in column.Values)
            {
                foreach (var stem in value.Words.Select(word => word.Stem).Distinct(StringComparer.Ordinal))
                {
                    if (!_byStem.TryGetValue(stem, out var places))
                    {
                        _byStem[stem] = places = [];
                    }

                    places.Add((column, value));
                }
            }
        }

        Key = FindKey();
        Time = columns.FirstOrDefault(column => column.IsTemporal);
    }

    /// <summary>All columns, of the first table first.</summary>
    public IReadOnlyList<ColumnSketch> Columns { get; }

    /// <summary>The tables' names.</summary>
    public IReadOnlyList<string> Tables { get; }

    public int RowCount { get; }

    /// <summary>All rows are shown, so that what is not found is not there.</summary>
    public bool IsComplete { get; }

    /// <summary>How the two tables hang together; null where it is one table.</summary>
    public SourceJoin? Join { get; }

    /// <summary>The column that names the rows; null where none does.</summary>
    public ColumnSketch? Key { get; }

    /// <summary>The column that places the rows in time; null where none does.</summary>
    public ColumnSketch? Time { get; }

    /// <summary>Where a word stands in the cells.</summary>
    public IReadOnlyList<(ColumnSketch Column, CellValue Value)> Find(Word word) =>
        _byStem.TryGetValue(word.Stem, out var places) ? places : [];

    /// <summary>Whether no value of a column stands in two of the source's rows; a join repeats the rows of the table that is referred to.</summary>
    public bool IsUnique(ColumnSketch column) => column.IsUnique && (Join is null || column.Table == Tables[^1]);

    private ColumnSketch? FindKey() =>
        Columns.FirstOrDefault(column => column.IsNaming && column.IsUnique)
        ?? Columns.Where(column => column.IsNaming).MaxBy(column => column.Values.Count * 100 - column.Index)
        ?? Columns.FirstOrDefault(column => column.IsTemporal);
}
