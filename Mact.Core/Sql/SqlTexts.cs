using System.Text;

namespace Mact.Core.Sql;

/// <summary>
/// Makes computed texts compare as columns do. SQLite compares what a function or || comes to by its bytes, so that lower(a) = lower(b) and
/// GROUP BY trim(c) would tell composed from decomposed, "ß" from "ss" and a no-break space from a space, which a = b and GROUP BY c do not.
/// </summary>
internal static class SqlTexts
{
    private const string Collate = " COLLATE " + SqlCollation.Text;

    private static readonly HashSet<string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "coalesce", "concat", "concat_ws", "format", "group_concat", "if", "ifnull", "iif", "lower", "ltrim", "norm", "nullif", "printf",
        "regexp_extract", "replace", "rtrim", "string_agg", "substr", "substring", "trim", "upper",
    };

    /// <summary>The statement with a collation behind every text that it computes; the statement itself where it computes none.</summary>
    public static string Apply(string sql, SqlShape shape)
    {
        var places = new List<int>();
        for (var at = 0; at < shape.Tokens.Count; at++)
        {
            if (EndOfText(shape.Tokens, at) is var end and > 0 && end <= shape.Tokens.Count && !IsTakenUp(shape.Tokens, end))
            {
                places.Add(shape.Tokens[end - 1].End);
            }
        }

        if (places.Count == 0)
        {
            return sql;
        }

        var text = new StringBuilder(sql);
        foreach (var place in places.Distinct().OrderDescending())
        {
            text.Insert(place, Collate);
        }

        return text.ToString();
    }

    /// <summary>A name that SQLite made of an expression, as the statement had it.</summary>
    public static string Unwrap(string name) => name.Replace(Collate, string.Empty, StringComparison.Ordinal);

    /// <summary>Behind the text that begins or ends here: a call, the END of a CASE, what stands behind ||, a text that gets a name; 0 where there is
    /// none.</summary>
    private static int EndOfText(IReadOnlyList<StatementToken> tokens, int at)
    {
        var isCall = at + 1 < tokens.Count && tokens[at + 1].IsSymbol('(');
        if (isCall)
        {
            return tokens[at].Kind == StatementTokenKind.Word && Functions.Contains(tokens[at].Text) ? SqlTokenizer.FindClose(tokens, at + 1) + 1 : 0;
        }

        if (tokens[at].IsWord("END") || (tokens[at].Kind == StatementTokenKind.Text && at + 1 < tokens.Count && tokens[at + 1].IsWord("AS")))
        {
            return at + 1;
        }

        var isBehindBars = at > 1 && tokens[at - 1].IsSymbol('|') && tokens[at - 2].IsSymbol('|');
        return isBehindBars && (tokens[at].Kind == StatementTokenKind.Text || tokens[at].IsName)
            ? at + 2 < tokens.Count && tokens[at + 1].IsSymbol('.') ? at + 3 : at + 1
            : 0;
    }

    /// <summary>What follows says itself how it compares, or makes the call one of a window.</summary>
    private static bool IsTakenUp(IReadOnlyList<StatementToken> tokens, int end) =>
        end < tokens.Count && (tokens[end].IsWord("COLLATE") || tokens[end].IsWord("OVER") || tokens[end].IsWord("FILTER"));
}
