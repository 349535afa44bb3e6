using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mact.Client.Runs;

/// <summary>The program behind a run's answer, or behind its latest observation.</summary>
/// <param name="Sql">With all that it depends on of earlier steps.</param>
/// <param name="Recorded">What it gave in the run; null where that is not in the records.</param>
public sealed partial record EvidenceProgram(string Sql, ResultGroup? Recorded)
{
    /// <summary>Null where no program was run.</summary>
    public static EvidenceProgram? Of(IReadOnlyList<RunRecord> records)
    {
        var outcome = records is [.., Finished finished] ? finished.Outcome : null;
        var answered = outcome as Outcome.Answered ?? (outcome as Outcome.NotEnoughAgreement)?.Leading;
        var winner = answered?.Sql ?? records.OfType<Observed>().LastOrDefault(static observed => observed.Sql is not null)?.Sql;
        return winner is null ? null : new(SelfContained(winner, records), RecordedOf(records, winner));
    }

    // A result is recorded as its first sample gave it; other samples may have its columns in another order.
    private static ResultGroup? RecordedOf(IReadOnlyList<RunRecord> records, string program) => records
        .OfType<ToolResult>()
        .Reverse()
        .SelectMany(static execution => execution.Results, static (execution, result) => (execution, result))
        .Where(item => item.execution.Samples.Any(sample => sample.Index == item.result.Samples[0] && sample.Code == program))
        .Select(static item => item.result)
        .FirstOrDefault();

    /// <summary>
    /// Makes a program runnable by itself. It may read what an earlier step found ("step1"), which exists only while a run lasts; the programs of
    /// those steps are put in front of it as common table expressions.
    /// </summary>
    public static string SelfContained(string sql, IReadOnlyList<RunRecord> records)
    {
        var derived = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var observed in records.OfType<Observed>())
        {
            if (observed.DerivedTable is { } name && (observed.Sql ?? ValuesOf(observed, records)) is { } program)
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
        foreach (
            var name in derived.Keys.Where(
                name => Regex.IsMatch(sql, $@"\b{Regex.Escape(name)}\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5))))
        {
            if (!visiting.Add(name) || needed.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            Collect(derived[name], derived, needed, visiting);
            needed.Add(name);
        }
    }

    [GeneratedRegex(
        @"^\s*WITH\s+(?<recursive>RECURSIVE\s+)?", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex With();

    /// <summary>A result that no program computed (the calculator's) as a SELECT of what was recorded; null where it is not recorded as a
    /// whole.</summary>
    private static string? ValuesOf(Observed observed, IReadOnlyList<RunRecord> records)
    {
        var result = observed.Options is [{ Executed: [var winner, ..] }, ..]
            ? records.OfType<ToolResult>()
                .LastOrDefault(execution => execution.Step == observed.Step)?.Results
                .FirstOrDefault(group => group.Samples.Contains(winner))
            : null;
        return result is { Rows.Count: > 0 } && result.RowCount == result.Rows.Count
            ? string.Join(
                "\nUNION ALL ",
                result.Rows.Select(row => "SELECT " + string.Join(", ", row.Select((cell, column) => $"{Literal(cell)} AS "
                    + $"{Quote(result.Columns[column])}"))))
            : null;
    }

    private static string Literal(string? cell) => cell is null ? "NULL"
        : decimal.TryParse(
            cell,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number) ? number.ToString()
        : $"'{cell.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
