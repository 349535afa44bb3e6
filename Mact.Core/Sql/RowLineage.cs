using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>
/// A statement that says which rows of the one table another statement reads: the same source and condition, with the row's position (from 1)
/// instead of, or after, what is selected. Derived from tokens, and only for plain statements over one table; whatever is not certainly one is left alone.
/// </summary>
/// <param name="Sql">Gives the positions in its last column.</param>
/// <param name="Table">The table, as the statement writes it.</param>
/// <param name="Columns">Columns that the statement names, in the table's order.</param>
/// <param name="IsPerRow">Each row of the result is one row of the table, and the first columns of <paramref name="Sql"/> are that result; otherwise the rows are those that the condition lets through.</param>
public sealed record RowLineage(string Sql, string Table, IReadOnlyList<string> Columns, bool IsPerRow)
{
    private static readonly string[] Unfit = ["WITH", "UNION", "INTERSECT", "EXCEPT", "JOIN", "OVER", "WINDOW", "VALUES", "INDEXED", "ROWID", "OID", "_ROWID_"];
    private static readonly string[] Ends = ["GROUP", "HAVING", "ORDER", "LIMIT"];
    private static readonly string[] Aggregates =
        ["COUNT", "SUM", "TOTAL", "AVG", "MIN", "MAX", "GROUP_CONCAT", "STRING_AGG", "MEDIAN", "STDEV", "STDDEV", "VARIANCE", "MODE", "PERCENTILE"];

    /// <summary>The lineage of a statement over one of these tables, or null where it cannot be derived safely.</summary>
    public static RowLineage? Of(string sql, IReadOnlyList<Table> tables)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(tables);
        return Of(sql, [.. tables.Select(static table => (table.Name, table.Columns))]);
    }

    /// <summary>Of tables that are known by name and columns alone.</summary>
    public static RowLineage? Of(string sql, IReadOnlyList<(string Name, IReadOnlyList<Column> Columns)> tables)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(tables);
        var shape = SqlShape.Of(sql);
        var tokens = shape.Tokens;
        if (shape.HasSecondStatement || tokens.Count < 4 || !tokens[0].IsWord("SELECT")
            || tokens.Any(static token => Array.Exists(Unfit, word => token.IsName && token.Text.Equals(word, StringComparison.OrdinalIgnoreCase))))
        {
            return null;
        }

        var from = Find(tokens, 1, static token => token.IsWord("FROM"));
        if (from < 0 || from + 1 >= tokens.Count || !tokens[from + 1].IsName || tokens.Take(from).Skip(1).Any(static token => token.IsWord("SELECT")))
        {
            return null;
        }

        var table = tables.FirstOrDefault(table => table.Name.Equals(tokens[from + 1].Text, StringComparison.OrdinalIgnoreCase));
        var end = Find(tokens, from + 1, static token => Array.Exists(Ends, token.IsWord));
        end = end < 0 ? tokens.Count : end;
        if (table.Columns is null || !IsOneSource(tokens, from + 2, end))
        {
            return null;
        }

        var perRow = GivesRows(tokens, from, end);
        var stop = tokens.Count == end ? EndOf(sql, tokens, tokens.Count) : tokens[end].Start;
        var source = sql[tokens[from].Start..(perRow ? EndOf(sql, tokens, tokens.Count) : stop)];
        var aliases = Aliases(tokens, from);
        if (!perRow && tokens.Skip(from).Take(end - from).Any(token => token.IsName && aliases.Contains(token.Text)))
        {
            // The condition speaks of something that is only defined in what is left out.
            return null;
        }

        var list = perRow ? sql[tokens[1].Start..tokens[from].Start].TrimEnd() + ", " : string.Empty;
        return new($"SELECT {list}rowid {source}", table.Name, Named(tokens, table.Columns, from), perRow);
    }

    private static bool IsOneSource(IReadOnlyList<SqlToken> tokens, int at, int end)
    {
        // "FROM t", "FROM t x", "FROM t AS x", and then nothing or WHERE.
        at += at < end && tokens[at].IsWord("AS") ? 1 : 0;
        at += at < end && tokens[at].IsName && !tokens[at].IsWord("WHERE") ? 1 : 0;
        return at >= end || tokens[at].IsWord("WHERE");
    }

    // The condition is left out of the look: what it computes stands in queries of its own.
    private static bool GivesRows(IReadOnlyList<SqlToken> tokens, int from, int end) =>
        !tokens[1].IsWord("DISTINCT")
        && !(end < tokens.Count && (tokens[end].IsWord("GROUP") || tokens[end].IsWord("HAVING")))
        && !tokens.Index().Any(item => (item.Index < from || item.Index >= end)
            && item.Index + 1 < tokens.Count
            && tokens[item.Index + 1].IsSymbol('(')
            && item.Item.IsName && Array.Exists(Aggregates, name => item.Item.Text.Equals(name, StringComparison.OrdinalIgnoreCase)));

    private static HashSet<string> Aliases(IReadOnlyList<SqlToken> tokens, int from)
    {
        var aliases = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 1; i + 1 < from; i++)
        {
            // "x AS name", and "x name" where a comma or the end of the list follows.
            var bare = tokens[i].IsName || tokens[i].IsSymbol(')') || tokens[i].Kind is SqlTokenKind.Number or SqlTokenKind.Text;
            if (tokens[i + 1].IsName && (tokens[i].IsWord("AS") || (bare && (i + 2 == from || tokens[i + 2].IsSymbol(',')))))
            {
                aliases.Add(tokens[i + 1].Text);
            }
        }

        return aliases;
    }

    private static IReadOnlyList<string> Named(IReadOnlyList<SqlToken> tokens, IReadOnlyList<Column> columns, int from)
    {
        var names = tokens
            .Where((token, index) => token.IsName && !tokens[index - (index > 0 ? 1 : 0)].IsWord("AS") && index != from + 1)
            .Select(static token => token.Text)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var all = tokens.Index().Any(item => item.Index > 0 && item.Index < from && item.Item.IsSymbol('*')
            && (tokens[item.Index - 1].IsWord("SELECT") || tokens[item.Index - 1].IsSymbol(',') || tokens[item.Index - 1].IsSymbol('.')));
        return [.. columns.Select(static column => column.Name).Where(name => all || names.Contains(name))];
    }

    /// <summary>The first token from a place on that fits and stands outside of all parentheses, or -1.</summary>
    private static int Find(IReadOnlyList<SqlToken> tokens, int at, Func<SqlToken, bool> fits)
    {
        var depth = 0;
        for (; at < tokens.Count; at++)
        {
            depth += tokens[at].IsSymbol('(') ? 1 : tokens[at].IsSymbol(')') ? -1 : 0;
            if (depth == 0 && fits(tokens[at]))
            {
                return at;
            }
        }

        return -1;
    }

    // A token knows where it starts; the statement ends before the semicolon, if there is one, and comments after it do no harm.
    private static int EndOf(string sql, IReadOnlyList<SqlToken> tokens, int count)
    {
        var after = SqlTokenizer.Read(sql).FindIndex(token => token.Start >= tokens[count - 1].Start && token.IsSymbol(';'));
        return after < 0 ? sql.Length : SqlTokenizer.Read(sql)[after].Start;
    }
}
