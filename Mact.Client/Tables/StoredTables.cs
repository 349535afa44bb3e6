using System.Text.Json;

namespace Mact.Client.Tables;

/// <summary>A stored table without its rows.</summary>
/// <param name="Id">Identity by content; the same rows under another name have the same id.</param>
/// <param name="Name">The name that SQL uses where no other is given.</param>
/// <param name="Columns">In source order, with their types.</param>
/// <param name="RowCount">Rows, the header not counted.</param>
public sealed record TableInfo(string Id, string Name, IReadOnlyList<Column> Columns, int RowCount)
{
    /// <summary>What was changed while it was read; empty where nothing was.</summary>
    public IReadOnlyList<TableRepair> Repairs { get; init; } = [];

    /// <summary>
    /// The row of the source that was taken for the header, as <see cref="ReadingOptions.HeaderRow"/> counts; of two such rows the lower one. 0 where
    /// no row names the columns, null where the source has no such rows (JSON, Parquet) or the table was not just read from one.
    /// </summary>
    public int? HeaderRow { get; init; }

    /// <summary>The rows above the header that were left out, or joined with it, so that a person can make one of them the header; the first is row 1
    /// of the source.</summary>
    public IReadOnlyList<IReadOnlyList<string>> RowsAbove { get; init; } = [];
}

/// <summary>How a source is read where a person has said it; what is null is found from the source itself.</summary>
public sealed record ReadingOptions
{
    /// <summary>Nothing is said.</summary>
    public static ReadingOptions None { get; } = new();

    /// <summary>The one sheet of a workbook to take; null = all.</summary>
    public string? Sheet { get; init; }

    /// <summary>The row of the source that names the columns: 1 is its first row that is not empty, and empty rows below that count; 0 where none
    /// does.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>text, integer, number, date or auto for each column, in order.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>1,234.5 is "decimalPoint", 1.234,5 "decimalComma".</summary>
    public string? NumberFormat { get; init; }

    /// <summary>03/02/2023 in February is "dayFirst", in March "monthFirst".</summary>
    public string? DateOrder { get; init; }

    /// <summary>The encoding of text by its usual name: "windows-1251", "shift_jis", "euc-kr".</summary>
    public string? Encoding { get; init; }

    /// <summary>A last row that sums up the others stays a row of the table.</summary>
    public bool KeepTotals { get; init; }

    /// <summary>As the form fields or query parameters of <c>POST /tables</c>.</summary>
    public IEnumerable<(string Name, string Value)> Fields()
    {
        (string Name, string? Value)[] fields =
        [
            ("sheet", Sheet),
            ("headerRow", HeaderRow?.ToString()),
            ("types", Types is null ? null : string.Join(',', Types)),
            ("numberFormat", NumberFormat),
            ("dateOrder", DateOrder),
            ("encoding", Encoding),
            ("keepTotals", KeepTotals ? "true" : null),
        ];
        return fields.Where(static field => field.Value is not null).Select(static field => (field.Name, field.Value!));
    }
}

/// <summary>A window of a table's rows.</summary>
/// <param name="Columns">Names, in order.</param>
/// <param name="Rows">Cells as they stood in the source; null is a missing value.</param>
/// <param name="Total">Rows of the table.</param>
/// <param name="Offset">Zero-based place of the first row given.</param>
public sealed record TableRows(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, int Total, int Offset);

/// <summary>What a workbook, or several files at once, came to.</summary>
/// <param name="Tables">Stored tables, in source order; at least one.</param>
/// <param name="Skipped">Sheets that hold no table, and why.</param>
public sealed record TableSet(IReadOnlyList<TableInfo> Tables, IReadOnlyList<SkippedTable> Skipped);

/// <summary>A sheet that was left out.</summary>
/// <param name="Name">The sheet's name.</param>
/// <param name="Code">Stable, camelCase.</param>
/// <param name="Message">Why, in words.</param>
public sealed record SkippedTable(string Name, string Code, string Message)
{
    /// <summary>The message with its values; null where it has none, or in what was recorded before there were any.</summary>
    public Sentence? Sentence { get; init; }
}

/// <summary>The body of <c>POST /tables/{id}/corrections</c>.</summary>
/// <param name="Name">The name of the corrected table; null = "table".</param>
/// <param name="HeaderRow">1 = as it was read, 2 = the first row below, …; 0 = the header is a row of data. Null = 1.</param>
/// <param name="Types">text, integer, number, date or auto for each column, in order; null = as detected.</param>
/// <param name="NumberFormat">1,234.5 is "decimalPoint", 1.234,5 "decimalComma"; null = as detected.</param>
/// <param name="DateOrder">03/02/2023 in February is "dayFirst", in March "monthFirst"; null = as detected.</param>
public sealed record CorrectionRequest(
    string? Name, int? HeaderRow, IReadOnlyList<string?>? Types, string? NumberFormat = null, string? DateOrder = null);

/// <summary>The body of <c>POST /tables/profile</c>.</summary>
/// <param name="Tables">Stored tables, each under the name that the joins use.</param>
public sealed record ProfileRequest(IReadOnlyList<TableRef?>? Tables);

/// <summary>Several tables together.</summary>
/// <param name="Tables">In the order of the request.</param>
/// <param name="Joins">Columns to join on, best first; empty where nothing fits.</param>
public sealed record TablesProfile(IReadOnlyList<TableDescription> Tables, IReadOnlyList<SuggestedJoin> Joins)
{
    /// <summary>The profile of no table.</summary>
    public static TablesProfile None { get; } = new([], []);
}

/// <summary>What a stored table is like.</summary>
/// <param name="Name">As the request named it, made safe for SQL.</param>
/// <param name="RowCount">Rows, the header not counted.</param>
/// <param name="Characters">The characters of all cells together: what a prompt with every row would hold.</param>
/// <param name="Columns">In the table's order.</param>
public sealed record TableDescription(string Name, int RowCount, long Characters, IReadOnlyList<ColumnReport> Columns);

/// <summary>Two columns that names and values suggest to join on.</summary>
/// <param name="Left">"table.column": its values are found on the other side.</param>
/// <param name="Right">"table.column": the other side.</param>
/// <param name="Shared">Different values on both sides.</param>
/// <param name="Distinct">Different values of the left side.</param>
/// <param name="Multiplies">Values repeat on both sides, so that the join gives more rows than either.</param>
/// <param name="Score">0 to 1.</param>
public sealed record SuggestedJoin(string Left, string Right, int Shared, int Distinct, bool Multiplies, double Score);

/// <summary>The body of <c>POST /tables/query</c>.</summary>
/// <param name="Sql">Exactly one SELECT, in SQLite's dialect.</param>
/// <param name="Tables">Stored tables, each under the name that the statement uses.</param>
/// <param name="Limit">Rows to give back at most; null = 1,000.</param>
public sealed record QueryRequest(string? Sql, IReadOnlyList<TableRef?>? Tables, int? Limit = null);

/// <summary>What a statement gave.</summary>
/// <param name="Columns">Names, in order.</param>
/// <param name="Rows">As text; null is NULL.</param>
/// <param name="RowCount">Rows of the whole result.</param>
/// <param name="ElapsedMs">Preparing and running, in milliseconds.</param>
/// <param name="Ordered">The statement asks for an order, so the order of rows counts.</param>
public sealed record QueryResult(
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string?>> Rows,
    int RowCount,
    double ElapsedMs,
    bool Ordered)
{
    /// <summary>The types of the columns, in order.</summary>
    public IReadOnlyList<ColumnType> Types { get; init; } = [];

    /// <summary>There are more rows than are given here.</summary>
    public bool Truncated => RowCount > Rows.Count;
}

/// <summary>A table of a request: a stored one (id and name), or one that comes with its rows (name, columns, rows). Also the body of
/// <c>POST /tables</c>, with rows.</summary>
public sealed record RequestTable
{
    /// <summary>The id of a stored table; null where the rows are given.</summary>
    public string? Id { get; init; }

    /// <summary>The name that SQL and the prompts use; unique within a question, case-insensitively.</summary>
    public string? Name { get; init; }

    /// <summary>Names, in order.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Cells: texts, numbers, truth values, or null.</summary>
    public IReadOnlyList<IReadOnlyList<JsonElement?>>? Rows { get; init; }

    /// <summary>text, integer, number, date or auto for each column; null = as detected.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>A table that is stored already.</summary>
    public static RequestTable Of(TableRef table) => new() { Id = table.Id, Name = table.Name };
}

/// <summary>A stored table as a question uses it.</summary>
/// <param name="Id">Identity by content.</param>
/// <param name="Name">The name that SQL and the prompts use; unique within the question, case-insensitively.</param>
public sealed record TableRef(string Id, string Name);
