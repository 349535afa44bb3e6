using System.Threading.RateLimiting;
using Mact.Api.Http;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Microsoft.Extensions.Options;

namespace Mact.Api.Tables;

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
    public async Task<SqlOutcome?> RunAsync(IReadOnlyList<Table> tables, string sql, CancellationToken cancellationToken)
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
                return sandbox.Execute(sql, cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
