using System.ComponentModel;
using System.Text;
using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Api.Tables;
using Mact.Core.Questions;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace Mact.Api.Mcp;

/// <summary>Tools over tables.</summary>
[McpServerToolType]
internal sealed class TableTools(
    IQuestionStore store,
    RequestedTables inHand,
    SqlRunner runner,
    IOptions<TableLimits> tableLimits,
    IOptions<SqlLimits> sqlLimits,
    ApiMetrics metrics,
    Room room)
{
    private const int DefaultLimit = 100;

    [McpServerTool(
        Name = "load_table", Title = "Load a table", ReadOnly = false, Destructive = false, Idempotent = true, OpenWorld = false,
        UseStructuredContent = true)]
    [Description(
        "Stores a table and gives back its id, columns with their types, and what was repaired while it was read. Give either 'text' (CSV, TSV, "
            + "Markdown, JSON or HTML) or 'base64' (a file of any of these, XLSX, XLS or Parquet). A workbook gives one "
            + "table for each sheet, or the one that 'sheet' names.")]
    public async Task<TableSet> LoadTableAsync(
        [Description("What SQL will call the table, for example \"sales\".")] string name,
        [Description("The table as text, with its header.")] string? text = null,
        [Description("The bytes of a file, as base64.")] string? base64 = null,
        [Description("The one sheet of a workbook to take; all of them where nothing is said.")] string? sheet = null,
        CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw Refused("Give 'name', by which SQL will call the table.");
        }

        await room.RequireAsync(cancellationToken);
        var sources = await TableSource.ReadAsync(
            new UploadedFile(name, text is null ? null : "text/plain", Content(text, base64)),
            TableOverrides.None with { Name = name, Sheet = string.IsNullOrWhiteSpace(sheet) ? null : sheet },
            tableLimits.Value,
            cancellationToken);
        var loaded = await TableStorage.PutAllAsync(store, sources, cancellationToken);
        metrics.TablesStored(loaded.Tables.Count);
        return loaded;
    }

    [McpServerTool(
        Name = "query_tables", Title = "Query tables with SQL", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description(
        "Runs one SELECT in SQLite's dialect over stored tables, in a sandbox with limits on time, rows and memory. Cells come back as text; null "
            + "is NULL.")]
    public async Task<QueryResult> QueryTablesAsync(
        [Description("One SELECT. Quote names with double quotes.")] string sql,
        [Description("The tables it reads, as load_table gave them: id and name.")] IReadOnlyList<TableRef> tables,
        [Description("Rows to give back at most; 100 where nothing is said.")] int? limit = null,
        CancellationToken cancellationToken = default)
    {
        var max = limit ?? DefaultLimit;
        Paging.Require("limit", max, 1, sqlLimits.Value.MaxRows);
        using var hand = await inHand.TakeAsync(tables, cancellationToken);
        var outcome = await runner.RunAsync(hand.Tables, sql ?? string.Empty, cancellationToken);
        return outcome is SqlOutcome.Rows rows
            ? QueryHandler.ToResult(rows, max)
            : throw new RequestRefusedException(QueryHandler.ProblemOf(outcome, sqlLimits.Value));
    }

    private ReadOnlyMemory<byte> Content(string? text, string? base64)
    {
        if ((text is null) == (base64 is null))
        {
            throw Refused("Give either 'text' or 'base64'.");
        }

        if (text is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            return bytes.Length <= tableLimits.Value.MaxBytes ? bytes : throw new RequestRefusedException(KnownProblems.BodyTooLarge);
        }

        var buffer = new byte[base64!.Length];
        return Convert.TryFromBase64String(base64, buffer, out var written)
            ? written <= tableLimits.Value.MaxBytes ? buffer.AsMemory(0, written) : throw new RequestRefusedException(KnownProblems.BodyTooLarge)
            : throw Refused("'base64' is not base64 (RFC 4648, section 4).");
    }

    private static RequestRefusedException Refused(string detail) =>
        new(ProblemResult.BadRequest(ProblemCodes.InvalidTable, "There is no table to load", detail));
}
