using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Core.Questions;
using Mact.Core.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Tables;

/// <summary><c>/tables</c>: store, look at, query.</summary>
internal static class TablesApi
{
    private const int DefaultLimit = 100;

    public static RouteGroupBuilder MapTables(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/tables").WithTags("Tables").ProducesProblems(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("", StoreAsync)
            .WithName("StoreTable")
            .WithSummary("Store a table, or the sheets of a workbook")
            .WithDescription(
                "Takes JSON ({\"name\", \"columns\", \"rows\", \"types\"?} or an array of objects), a form with files (CSV, TSV, XLSX, XLS, JSON), "
                    + "or the file itself as the body. "
                + "Fields or query parameters: name, sheet, headerRow (1 = the first row that is not empty, 0 = none), types (one of text, "
                + "integer, number, date, auto for each column), "
                + "numberFormat (decimalPoint, decimalComma), dateOrder (dayFirst, monthFirst), encoding, keepTotals. "
                + "A workbook, and a form with several files, gives {\"tables\": […]}.")
            .AcceptsExample<RequestTable>("tables.json", "multipart/form-data", "text/csv")
            .Produces<TableInfo>(StatusCodes.Status201Created)
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        group.MapGet("/{id}", FindAsync)
            .WithName("FindTable")
            .WithSummary("Columns, types and size of a stored table")
            .ProducesProblems(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/rows", ReadRowsAsync)
            .WithName("ReadRows")
            .WithSummary("A window of a table's rows")
            .ProducesProblems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        group.MapPost("/query", QueryHandler.QueryAsync)
            .WithName("QueryTables")
            .WithMetadata(new RequiredScope(Scopes.Read))
            .WithSummary("Run one read-only SQL statement over stored tables")
            .WithDescription(
                "The statement runs in the same locked-down SQLite as the agent's programs: one SELECT, limited in time, rows and memory.")
            .AcceptsExample<QueryRequest>("query.json")
            .ProducesProblems(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status415UnsupportedMediaType,
                StatusCodes.Status422UnprocessableEntity,
                StatusCodes.Status429TooManyRequests);
        group.MapPost("/profile", ProfileHandler.ProfileAsync)
            .WithName("ProfileTables")
            .WithMetadata(new RequiredScope(Scopes.Read))
            .WithSummary("What the columns of stored tables hold, what was not understood, and what to join on")
            .AcceptsExample<ProfileRequest>("profile.json")
            .ProducesProblems(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status415UnsupportedMediaType,
                StatusCodes.Status422UnprocessableEntity);
        group.MapPost("/{id}/corrections", CorrectionHandler.CorrectAsync)
            .WithName("CorrectTable")
            .WithSummary("Read a stored table again with another header row or other types")
            .WithDescription("The table of the id stays as it is; what comes of the correction is stored as a table of its own, with its own id.")
            .AcceptsExample<CorrectionRequest>("correction.json")
            .ProducesProblems(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status413PayloadTooLarge,
                StatusCodes.Status415UnsupportedMediaType);
        return group;
    }

    private static async Task<Results<Created<TableInfo>, Created<TableSet>>> StoreAsync(
        HttpRequest request,
        IQuestionStore store,
        IOptions<TableLimits> tableLimits,
        IOptions<RequestLimits> requestLimits,
        ApiMetrics metrics,
        Room room,
        CancellationToken cancellationToken)
    {
        await room.RequireAsync(cancellationToken);
        var sources = await TableRequest.ReadAsync(request, tableLimits.Value, requestLimits.Value, cancellationToken);
        var (stored, skipped) = await TableStorage.PutAllAsync(store, sources, cancellationToken);
        metrics.TablesStored(stored.Count);
        RequestMemory.GiveBackAfterTables(request.HttpContext.Response, stored.Sum(static table => (long)table.RowCount * table.Columns.Count));
        return sources.Several
            ? TypedResults.Created((string?)null, new TableSet(stored, skipped))
            : TypedResults.Created($"/tables/{stored[0].Id}", stored[0]);
    }

    private static async Task<Ok<TableInfo>> FindAsync(string id, IQuestionStore store, CancellationToken cancellationToken, string? name = null)
    {
        var table = await TableStorage.FindAsync(store, id, name, cancellationToken);
        return TypedResults.Ok(TableStorage.Describe(id, table, []));
    }

    private static async Task<Ok<TableRows>> ReadRowsAsync(
        string id,
        IQuestionStore store,
        IOptions<RequestLimits> limits,
        CancellationToken cancellationToken,
        int offset = 0,
        int limit = DefaultLimit)
    {
        Paging.Require("offset", offset, 0, int.MaxValue);
        Paging.Require("limit", limit, 1, limits.Value.MaxPageSize);
        var table = await TableStorage.FindAsync(store, id, name: null, cancellationToken);
        IReadOnlyList<string> columns = [.. table.Columns.Select(static column => column.Name)];
        return TypedResults.Ok(new TableRows(columns, CellTexts.Window(table, offset, limit), table.RowCount, offset));
    }
}

internal static class TablesExtensions
{
    public static void AddTables(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SqlRunner>();
        builder.Services.AddSingleton<RequestedTables>();
        builder.Services.AddHostedService<TableWarmup>();
    }
}
