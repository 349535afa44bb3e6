using Mact.Api.Problems;
using Mact.Core.Questions;
using Mact.Core.Tables;

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
        Describe(await store.PutTableAsync(reading.Table, cancellationToken), reading.Table, reading.Repairs);

    /// <summary>A table that is stored under an id, without its rows.</summary>
    public static TableInfo Describe(string id, Table table, IReadOnlyList<TableRepair> repairs) => new(id, table.Name, table.Columns, table.RowCount) { Repairs = repairs };

    /// <summary>A stored table.</summary>
    /// <exception cref="RequestRefusedException">There is none (404).</exception>
    public static async Task<Table> FindAsync(IQuestionStore store, string id, string? name, CancellationToken cancellationToken) =>
        (IsId(id) ? await store.FindTableAsync(id, SafeNames.ForTable(name ?? DefaultName), cancellationToken) : null)
        ?? throw new RequestRefusedException(KnownProblems.TableNotFound(id));

    /// <summary>Whether a text can be the id of a table at all.</summary>
    public static bool IsId(string id) => id.Length == IdLength && id.All(char.IsAsciiHexDigitLower);

    private static ProblemResult ToProblem(TableReading.Refused refused) => refused.TooLarge
        ? ProblemResult.TooLarge(refused.Code, "The table is too large", refused.Message)
        : ProblemResult.BadRequest(refused.Code, "The table cannot be read", refused.Message);
}
