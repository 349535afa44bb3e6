namespace Mact.Core.Sql;

/// <summary>A text that a statement compares with a column: Nation = 'France', Name LIKE '%berg'.</summary>
/// <param name="Column">The column's name, where the comparison names one.</param>
/// <param name="Text">Without its quotes.</param>
/// <param name="Start">Where the quoted text begins in the statement.</param>
/// <param name="End">Where it has ended.</param>
/// <param name="IsPattern">Compared with LIKE or GLOB.</param>
public sealed record ComparedText(string? Column, string Text, int Start, int End, bool IsPattern);

/// <summary>A condition of a statement's WHERE with the statement that counts the rows which meet it and all conditions before it.</summary>
/// <param name="Condition">As the statement has it.</param>
/// <param name="Count">A statement of one row and one number.</param>
public sealed record ConditionCount(string Condition, string Count);

/// <summary>Reads off a statement what explains an empty result. Where a statement is not of the plain form that it knows, it says nothing.</summary>
public static class SqlConditions
{
    private static readonly string[] AfterWhere = ["GROUP", "ORDER", "LIMIT", "HAVING", "WINDOW"];
    private static readonly string[] Compound = ["UNION", "EXCEPT", "INTERSECT"];
    private static readonly string[] Verbs =
    [
        "SELECT", "WITH", "VALUES", "INSERT", "UPDATE", "DELETE", "DROP", "CREATE", "ALTER", "ATTACH", "DETACH", "PRAGMA", "VACUUM", "EXPLAIN",
        "REPLACE", "BEGIN",
    ];

    /// <summary>
    /// The first statement, its semicolon included, where what follows it is no statement: models explain behind the semicolon. The whole text where
    /// another statement follows, so that it is refused and not run in part.
    /// </summary>
    public static string WithoutRemarks(string sql)
    {
        var tokens = SqlTokenizer.Read(sql);
        var end = tokens.FindIndex(static token => token.IsSymbol(';'));
        return end < 0
            || tokens.Skip(end + 1).FirstOrDefault(static token => !token.IsSymbol(';')) is { Kind: StatementTokenKind.Word, Text: not null } next
                && Array.Exists(Verbs, next.IsWord)
            ? sql
            : sql[..tokens[end].End];
    }

    /// <summary>
    /// The statement in one spelling, the same for statements that differ in no more than case, quotes, white space, remarks, a final semicolon, or
    /// "!=" for "&lt;&gt;" and "==" for "=". For comparing, not for running.
    /// </summary>
    public static string InOneSpelling(string sql) => string
        .Join(' ', SqlTokenizer.Read(sql).Select(static token => token.Text.ToLowerInvariant()))
        .Replace("< >", "! =", StringComparison.Ordinal)
        .Replace("= =", "=", StringComparison.Ordinal)
        .TrimEnd(' ', ';');

    /// <summary>Whether a statement that goes on from here is in the middle of a text in single quotes.</summary>
    public static bool IsWithinText(string sql) =>
        SqlTokenizer.Read(sql) is [.., { Kind: StatementTokenKind.Text } last] && last.End >= sql.Length
        && (sql.Length - last.Start < 2 || !sql.EndsWith('\'') || sql[last.Start..].Count(static c => c == '\'') % 2 != 0);

    /// <summary>Whether the statement names one of these columns.</summary>
    public static bool NamesAny(string sql, IReadOnlyCollection<string> columns) => SqlTokenizer.Read(sql)
        .Exists(token => token.IsName && columns.Contains(token.Text, StringComparer.OrdinalIgnoreCase));

    /// <summary>The statement with another column, or table, wherever it names this one ("t.name" or "name").</summary>
    public static string WithName(string sql, string name, string column)
    {
        var tokens = SqlTokenizer.Read(sql);
        var bare = tokens.Exists(token => token.IsName && token.Text.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? name
            : name[(name.LastIndexOf('.') + 1)..];
        var written = sql;
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            if (tokens[i].IsName && tokens[i].Text.Equals(bare, StringComparison.OrdinalIgnoreCase)
                && !(i + 1 < tokens.Count && tokens[i + 1].IsSymbol('(')))
            {
                written = $"{written[..tokens[i].Start]}{SqlLoader.Quote(column)}{written[tokens[i].End..]}";
            }
        }

        return written;
    }

    /// <summary>The texts that are compared with something, in order. Texts that are mere arguments of functions are left out.</summary>
    public static IReadOnlyList<ComparedText> ComparedTexts(string sql)
    {
        var tokens = SqlTokenizer.Read(sql);
        List<ComparedText> texts = [];
        for (var i = 1; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == StatementTokenKind.Text && FindOperator(tokens, i) is var at && at > 0)
            {
                var pattern = tokens[at].IsWord("LIKE") || tokens[at].IsWord("GLOB");
                texts.Add(new(ColumnBefore(tokens, at), tokens[i].Text, tokens[i].Start, tokens[i].End, pattern));
            }
        }

        return texts;
    }

    /// <summary>The conditions of a plain SELECT … FROM … WHERE a AND b, in order; empty for any other form.</summary>
    public static IReadOnlyList<ConditionCount> Conditions(string sql)
    {
        var tokens = SqlTokenizer.Read(sql);
        tokens.RemoveAll(static token => token.IsSymbol(';'));
        if (tokens.Count == 0 || !tokens[0].IsWord("SELECT") || tokens.Exists(static token => Array.Exists(Compound, token.IsWord)))
        {
            return [];
        }

        var (from, where) = (Outer(tokens, 0, "FROM"), Outer(tokens, 0, "WHERE"));
        if (from < 0 || where < from)
        {
            return [];
        }

        var end = AfterWhere.Select(word => Outer(tokens, where, word)).Where(static at => at > 0).DefaultIfEmpty(tokens.Count).Min();
        if (end == where + 1)
        {
            return [];
        }

        var source = sql[tokens[from].End..tokens[where].Start].Trim();
        List<ConditionCount> conditions = [];
        foreach (var term in Terms(tokens, where + 1, end).Select(term => sql[tokens[term.First].Start..tokens[term.Last].End]))
        {
            var all = string.Join(" AND ", conditions.Select(static condition => $"({condition.Condition})").Append($"({term})"));
            conditions.Add(new(term, $"SELECT COUNT(*) FROM {source} WHERE {all}"));
        }

        return conditions;
    }

    private static IEnumerable<(int First, int Last)> Terms(List<StatementToken> tokens, int start, int end)
    {
        if (Outer(tokens, start, "OR") is var or && or > 0 && or < end)
        {
            yield return (start, end - 1);
            yield break;
        }

        var (first, depth, between) = (start, 0, false);
        for (var i = start; i < end; i++)
        {
            depth += Step(tokens[i]);
            between |= depth == 0 && tokens[i].IsWord("BETWEEN");
            if (depth != 0 || !tokens[i].IsWord("AND"))
            {
                continue;
            }

            if (!between && i > first)
            {
                yield return (first, i - 1);
                first = i + 1;
            }

            between = false;
        }

        if (first < end)
        {
            yield return (first, end - 1);
        }
    }

    private static int Outer(List<StatementToken> tokens, int start, string word)
    {
        var depth = 0;
        for (var i = start; i < tokens.Count; i++)
        {
            depth += Step(tokens[i]);
            if (depth == 0 && tokens[i].IsWord(word))
            {
                return i;
            }
        }

        return -1;
    }

    private static int Step(StatementToken token) =>
        token.IsSymbol('(') || token.IsWord("CASE") ? 1 : token.IsSymbol(')') || token.IsWord("END") ? -1 : 0;

    // "= 'a'", "<> 'a'", "LIKE 'a'", and every text of "IN ('a', 'b')".
    private static int FindOperator(List<StatementToken> tokens, int text)
    {
        var at = text - 1;
        if (tokens[at].IsSymbol('=') || tokens[at].IsWord("LIKE") || tokens[at].IsWord("GLOB") || tokens[at].IsWord("IS"))
        {
            return at;
        }

        while (at > 1 && (tokens[at].Kind == StatementTokenKind.Text || tokens[at].IsSymbol(',')))
        {
            at--;
        }

        return tokens[at].IsSymbol('(') && at > 0 && tokens[at - 1].IsWord("IN") ? at - 1 : -1;
    }

    private static string? ColumnBefore(List<StatementToken> tokens, int at)
    {
        var before = at - 1;
        while (before >= 0 && (tokens[before].IsSymbol('=') || tokens[before].IsWord("NOT") || tokens[before].IsSymbol(')')))
        {
            before--;
        }

        return before >= 0 && tokens[before].IsName ? tokens[before].Text : null;
    }
}
