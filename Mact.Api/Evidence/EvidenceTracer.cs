using System.Globalization;
using Mact.Api.Tables;
using Mact.Core.Sql;
using Mact.Core.Sql.Lineage;
using Mact.Core.Tables;
using RowEvidence = Mact.Client.Runs.Evidence;

namespace Mact.Api.Evidence;

/// <summary>
/// Finds the rows that a program used by asking the same tables for them. The derived statement must give the program's own result again, and
/// the program what was recorded of it; otherwise nothing is claimed.
/// </summary>
internal sealed class EvidenceTracer(SqlRunner runner)
{
    // What a page marks; a result with more rows is traced as far as this.
    private const int MaxRows = 1_000;

    /// <summary>The program's own result, as far as a page shows it.</summary>
    public static QueryResult Shown(SqlOutcome.Rows rows) => QueryHandler.ToResult(rows, MaxRows);

    /// <summary>The rows, or why they cannot be told.</summary>
    /// <param name="tables">The question's tables under the names that SQL uses.</param>
    /// <param name="sql">The program, runnable by itself.</param>
    /// <param name="own">What it gave.</param>
    /// <param name="recorded">Its result in the records; null where it is not in them (a program that a person changed).</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task<RowEvidence> TraceAsync(
        IReadOnlyList<Table> tables, string sql, QueryResult own, ResultGroup? recorded, CancellationToken cancellationToken)
    {
        switch (RowLineage.Of(sql, tables))
        {
            case RowLineage.Untraced untraced:
                return new RowEvidence.Untraced(GapOf(untraced.Obstacle), untraced.Name);
            case RowLineage.Traced traced:
                return await runner.RunAsync(tables, traced.Sql, cancellationToken) is SqlOutcome.Rows found
                    ? Compare(traced, own, Shown(found), recorded, tables)
                    : new RowEvidence.Untraced(EvidenceGap.NotAnswered);
            default:
                return new RowEvidence.Untraced(EvidenceGap.NotTakenApart);
        }
    }

    /// <summary>The evidence, where both results are the same and as recorded.</summary>
    internal static RowEvidence Compare(
        RowLineage.Traced traced, QueryResult own, QueryResult found, ResultGroup? recorded, IReadOnlyList<Table> tables)
    {
        if (!ResultEquality.IsSame(own, found, traced.PositionColumns))
        {
            return new RowEvidence.Untraced(EvidenceGap.ResultDiffers);
        }

        if (recorded is not null && !ResultEquality.IsAsRecorded(own, recorded))
        {
            return new RowEvidence.Untraced(EvidenceGap.RecordDiffers);
        }

        var used = new List<EvidenceRows>();
        foreach (var table in traced.Tables.Where(static table => table.Place is not null))
        {
            var max = tables.First(stored => stored.Name.Equals(table.Name, StringComparison.OrdinalIgnoreCase)).RowCount;
            if (Positions(found, traced.PositionColumns - table.Place!.Value, max) is not { } rows)
            {
                return new RowEvidence.Untraced(EvidenceGap.ResultDiffers);
            }

            used.Add(new(table.Name, [.. rows.Order()], table.Columns));
        }

        var conditions = traced.Tables.Where(static table => table.Place is null).Select(static table => table.Name).ToList();
        return new RowEvidence.Traced(used, conditions, traced.IsPerRow, found.RowCount > found.Rows.Count);
    }

    /// <summary>The positions of a column counted from the end; null where something else stands in it.</summary>
    private static HashSet<int>? Positions(QueryResult found, int fromEnd, int max)
    {
        var rows = new HashSet<int>();
        foreach (var text in found.Rows.SelectMany(row => (row[^fromEnd] ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) || position < 1 || position > max)
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

/// <summary>Whether two results are the same.</summary>
internal static class ResultEquality
{
    /// <summary>The same rows, in any order where all of them are here; the second has so many more columns at its end.</summary>
    public static bool IsSame(QueryResult own, QueryResult other, int moreColumns)
    {
        if (own.RowCount != other.RowCount || own.Rows.Count != other.Rows.Count || own.Columns.Count + moreColumns != other.Columns.Count)
        {
            return false;
        }

        var left = own.Rows.Select(Key).ToList();
        var right = other.Rows.Select(row => Key([.. row.Take(row.Count - moreColumns)])).ToList();
        return left.SequenceEqual(right, StringComparer.Ordinal)
            || (
                own.RowCount == own.Rows.Count
                    && left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal), StringComparer.Ordinal));
    }

    /// <summary>As many rows, and the first ones as they were recorded: numbers to the digits that records keep, long texts up to where they are
    /// cut.</summary>
    public static bool IsAsRecorded(QueryResult result, ResultGroup recorded) =>
        result.RowCount == recorded.RowCount
        && recorded.Rows.Count <= result.Rows.Count
        && recorded.Rows.Zip(result.Rows).All(
            static pair =>
                pair.First.Count == pair.Second.Count && pair.First.Zip(pair.Second).All(static cells => IsAsRecorded(cells.Second, cells.First)));

    private static bool IsAsRecorded(string? cell, string? recorded)
    {
        if (cell is null || recorded is null || cell == recorded)
        {
            return cell == recorded;
        }

        return (recorded.EndsWith('…') && cell.StartsWith(recorded[..^1], StringComparison.Ordinal))
            || (Number(cell) is { } first && Number(recorded) is { } second && Math.Abs(first - second) <= 1e-9 * Math.Max(1e-9, Math.Abs(first)));
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    // With lengths, so that no cell can look like two.
    private static string Key(IReadOnlyList<string?> row) =>
        string.Concat(row.Select(static cell => cell is null ? "-" : $"{cell.Length}:{cell}"));
}

