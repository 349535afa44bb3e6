using Mact.Api.Http;
using Mact.Core.Questions;
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
        HttpRequest request, IQuestionStore store, IOptions<TableLimits> limits, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, ApiJson.Default.ProfileRequest, MaxBodyBytes, cancellationToken);
        var tables = await TableReferences.FindAsync(store, body.Tables, limits.Value, cancellationToken);

        // Every cell is looked at, and every pair of columns: one request at a time, which ends when nobody waits for it.
        await Place.WaitAsync(cancellationToken);
        try
        {
            var joins = tables.Count > 1 ? JoinHints.Find(tables, cancellationToken) : [];
            var described = new List<TableDescription>();
            foreach (var table in tables)
            {
                cancellationToken.ThrowIfCancellationRequested();
                described.Add(Describe(table, cancellationToken));
            }

            return TypedResults.Ok(new TablesProfile(described, [.. joins.Select(Suggest)]));
        }
        finally
        {
            Place.Release();
        }
    }

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
        var profile = TableProfile.Of(table);
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
