using Mact.Api.Http;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Mact.Api.Tables;

/// <summary><c>POST /tables/profile</c>.</summary>
internal static class ProfileHandler
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxUnreadSamples = 3;

    private static readonly SemaphoreSlim Place = new(1);

    public static async Task<Ok<TablesProfile>> ProfileAsync(
        HttpRequest request,
        RequestedTables tables,
        IOptions<RequestLimits> requestLimits,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, ApiJson.Default.ProfileRequest, MaxBodyBytes, cancellationToken);
        var limit = requestLimits.Value.ProfileTime;

        // Every cell is looked at, and every pair of columns: one request at a time, which ends when its time is over or nobody waits for it.
        await Place.WaitAsync(cancellationToken);
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var hand = await tables.TakeAsync(body.Tables, either.Token);
            return TypedResults.Ok(Look(hand.Tables, either.Token));
        }
        catch (OperationCanceledException exception) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RequestRefusedException(TooLong(limit), exception);
        }
        finally
        {
            Place.Release();
        }
    }

    private static TablesProfile Look(IReadOnlyList<Table> tables, CancellationToken cancellationToken)
    {
        var joins = tables.Count > 1 ? JoinHints.Find(tables, cancellationToken) : [];
        return new([.. tables.Select(table => Describe(table, cancellationToken))], [.. joins.Select(Suggest)]);
    }

    private static ProblemResult TooLong(TimeSpan limit) => new(
        StatusCodes.Status422UnprocessableEntity,
        ProblemCodes.ProfileTimedOut,
        "Looking at the tables takes too long",
        $"It was stopped after {limit.TotalSeconds:0.###} s (Api:ProfileTime). Name fewer tables, or leave out columns that are not needed.");

    private static SuggestedJoin Suggest(JoinHint hint) => new(
        $"{hint.Table}.{hint.Column}",
        $"{hint.OtherTable}.{hint.OtherColumn}",
        hint.Shared,
        hint.Distinct,
        !hint.IsUnique && !hint.OtherIsUnique,
        hint.Score);

    /// <summary>Looks at every cell.</summary>
    internal static TableDescription Describe(Table table, CancellationToken cancellationToken)
    {
        var profile = TableProfile.Of(table, cancellationToken);
        var characters = 0L;
        var columns = new ColumnReport[profile.Columns.Count];
        for (var column = 0; column < columns.Length; column++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var unread = 0;
            List<string> samples = [];
            for (var row = 0; row < table.RowCount; row++)
            {
                var cell = table[row, column];
                characters += cell.Text.Length;
                if (!IsUnread(cell))
                {
                    continue;
                }

                unread++;
                if (samples.Count < MaxUnreadSamples && !samples.Contains(KnownProblems.Shorten(cell.Text)))
                {
                    samples.Add(KnownProblems.Shorten(cell.Text));
                }
            }

            var found = profile.Columns[column];
            columns[column] = new(
                found.Name, found.Type, found.Missing, found.Distinct, found.Minimum, found.Maximum, found.Samples, unread, samples);
        }

        return new(table.Name, table.RowCount, characters, columns);
    }

    private static bool IsUnread(Cell cell) =>
        cell.Value is null && cell.Text.Length > 0 && !MissingMarks.Contains(cell.Text);
}
