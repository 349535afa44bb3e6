using System.Collections.Frozen;

namespace Mact.Web.Projections;

/// <summary>Splits SQL into coloured pieces. It only cuts text: nothing is changed or lost, whatever the text is.</summary>
public static class SqlHighlighter
{
    private static readonly FrozenSet<string> Keywords = FrozenSet.ToFrozenSet(
        [
            "select", "from", "where", "group", "by", "order", "having", "limit", "offset", "as", "and", "or", "not", "in", "is", "null", "like",
            "between", "join", "left", "right", "inner", "outer", "full", "cross", "on", "using", "union", "all", "intersect", "except", "distinct",
            "case", "when", "then", "else", "end", "cast", "asc", "desc", "with", "recursive", "exists", "over", "partition", "values", "collate",
            "glob", "regexp", "nulls", "first", "last",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The pieces, in order.</summary>
    public static IReadOnlyList<SqlToken> Tokens(string sql)
    {
        var tokens = new List<SqlToken>();
        var plain = 0;
        var at = 0;
        while (at < sql.Length)
        {
            var (length, kind) = Next(sql, at);
            if (kind.Length > 0)
            {
                if (at > plain)
                {
                    tokens.Add(new(sql[plain..at], string.Empty));
                }

                tokens.Add(new(sql.Substring(at, length), kind));
                plain = at + length;
            }

            at += length;
        }

        if (plain < sql.Length)
        {
            tokens.Add(new(sql[plain..], string.Empty));
        }

        return tokens;
    }

    private static (int Length, string Kind) Next(string sql, int at)
    {
        var current = sql[at];
        if (current == '\'')
        {
            return (Quoted(sql, at, '\''), "string");
        }

        if (current is '"' or '`' or '[')
        {
            return (Quoted(sql, at, current == '[' ? ']' : current), "name");
        }

        if (current == '-' && Follows(sql, at, '-'))
        {
            var end = sql.IndexOf('\n', at);
            return ((end < 0 ? sql.Length : end) - at, "comment");
        }

        if (current == '/' && Follows(sql, at, '*'))
        {
            var end = sql.IndexOf("*/", at + 2, StringComparison.Ordinal);
            return ((end < 0 ? sql.Length : end + 2) - at, "comment");
        }

        if (char.IsAsciiDigit(current))
        {
            return (While(sql, at, static c => char.IsAsciiDigit(c) || c == '.'), "number");
        }

        return char.IsLetter(current) || current == '_' ? Word(sql, at) : (1, string.Empty);
    }

    private static (int Length, string Kind) Word(string sql, int at)
    {
        var length = While(sql, at, static c => char.IsLetterOrDigit(c) || c == '_');
        if (Keywords.Contains(sql.Substring(at, length)))
        {
            return (length, "keyword");
        }

        return (length, Follows(sql, at + length - 1, '(') ? "function" : string.Empty);
    }

    private static int Quoted(string sql, int at, char close)
    {
        for (var i = at + 1; i < sql.Length; i++)
        {
            if (sql[i] != close)
            {
                continue;
            }

            if (!Follows(sql, i, close))
            {
                return i + 1 - at;
            }

            i++;
        }

        return sql.Length - at;
    }

    private static int While(string sql, int at, Func<char, bool> holds)
    {
        var end = at;
        while (end < sql.Length && holds(sql[end]))
        {
            end++;
        }

        return end - at;
    }

    private static bool Follows(string sql, int at, char next) => at + 1 < sql.Length && sql[at + 1] == next;
}

/// <summary>A piece of SQL text and what it is.</summary>
/// <param name="Text">As it stands; all pieces joined are the statement.</param>
/// <param name="Kind">keyword, function, string, name, number, comment, or empty.</param>
public sealed record SqlToken(string Text, string Kind);
