using System.Globalization;
using System.Text.RegularExpressions;
using System.Text;
using Mact.Core.Sql.Lineage;
using Mact.Core.Tables;

namespace Mact.Web.Projections;

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
            || (own.RowCount == own.Rows.Count && left.Order(StringComparer.Ordinal).SequenceEqual(right.Order(StringComparer.Ordinal), StringComparer.Ordinal));
    }

    /// <summary>As many rows, and the first ones as they were recorded: numbers to the digits that records keep, long texts up to where they are cut.</summary>
    public static bool IsAsRecorded(QueryResult result, ResultGroup recorded) =>
        result.RowCount == recorded.RowCount
        && recorded.Rows.Count <= result.Rows.Count
        && recorded.Rows.Zip(result.Rows).All(static pair => pair.First.Count == pair.Second.Count && pair.First.Zip(pair.Second).All(static cells => IsAsRecorded(cells.Second, cells.First)));

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
        string.Concat(row.Select(static cell => cell is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{cell.Length}:{cell}")));
}

/// <summary>The program behind a run's answer, or behind its latest observation.</summary>
/// <param name="Sql">With all that it depends on of earlier steps.</param>
/// <param name="Recorded">What it gave in the run; null where that is not in the records.</param>
public sealed record EvidenceProgram(string Sql, ResultGroup? Recorded)
{
    /// <summary>Null where no program was run.</summary>
    public static EvidenceProgram? Of(RunTimeline run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var winner = run.Answer?.Sql ?? run.Steps.Select(static step => step.Observed?.Sql).LastOrDefault(static sql => sql is not null);
        return winner is null ? null : new(EvidenceSql.SelfContained(winner, run.Steps), RecordedOf(run, winner));
    }

    // A result is recorded as its first sample gave it; other samples may have its columns in another order.
    private static ResultGroup? RecordedOf(RunTimeline run, string program) => run.Executions
        .Reverse()
        .SelectMany(static execution => execution.Results, static (execution, result) => (execution, result))
        .Where(item => item.execution.Samples.Any(sample => sample.Index == item.result.Samples[0] && sample.Code == program))
        .Select(static item => item.result)
        .FirstOrDefault();
}

/// <summary>
/// Makes the program behind an answer runnable by itself. A program may read what an earlier step found ("step1"), which exists only while a
/// run lasts; the programs of those steps are put in front of it as common table expressions.
/// </summary>
public static partial class EvidenceSql
{
    /// <summary>The program with all that it depends on.</summary>
    public static string SelfContained(string sql, IReadOnlyList<RunStep> steps)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(steps);
        var derived = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var step in steps)
        {
            if (step.Observed is { DerivedTable: { } name } observed && (observed.Sql ?? EvidenceValues.Of(step)) is { } program)
            {
                derived[name] = program;
            }
        }

        var needed = new List<string>();
        Collect(sql, derived, needed, []);
        if (needed.Count == 0)
        {
            return sql;
        }

        var expressions = string.Join(",\n", needed.Select(name => $"{name} AS (\n{derived[name].Trim().TrimEnd(';')}\n)"));
        var own = With().Match(sql);
        return own.Success
            ? new StringBuilder("WITH ").Append(own.Groups["recursive"].Value).Append(expressions).Append(",\n").Append(sql[own.Length..]).ToString()
            : $"WITH {expressions}\n{sql}";
    }

    private static void Collect(string sql, Dictionary<string, string> derived, List<string> needed, HashSet<string> visiting)
    {
        foreach (var name in derived.Keys.Where(name => Regex.IsMatch(sql, $@"\b{Regex.Escape(name)}\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))))
        {
            if (!visiting.Add(name) || needed.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            Collect(derived[name], derived, needed, visiting);
            needed.Add(name);
        }
    }

    [GeneratedRegex(@"^\s*WITH\s+(?<recursive>RECURSIVE\s+)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex With();
}

/// <summary>A result that no program computed (the calculator's) as a SELECT of what was recorded.</summary>
internal static class EvidenceValues
{
    /// <summary>The result that a step came to; null where it is not recorded as a whole.</summary>
    public static string? Of(RunStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var result = step is { Observed.Options: [{ Executed: [var winner, ..] }, ..], Executions: [.., var last] }
            ? last.Results.FirstOrDefault(group => group.Samples.Contains(winner))
            : null;
        return result is { Rows.Count: > 0 } && result.RowCount == result.Rows.Count
            ? string.Join("\nUNION ALL ", result.Rows.Select(row => "SELECT " + string.Join(", ", row.Select((cell, column) => $"{Literal(cell)} AS {Quote(result.Columns[column])}"))))
            : null;
    }

    private static string Literal(string? cell) => cell is null ? "NULL"
        : decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture)
        : $"'{cell.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
