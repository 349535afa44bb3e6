using System.Text;
using System.Text.RegularExpressions;

namespace Mact.Web.Runs;

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
