using System.Globalization;
using Mact.Core.Questions;
using Mact.Core.Runs;
using Mact.Core.Sql.Lineage;
using Mact.Core.Tables;
using Mact.Web.ApiAccess;

namespace Mact.Web.Runs;

/// <summary>
/// Finds the rows that a program used by asking the same tables for them. The derived statement must give the program's own result again, and
/// the program what was recorded of it; otherwise nothing is claimed.
/// </summary>
public static class EvidenceReader
{
    /// <summary>The rows, or why they cannot be told.</summary>
    /// <param name="api">Runs the statements under the guards of every program.</param>
    /// <param name="sql">The program, runnable by itself.</param>
    /// <param name="recorded">Its result in the records; null where it is not in them (a program that a person changed).</param>
    /// <param name="references">The question's tables.</param>
    /// <param name="tables">The same with their columns.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    public static async Task<Evidence> ReadAsync(
        MactClient api,
        string sql,
        ResultGroup? recorded,
        IReadOnlyList<TableRef> references,
        IReadOnlyList<TableInfo> tables,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(tables);
        switch (RowLineage.Of(sql, [.. tables.Select(static table => (SafeNames.ForTable(table.Name), table.Columns))]))
        {
            case RowLineage.Untraced untraced:
                return new Evidence.Untraced(GapOf(untraced.Obstacle), untraced.Name);
            case RowLineage.Traced traced:
                var own = await api.QueryAsync(new(sql, references), cancellationToken);
                var found = await api.QueryAsync(new(traced.Sql, references), cancellationToken);
                return (own, found) switch
                {
                    (ApiResult<QueryResult>.Failed failed, _) => new Evidence.Untraced(EvidenceGap.NotAnswered, failed.Problem.InWords),
                    (_, ApiResult<QueryResult>.Failed failed) => new Evidence.Untraced(EvidenceGap.NotAnswered, failed.Problem.InWords),
                    (ApiResult<QueryResult>.Ok { Value: var result }, ApiResult<QueryResult>.Ok { Value: var rows }) => Compare(traced, result, rows, recorded, tables),
                    _ => new Evidence.Untraced(EvidenceGap.NotTakenApart),
                };
            default:
                return new Evidence.Untraced(EvidenceGap.NotTakenApart);
        }
    }

    /// <summary>The evidence, where both results are the same and as recorded.</summary>
    internal static Evidence Compare(RowLineage.Traced traced, QueryResult own, QueryResult found, ResultGroup? recorded, IReadOnlyList<TableInfo> tables)
    {
        if (!ResultEquality.IsSame(own, found, traced.PositionColumns))
        {
            return new Evidence.Untraced(EvidenceGap.ResultDiffers);
        }

        if (recorded is not null && !ResultEquality.IsAsRecorded(own, recorded))
        {
            return new Evidence.Untraced(EvidenceGap.RecordDiffers);
        }

        var used = new List<EvidenceRows>();
        foreach (var table in traced.Tables.Where(static table => table.Place is not null))
        {
            var most = tables.First(info => SafeNames.ForTable(info.Name).Equals(table.Name, StringComparison.OrdinalIgnoreCase)).RowCount;
            if (Positions(found, traced.PositionColumns - table.Place!.Value, most) is not { } rows)
            {
                return new Evidence.Untraced(EvidenceGap.ResultDiffers);
            }

            used.Add(new(table.Name, rows, table.Columns.ToHashSet(StringComparer.OrdinalIgnoreCase)));
        }

        var conditions = traced.Tables.Where(static table => table.Place is null).Select(static table => table.Name).ToList();
        return new Evidence.Traced(used, conditions, traced.IsPerRow, found.RowCount > found.Rows.Count);
    }

    /// <summary>The positions of a column counted from the end; null where something else stands in it.</summary>
    private static HashSet<int>? Positions(QueryResult found, int fromEnd, int most)
    {
        var rows = new HashSet<int>();
        foreach (var text in found.Rows.SelectMany(row => (row[^fromEnd] ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) || position < 1 || position > most)
            {
                return null;
            }

            rows.Add(position);
        }

        return rows;
    }

    private static EvidenceGap GapOf(LineageObstacle obstacle) => obstacle switch
    {
        LineageObstacle.SetOperation => EvidenceGap.SetOperation,
        LineageObstacle.Recursion => EvidenceGap.Recursion,
        LineageObstacle.UnknownSource => EvidenceGap.UnknownSource,
        LineageObstacle.NoSource => EvidenceGap.NoSource,
        _ => EvidenceGap.NotTakenApart,
    };
}
