using Mact.Api.Http;
using Mact.Api.Problems;
using Mact.Core.Questions;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Tables;

/// <summary><c>POST /tables/query</c>.</summary>
internal static class QueryHandler
{
    private const int DefaultLimit = 1_000;
    private const int MaxBodyBytes = 2 * 1024 * 1024;

    public static async Task<Results<Ok<QueryResult>, ApiProblem>> QueryAsync(
        HttpRequest request,
        IQuestionStore store,
        SqlRunner runner,
        IOptions<SqlLimits> sqlLimits,
        IOptions<TableLimits> tableLimits,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, ApiJson.Default.QueryBody, MaxBodyBytes, cancellationToken);
        var limit = body.Limit ?? DefaultLimit;
        Paging.Require("limit", limit, 1, sqlLimits.Value.MaxRows);
        var references = Require(body.Tables, tableLimits.Value);
        List<Table> tables = [];
        foreach (var reference in references)
        {
            tables.Add(await TableStorage.FindAsync(store, reference.Id, reference.Name, cancellationToken));
        }

        return await runner.RunAsync(tables, body.Sql ?? string.Empty, cancellationToken) switch
        {
            null => new ApiProblem(
                StatusCodes.Status429TooManyRequests,
                ProblemCodes.TooManyQueries,
                "Too many statements are running",
                "The server runs a few statements at once, and as many as may are waiting already. Try again in a moment.")
            {
                RetryAfter = sqlLimits.Value.Timeout,
            },
            SqlOutcome.Rows rows => TypedResults.Ok(ToResult(rows, limit)),
            SqlOutcome.Rejected rejected => ApiProblem.BadRequest(rejected.Code, "The statement is not allowed", rejected.Message),
            SqlOutcome.Error error => Unprocessable(ProblemCodes.SqlError, "The statement does not run", error.Message),
            SqlOutcome.TimedOut timedOut => Unprocessable(
                ProblemCodes.SqlTimedOut,
                "The statement takes too long",
                $"It was stopped after {timedOut.Limit.TotalSeconds:0.###} s. Filter earlier, or join over fewer rows."),
            SqlOutcome.TooLarge tooLarge => Unprocessable(ProblemCodes.SqlResultTooLarge, "The result is too large", tooLarge.Message),
            var other => throw new InvalidOperationException($"The sandbox returned {other.GetType().Name}."),
        };
    }

    private static List<TableRef> Require(IReadOnlyList<TableRef?>? references, TableLimits limits)
    {
        var violations = new Violations();
        if (references is null or [])
        {
            violations.Add("tables", ProblemCodes.NoTable, "There is no table to query", "Give \"tables\": [{\"id\": …, \"name\": …}] with the tables that the statement reads.");
        }
        else if (references.Count > limits.MaxTables)
        {
            violations.Add("tables", ProblemCodes.TooManyTables, "There are too many tables", $"{references.Count} tables are given; at most {limits.MaxTables} are taken.");
        }

        List<TableRef> found = [];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, reference) in (references ?? []).Index())
        {
            if (reference is not { Id: { Length: > 0 } id, Name: { Length: > 0 } name })
            {
                violations.Add($"tables[{index}]", ProblemCodes.InvalidTable, "A table is not named", $"tables[{index}] needs an \"id\" and a \"name\".");
            }
            else if (!names.Add(SafeNames.ForTable(name)))
            {
                violations.Add($"tables[{index}].name", ProblemCodes.DuplicateTableName, "Two tables have the same name", $"'{KnownProblems.Shorten(name)}' is the name of two tables.");
            }
            else
            {
                found.Add(new(id, name));
            }
        }

        violations.ThrowIfAny();
        return found;
    }

    private static QueryResult ToResult(SqlOutcome.Rows rows, int limit) => new(
        [.. rows.Result.Columns.Select(static column => column.Name)],
        [.. rows.Result.Columns.Select(static column => column.Type)],
        CellTexts.Window(rows.Result, 0, limit),
        rows.Result.RowCount,
        rows.Result.RowCount > limit,
        rows.Elapsed.TotalMilliseconds,
        rows.Ordered);

    private static ApiProblem Unprocessable(string code, string title, string detail) => new(StatusCodes.Status422UnprocessableEntity, code, title, detail);
}
