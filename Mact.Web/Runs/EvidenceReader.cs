using System.Globalization;
using Mact.Core.Questions;
using Mact.Core.Sql;
using Mact.Core.Tables;
using Mact.Web.ApiAccess;

namespace Mact.Web.Runs;

/// <summary>
/// Finds the rows that a program used by asking the same tables for them. Where the program gives one row of the table per row, the derived
/// statement must give the program's own result again; otherwise nothing is claimed.
/// </summary>
public static class EvidenceReader
{
    /// <summary>The rows, or null where they cannot be told.</summary>
    public static async Task<EvidenceRows?> ReadAsync(
        ApiClient api, string sql, IReadOnlyList<TableRef> references, IReadOnlyList<TableInfo> tables, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(api);
        if (RowLineage.Of(sql, [.. tables.Select(static table => (SafeNames.ForTable(table.Name), table.Columns))]) is not { } lineage
            || await AskAsync(api, lineage.Sql, references, cancellationToken) is not { } found)
        {
            return null;
        }

        if (lineage.IsPerRow && (await AskAsync(api, sql, references, cancellationToken) is not { } result || !IsSame(result, found)))
        {
            return null;
        }

        var rows = new HashSet<int>();
        foreach (var row in found.Rows)
        {
            if (!int.TryParse(row[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var position))
            {
                return null;
            }

            rows.Add(position);
        }

        return new(lineage.Table, rows, lineage.Columns.ToHashSet(StringComparer.OrdinalIgnoreCase), lineage.IsPerRow, found.RowCount > found.Rows.Count);
    }

    private static async Task<QueryResult?> AskAsync(ApiClient api, string sql, IReadOnlyList<TableRef> references, CancellationToken cancellationToken) =>
        await api.QueryAsync(new(sql, references), cancellationToken) is ApiResult<QueryResult>.Ok { Value: var result } ? result : null;

    private static bool IsSame(QueryResult result, QueryResult found) =>
        result.RowCount == found.RowCount
        && result.Rows.Count == found.Rows.Count
        && result.Rows.Zip(found.Rows).All(static pair => pair.Second.Take(pair.Second.Count - 1).SequenceEqual(pair.First));
}
