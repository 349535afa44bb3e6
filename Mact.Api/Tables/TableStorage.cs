using Mact.Api.Http;
using Mact.Core.Questions;
using Mact.Core.Tables;
using Microsoft.Extensions.Options;

namespace Mact.Api.Tables;

/// <summary>Tables in and out of the store, with problems where there is nothing to store or nothing stored.</summary>
internal static class TableStorage
{
    private const string DefaultName = "table";

    // SHA-256 in hex.
    private const int IdLength = 64;

    /// <summary>The table of a reading.</summary>
    /// <exception cref="RequestRefusedException">The source was refused (400, or 413 where a limit was passed).</exception>
    public static TableReading.Success Require(TableReading reading) => reading switch
    {
        TableReading.Success success => success,
        TableReading.Refused refused => throw new RequestRefusedException(ToProblem(refused)),
        _ => throw new ArgumentOutOfRangeException(nameof(reading), reading, "An unknown reading."),
    };

    /// <summary>Stores what was read.</summary>
    public static async Task<TableInfo> PutAsync(IQuestionStore store, TableReading.Success reading, CancellationToken cancellationToken) =>
        Describe(await store.PutTableAsync(reading.Table, cancellationToken), reading.Table, reading.Repairs) with
        {
            HeaderRow = reading.Header?.Row,
            RowsAbove = reading.Header?.Above ?? [],
        };

    /// <summary>Stores what sources came to. Of several sources, those that hold no table are left out, unless none does.</summary>
    /// <exception cref="RequestRefusedException">There is nothing to store (400, or 413 where a limit was passed).</exception>
    public static async Task<TableSet> PutAllAsync(IQuestionStore store, SourceReadings sources, CancellationToken cancellationToken)
    {
        List<TableInfo> stored = [];
        List<SkippedTable> skipped = [];
        foreach (var source in sources.Readings)
        {
            if (sources.Several && source.Reading is TableReading.Refused refused)
            {
                skipped.Add(new(source.Name, refused.Code, refused.Message) { Sentence = refused.Sentence.WithValues() });
                continue;
            }

            stored.Add(await PutAsync(store, Require(source.Reading), cancellationToken));
        }

        if (stored.Count == 0)
        {
            _ = Require(sources.Readings[0].Reading);
        }

        return new(stored, skipped);
    }

    /// <summary>A table that is stored under an id, without its rows.</summary>
    public static TableInfo Describe(string id, Table table, IReadOnlyList<TableRepair> repairs) =>
        new(id, table.Name, table.Columns, table.RowCount) { Repairs = repairs };

    /// <summary>A stored table.</summary>
    /// <exception cref="RequestRefusedException">There is none (404).</exception>
    public static async Task<Table> FindAsync(IQuestionStore store, string id, string? name, CancellationToken cancellationToken) =>
        (IsId(id) ? await store.FindTableAsync(id, SafeNames.ForTable(name ?? DefaultName), cancellationToken) : null)
        ?? throw new RequestRefusedException(KnownProblems.TableNotFound(id));

    /// <summary>Whether a text can be the id of a table at all.</summary>
    public static bool IsId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);

    private static ProblemResult ToProblem(TableReading.Refused refused) => refused.TooLarge
        ? ProblemResult.TooLarge(refused.Code, "The table is too large", refused.Sentence)
        : ProblemResult.BadRequest(refused.Code, "The table cannot be read", refused.Sentence);
}

/// <summary>Stored tables as bodies name them, taken for a statement or a profile.</summary>
internal sealed class RequestedTables(IQuestionStore store, IOptions<TableLimits> tableLimits, IOptions<RequestLimits> requestLimits) : IDisposable
{
    private readonly int _limit = Math.Max(requestLimits.Value.MaxCellsAtOnce, tableLimits.Value.MaxCells);
    private readonly CellPlaces _places = new(Math.Max(requestLimits.Value.MaxCellsAtOnce, tableLimits.Value.MaxCells));

    /// <summary>The tables, each under its own name, until they are put down. Waits while others have too many.</summary>
    /// <exception cref="RequestRefusedException">None is named, too many are, two names are the same (400), one is not stored (404), or they are
    /// too large together (413).</exception>
    public async Task<TablesInHand> TakeAsync(IReadOnlyList<TableRef?>? references, CancellationToken cancellationToken)
    {
        try
        {
            return await _places.TakeAsync(
                Require(references, tableLimits.Value),
                (reference, ended) => TableStorage.FindAsync(store, reference.Id, reference.Name, ended),
                cancellationToken);
        }
        catch (TooManyCellsException exception)
        {
            throw new RequestRefusedException(TooMany(exception.Cells), exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private ProblemResult TooMany(int cells) => ProblemResult.TooLarge(
        "tooManyCells",
        "The tables are too large together",
        $"They have {cells} cells or more; at most {_limit} are taken at once (Api:MaxCellsAtOnce). Name fewer tables, or store smaller ones.");

    private static List<TableRef> Require(IReadOnlyList<TableRef?>? references, TableLimits limits)
    {
        var violations = new Violations();
        if (references is null or [])
        {
            violations.Add(
                "tables",
                ProblemCodes.NoTable,
                "There is no table to query",
                "Give \"tables\": [{\"id\": …, \"name\": …}] with the tables that the statement reads.");
        }
        else if (references.Count > limits.MaxTables)
        {
            violations.Add(
                "tables",
                ProblemCodes.TooManyTables,
                "There are too many tables",
                $"{references.Count} tables are given; at most {limits.MaxTables} are taken.");
        }

        List<TableRef> found = [];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, reference) in (references ?? []).Index())
        {
            if (reference is not { Id: { Length: > 0 } id, Name: { Length: > 0 } name })
            {
                violations.Add(
                    $"tables[{index}]", ProblemCodes.InvalidTable, "A table is not named", $"tables[{index}] needs an \"id\" and a \"name\".");
            }
            else if (!names.Add(SafeNames.ForTable(name)))
            {
                violations.Add(
                    $"tables[{index}].name",
                    ProblemCodes.DuplicateTableName,
                    "Two tables have the same name",
                    $"'{KnownProblems.Shorten(name)}' is the name of two tables.");
            }
            else
            {
                found.Add(new(id, name));
            }
        }

        violations.ThrowIfAny();
        return found;
    }
}

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
