using System.Globalization;
using System.Text;

namespace Mact.Core.Sql;

/// <summary>What a statement's ORDER BY means here: NULL comes last, and a tie at its LIMIT can be found.</summary>
internal static class SqlOrder
{
    private static readonly string[] Ends = ["LIMIT", "OFFSET", "ROWS", "RANGE", "GROUPS", "UNION", "INTERSECT", "EXCEPT"];

    /// <summary>The statement with NULLS LAST behind every ascending term that says nothing about NULL.</summary>
    public static string WithNullsLast(string sql, SqlShape shape)
    {
        var places = new List<int>();
        for (var at = 0; at + 1 < shape.Tokens.Count; at++)
        {
            if (shape.Tokens[at].IsWord("ORDER") && shape.Tokens[at + 1].IsWord("BY"))
            {
                foreach (var (start, end) in Terms(shape.Tokens, at + 2))
                {
                    var last = shape.Tokens[end - 1];
                    if (!last.IsWord("DESC") && !(end - start > 1 && shape.Tokens[end - 2].IsWord("NULLS")))
                    {
                        places.Add(last.End);
                    }
                }
            }
        }

        if (places.Count == 0)
        {
            return sql;
        }

        var text = new StringBuilder(sql);
        foreach (var place in places.Distinct().OrderDescending())
        {
            text.Insert(place, " NULLS LAST");
        }

        return text.ToString();
    }

    /// <summary>
    /// The statement with the terms of its order as further columns and with one row more than its LIMIT, with how many columns come first; null
    /// where it has no such LIMIT, or is not of one plain SELECT.
    /// </summary>
    public static (string Sql, int Limit, int Keys)? WithKeys(string sql, SqlShape shape)
    {
        var tokens = shape.Tokens;
        int from = -1, order = -1, limit = -1, depth = 0;
        for (var at = 0; at < tokens.Count; at++)
        {
            depth += tokens[at].Nesting;
            if (depth > 0)
            {
                continue;
            }

            from = from < 0 && tokens[at].IsWord("FROM") ? at : from;
            order = at + 1 < tokens.Count && tokens[at].IsWord("ORDER") && tokens[at + 1].IsWord("BY") ? at : order;
            limit = order >= 0 && tokens[at].IsWord("LIMIT") ? at : limit;
            if (tokens[at].IsWord("UNION") || tokens[at].IsWord("INTERSECT") || tokens[at].IsWord("EXCEPT") || tokens[at].IsWord("DISTINCT"))
            {
                return null;
            }
        }

        if (
            from < 0
                || order < from
                    || limit != tokens.Count - 2
                        || !int.TryParse(tokens[^1].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 1_000)
        {
            return null;
        }

        var keys = new StringBuilder();
        var terms = Terms(tokens, order + 2).ToList();
        foreach (var (start, last) in terms)
        {
            var end = last;
            while (end > start && (tokens[end - 1].IsWord("DESC") || tokens[end - 1].IsWord("ASC") || tokens[end - 1].IsWord("LAST")
                || tokens[end - 1].IsWord("FIRST") || tokens[end - 1].IsWord("NULLS")))
            {
                end--;
            }

            if (end == start || (end - start == 1 && tokens[start].Kind == StatementTokenKind.Number))
            {
                return null;
            }

            keys.Append(", (").Append(Meaning(sql, tokens, from, start, end)).Append(')');
        }

        var text = sql[tokens[0].Start..tokens[from - 1].End] + keys + " " + sql[tokens[from].Start..tokens[limit].End] + $" {count + 1}";
        return (text, count, terms.Count);
    }

    /// <summary>A term's own text, or what it is an alias of in the select list.</summary>
    private static string Meaning(string sql, IReadOnlyList<StatementToken> tokens, int from, int start, int end)
    {
        if (end - start == 1 && tokens[start].IsName)
        {
            for (var at = from - 1; at > 1; at--)
            {
                if (
                    tokens[at].IsName
                        && tokens[at].Text.Equals(tokens[start].Text, StringComparison.OrdinalIgnoreCase) && tokens[at - 1].IsWord("AS"))
                {
                    var depth = 0;
                    var first = at - 2;
                    for (; first > 0 && (depth > 0 || !(tokens[first].IsSymbol(',') || tokens[first].IsWord("SELECT"))); first--)
                    {
                        depth -= tokens[first].Nesting;
                    }

                    return sql[tokens[first + 1].Start..tokens[at - 2].End];
                }
            }
        }

        return sql[tokens[start].Start..tokens[end - 1].End];
    }

    public static IEnumerable<(int Start, int End)> Terms(IReadOnlyList<StatementToken> tokens, int start)
    {
        var depth = 0;
        for (var at = start; at <= tokens.Count; at++)
        {
            var ends = at == tokens.Count || (depth == 0 && (tokens[at].IsSymbol(')') || (at > start && Array.Exists(Ends, tokens[at].IsWord))));
            if (ends || (depth == 0 && tokens[at].IsSymbol(',')))
            {
                if (at > start)
                {
                    yield return (start, at);
                }

                start = at + 1;
            }

            if (ends)
            {
                yield break;
            }

            depth += tokens[at].Nesting;
        }
    }
}
