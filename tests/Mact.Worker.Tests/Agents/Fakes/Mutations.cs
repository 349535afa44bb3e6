using System.Text.RegularExpressions;
using Mact.Core.Sql;
using Mact.Core.Voting;

namespace Mact.Worker.Tests.Agents.Fakes;

/// <summary>Programs that are nearly the gold one, run, and give something else.</summary>
internal static partial class Mutations
{
    /// <summary>Two such programs whose results differ from each other, too; fewer where fewer mutations run and give something else.</summary>
    public static IReadOnlyList<string> Wrong(OracleItem item) => Wrong(item, Candidates(item));

    /// <summary>Of programs that are thought to be wrong, the first two that run and differ from the gold one and from each other.</summary>
    public static IReadOnlyList<string> Wrong(OracleItem item, IEnumerable<string> candidates)
    {
        using var sandbox = SqlSandbox.Load(item.Tables, new SqlLimits(), TimeProvider.System);
        HashSet<CanonicalForm?> known = [Form(sandbox, item.Sql)];
        return [.. candidates.Where(sql => Form(sandbox, sql) is { IsEmpty: false } form && known.Add(form)).Take(2)];
    }

    private static CanonicalForm? Form(SqlSandbox sandbox, string sql) =>
        sandbox.Execute(sql, TestContext.Current.CancellationToken) is SqlOutcome.Rows rows
            ? CanonicalForm.OfResult(rows.Result, ordered: false)
            : null;

    private static IEnumerable<string> Candidates(OracleItem item)
    {
        var sql = item.Sql;
        yield return Extremes().Replace(sql, match => match.Value.Equals("MAX", StringComparison.OrdinalIgnoreCase) ? "MIN" : "MAX");
        yield return Compared().Replace(sql, match => match.Value == ">" ? "<" : ">");
        yield return Descending().IsMatch(sql) ? Descending().Replace(sql, string.Empty) : Limit().Replace(sql, " DESC LIMIT");
        yield return Where().Replace(sql, string.Empty);
        yield return Equality().Replace(sql, "!= ", 1);
        foreach (var column in item.Tables.SelectMany(table => table.Columns).Select(column => column.Name).Distinct(StringComparer.Ordinal))
        {
            // Another column: the first quoted or listed one is replaced.
            yield return FirstColumn().Replace(sql, $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", 1);
            yield return BareColumn().Replace(sql, column, 1);
        }
    }

    [GeneratedRegex(@"\b(MAX|MIN)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Extremes();

    [GeneratedRegex("[<>](?!=)", RegexOptions.None, 5000)]
    private static partial Regex Compared();

    [GeneratedRegex(@"\s+DESC\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Descending();

    [GeneratedRegex(@"\s+LIMIT\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Limit();

    [GeneratedRegex(@"\bWHERE\b.*?(?=\bGROUP\b|\bORDER\b|\bLIMIT\b|\)|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline, 5000)]
    private static partial Regex Where();

    [GeneratedRegex(@"(?<![<>!])=\s*(?=['\d])", RegexOptions.None, 5000)]
    private static partial Regex Equality();

    [GeneratedRegex(@"(?<=^SELECT\s+(DISTINCT\s+)?(\w+\.)?)\w+(?=[\s,])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex BareColumn();

    [GeneratedRegex("\"[^\"]+\"", RegexOptions.None, 5000)]
    private static partial Regex FirstColumn();
}
