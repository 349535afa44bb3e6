using System.Threading.RateLimiting;
using Mact.Api.Http;
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

    public static async Task<Results<Ok<QueryResult>, ProblemResult>> QueryAsync(
        HttpRequest request,
        RequestedTables tables,
        SqlRunner runner,
        IOptions<SqlLimits> sqlLimits,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, ApiJson.Default.QueryRequest, MaxBodyBytes, cancellationToken);
        var limit = body.Limit ?? DefaultLimit;
        Paging.Require("limit", limit, 1, sqlLimits.Value.MaxRows);
        using var hand = await tables.TakeAsync(body.Tables, cancellationToken);

        var outcome = await runner.RunAsync(hand.Tables, body.Sql ?? string.Empty, cancellationToken);
        return outcome is SqlOutcome.Rows rows ? TypedResults.Ok(ToResult(rows, limit)) : ProblemOf(outcome, sqlLimits.Value);
    }

    /// <summary>Why a statement gave no rows; null stands for too many that wait.</summary>
    public static ProblemResult ProblemOf(SqlOutcome? outcome, SqlLimits limits) => outcome switch
    {
        null => new ProblemResult(
            StatusCodes.Status429TooManyRequests,
            ProblemCodes.TooManyQueries,
            "Too many statements are running",
            "As many run as may at once (Api:MaxConcurrentQueries), and as many wait as may (Api:MaxWaitingQueries).")
        {
            RetryAfter = limits.Timeout,
        },
        SqlOutcome.Rejected rejected => ProblemResult.BadRequest(rejected.Code, "The statement is not allowed", rejected.Sentence),
        SqlOutcome.Error error => Unprocessable(ProblemCodes.SqlError, "The statement does not run", error.Sentence),
        SqlOutcome.TimedOut timedOut => Unprocessable(
            ProblemCodes.SqlTimedOut,
            "The statement takes too long",
            $"It was stopped after {timedOut.Limit.TotalSeconds:0.###} s. Filter earlier, or join over fewer rows."),
        SqlOutcome.TooLarge tooLarge => Unprocessable(ProblemCodes.SqlResultTooLarge, "The result is too large", tooLarge.Sentence),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "An outcome without a problem."),
    };

    /// <summary>The first rows of a result.</summary>
    public static QueryResult ToResult(SqlOutcome.Rows rows, int limit) => new(
        [.. rows.Result.Columns.Select(static column => column.Name)],
        CellTexts.Window(rows.Result, 0, limit),
        rows.Result.RowCount,
        rows.Elapsed.TotalMilliseconds,
        rows.Ordered)
    {
        Types = [.. rows.Result.Columns.Select(static column => column.Type)],
    };

    private static ProblemResult Unprocessable(string code, string title, Sentence detail) =>
        new(StatusCodes.Status422UnprocessableEntity, code, title, detail);
}

/// <summary>Runs statements in the sandbox, a few at once: each may hold a core until its time limit.</summary>
internal sealed class SqlRunner(IOptions<SqlLimits> sqlLimits, IOptions<RequestLimits> requestLimits, TimeProvider time) : IDisposable
{
    private readonly ConcurrencyLimiter _turns = new(new()
    {
        PermitLimit = requestLimits.Value.MaxConcurrentQueries,
        QueueLimit = requestLimits.Value.MaxWaitingQueries,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>What the statement came to; null where too many are waiting.</summary>
    public Task<SqlOutcome?> RunAsync(IReadOnlyList<Table> tables, string sql, CancellationToken cancellationToken) =>
        RunAsync(tables, sandbox => sandbox.Execute(sql, cancellationToken), cancellationToken);

    /// <summary>The tie that the LIMIT of a statement cuts; null where it cuts none, and where too many are waiting.</summary>
    public Task<CutTie?> FindTieAsync(IReadOnlyList<Table> tables, string sql, CancellationToken cancellationToken) =>
        RunAsync(tables, sandbox => sandbox.FindTie(sql, cancellationToken), cancellationToken);

    private async Task<T?> RunAsync<T>(IReadOnlyList<Table> tables, Func<SqlSandbox, T?> run, CancellationToken cancellationToken)
        where T : class
    {
        using var turn = await _turns.AcquireAsync(cancellationToken: cancellationToken);
        if (!turn.IsAcquired)
        {
            return null;
        }

        return await Task.Run(
            () =>
            {
                using var sandbox = SqlSandbox.Load(tables, sqlLimits.Value, time);
                return run(sandbox);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
