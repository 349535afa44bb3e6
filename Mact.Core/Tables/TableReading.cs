using System.ComponentModel.DataAnnotations;

namespace Mact.Core.Tables;

/// <summary>What reading a source came to: a table with the repairs made, or a refusal in words.</summary>
public abstract record TableReading
{
    private TableReading()
    {
    }

    /// <summary>A table was read.</summary>
    public sealed record Success(Table Table, IReadOnlyList<TableRepair> Repairs) : TableReading
    {
        /// <summary>Where the header was found; null for sources whose columns have names by their nature (objects, Parquet).</summary>
        public HeaderPlace? Header { get; init; }
    }

    /// <summary>No table could be read.</summary>
    /// <param name="Code">
    /// Stable, camelCase: empty, invalidHeaderRow, notCsv, brokenJson, raggedRows, tooManyRows, tooManyColumns, tooManyCells, tooManyBytes,
    /// cellTooLong, tooSlow, tooCostly, unknownEncoding, encrypted, unsupported.
    /// </param>
    /// <param name="Sentence">What happened and what to do next.</param>
    /// <param name="TooLarge">A limit was passed: HTTP 413 rather than 400.</param>
    public sealed record Refused(string Code, Sentence Sentence, bool TooLarge = false) : TableReading
    {
        /// <summary>It in English.</summary>
        public string Message => Sentence.ToString();
    }
}

/// <summary>Where in a source its header stands.</summary>
/// <param name="Row">The row, 1 for the first that is not empty; of two such rows the lower one; 0 where no row names the columns.</param>
/// <param name="Above">The rows above it.</param>
public sealed record HeaderPlace(int Row, IReadOnlyList<IReadOnlyList<string>> Above);

/// <summary>What a person has set by hand for reading a source; what is null is found from the source itself.</summary>
public sealed record TableSettings
{
    /// <summary>Nothing is set.</summary>
    public static TableSettings None { get; } = new();

    /// <summary>The row of the source that names the columns, 1 for the first that is not empty; 0 where no row does.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>How numbers of every column are written.</summary>
    public NumberFormat? NumberFormat { get; init; }

    /// <summary>How plain dates of every column are written.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>The encoding of text, by its usual name ("windows-1251", "shift_jis").</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether a last row that sums up the others stays a row of the table.</summary>
    public bool KeepsTotals { get; init; }

    /// <summary>How the numbers and dates of a table were read, for reading its texts again; what is given here goes before.</summary>
    public static TableSettings Of(Table table, NumberFormat? numberFormat = null, DateOrder? dateOrder = null)
    {
        for (var at = 0; at < table.RowCount * table.Columns.Count && (numberFormat is null || dateOrder is null); at++)
        {
            var cell = table[at / table.Columns.Count, at % table.Columns.Count];
            if (cell.Value is long or double)
            {
                var value = Convert.ToDouble(cell.Value);
                numberFormat ??= NumberText.TryParse(cell.Text, out double point) && point == value ? null
                    : NumberText.TryParse(cell.Text, out double comma, Tables.NumberFormat.DecimalComma) && comma == value
                        ? Tables.NumberFormat.DecimalComma
                        : null;
            }
            else if (
                cell.Value is string text
                    && table.Columns[at % table.Columns.Count].Type == ColumnType.Date
                        && DateText.ToIso(cell.Text, Tables.DateOrder.Unambiguous) is null)
            {
                dateOrder ??= DateText.ToIso(cell.Text, Tables.DateOrder.DayFirst) == text ? Tables.DateOrder.DayFirst
                    : DateText.ToIso(cell.Text, Tables.DateOrder.MonthFirst) == text ? Tables.DateOrder.MonthFirst : null;
            }
        }

        return new() { NumberFormat = numberFormat, DateOrder = dateOrder };
    }

    /// <summary>The cells are separated by semicolons, as where commas stand inside numbers.</summary>
    internal bool HasSemicolons { get; init; }
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

    /// <summary>Time that reading one source may take; storing it comes on top.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Tables of one question.</summary>
    [Range(1, 100)]
    public int MaxTables { get; set; } = 16;

    /// <summary>Characters of all cells of one table together, also where a source says a text once for many of them.</summary>
    internal long MaxText => 2L * MaxBytes;

    /// <summary>What is said of a source that took more than <see cref="Timeout"/>.</summary>
    public TableReading.Refused TooSlow() =>
        new("tooSlow", $"Reading the source took longer than {Timeout.TotalSeconds:0.#} s. Leave out rows or columns.");

    /// <summary>What is said of a table of so many columns.</summary>
    public TableReading.Refused TooManyColumns(long count) =>
        TooLarge(
            "tooManyColumns", $"The table has {count} columns; at most {MaxColumns} are taken. Leave out columns that the question does not need.");

    internal TableReading.Refused TooManyRows(long count) =>
        TooLarge("tooManyRows", $"The table has {count} rows or more; at most {MaxRows} are taken. Filter or split it.");

    /// <summary>What is said of a table of so many cells.</summary>
    public TableReading.Refused TooManyCells(long count) =>
        TooLarge("tooManyCells", $"The table has {count} cells or more; at most {MaxCells} are taken. Leave out rows or columns.");

    internal TableReading.Refused CellTooLong(int column, long length) =>
        TooLarge("cellTooLong", $"A cell in column {column} has {length} characters; at most {MaxCellLength} are taken. Shorten it.");

    internal TableReading.Refused TooManyBytes(long length) =>
        TooLarge("tooManyBytes", $"The source has {length} bytes; at most {MaxBytes} are taken. Leave out rows or columns.");

    private static TableReading.Refused TooLarge(string code, Sentence sentence) => new(code, sentence, TooLarge: true);
}
