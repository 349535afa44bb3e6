using System.ComponentModel.DataAnnotations;

namespace Mact.Core.Tables;

/// <summary>What reading a source came to: a table with the repairs made, or a refusal in words.</summary>
public abstract record TableReading
{
    private TableReading()
    {
    }

    /// <summary>A table was read.</summary>
    public sealed record Success(Table Table, IReadOnlyList<TableRepair> Repairs) : TableReading;

    /// <summary>No table could be read.</summary>
    /// <param name="Code">Stable, camelCase: empty, notCsv, brokenJson, raggedRows, tooManyRows, tooManyColumns, tooManyCells, tooManyBytes, cellTooLong, encrypted, unsupported.</param>
    /// <param name="Message">What happened and what to do next.</param>
    /// <param name="TooLarge">A limit was passed: HTTP 413 rather than 400.</param>
    public sealed record Refused(string Code, string Message, bool TooLarge = false) : TableReading;
}

/// <summary>One sheet of a workbook.</summary>
/// <param name="Name">As the workbook calls it.</param>
/// <param name="Reading">Its table, or why it is none.</param>
public sealed record SheetReading(string Name, TableReading Reading);

/// <summary>The largest table that is taken. Bound from section <c>Tables</c>.</summary>
public sealed class TableLimits
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Tables";

    /// <summary>Rows of one table.</summary>
    [Range(1, 10_000_000)]
    public int MaxRows { get; set; } = 100_000;

    /// <summary>Columns of one table.</summary>
    [Range(1, 2_000)]
    public int MaxColumns { get; set; } = 1_000;

    /// <summary>Cells of one table.</summary>
    [Range(1, 100_000_000)]
    public int MaxCells { get; set; } = 2_000_000;

    /// <summary>Bytes of one uploaded or pasted source.</summary>
    [Range(1, 1_000_000_000)]
    public int MaxBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Characters of one cell; longer text is refused, not cut.</summary>
    [Range(1, 10_000_000)]
    public int MaxCellLength { get; set; } = 100_000;

    /// <summary>Tables of one question.</summary>
    [Range(1, 100)]
    public int MaxTables { get; set; } = 16;
}
