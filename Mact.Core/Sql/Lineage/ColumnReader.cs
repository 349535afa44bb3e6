using System.Collections.Frozen;

namespace Mact.Core.Sql.Lineage;

/// <summary>Which columns of its tables a SELECT names. What stands in subqueries is theirs, but for what is qualified with a table from
/// here.</summary>
internal sealed class ColumnReader(IReadOnlyList<StatementToken> tokens, SelectReader reader)
{
    private readonly Dictionary<LineageTable, HashSet<string>> _named = [];

    /// <summary>The columns found so far, in the table's order.</summary>
    public IReadOnlyList<string> Of(LineageTable table) =>
        _named.TryGetValue(table, out var names) ? [.. table.Columns.Where(names.Contains)] : [];

    /// <summary>Reads list, clauses and the tail that orders them.</summary>
    public void Read(SelectCore core, int tailStart, int tailEnd, IReadOnlyList<LineageSource> sources)
    {
        var aliases = core.Items.Select(static item => item.Alias).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var item in core.Items)
        {
            if (item.IsStar)
            {
                foreach (var source in sources.Where(source => item.Qualifier is null || source.IsCalled(item.Qualifier)))
                {
                    Add(source, source.Columns ?? []);
                }
            }
            else
            {
                ReadRange(item.Start, item.ExpressionEnd, sources, unqualified: true, none: []);
            }
        }

        // Between the sources stand the conditions of joins.
        foreach (var (start, end) in Between(core))
        {
            ReadRange(start, end, sources, unqualified: true, none: []);
        }

        ReadRange(core.ClausesStart, core.End, sources, unqualified: true, none: []);
        ReadRange(tailStart, tailEnd, sources, unqualified: true, aliases);
    }

    private static IEnumerable<(int Start, int End)> Between(SelectCore core)
    {
        var ordered = core.Sources.OrderBy(static source => source.Start).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            yield return (ordered[i].End, i + 1 < ordered.Count ? ordered[i + 1].Start : core.ClausesStart);
        }
    }

    private void ReadRange(int start, int end, IReadOnlyList<LineageSource> sources, bool unqualified, HashSet<string> none)
    {
        for (var at = start; at < end; at++)
        {
            var token = tokens[at];
            if (token.IsSymbol('(') && at + 1 < end && (tokens[at + 1].IsWord("SELECT") || tokens[at + 1].IsWord("WITH")))
            {
                ReadRange(at + 1, reader.CloseOf(at), sources, unqualified: false, none);
                at = reader.CloseOf(at);
            }
            else if (!token.IsName || SqlWords.IsReserved(token) || (at + 1 < end && tokens[at + 1].IsSymbol('(')))
            {
                continue;
            }
            else if (at + 2 < end && tokens[at + 1].IsSymbol('.') && tokens[at + 2].IsName)
            {
                foreach (var source in sources.Where(source => source.IsCalled(token.Text)))
                {
                    Add(source, [tokens[at + 2].Text]);
                }

                at += 2;
            }
            else if (unqualified && !none.Contains(token.Text))
            {
                foreach (var source in sources)
                {
                    Add(source, [token.Text]);
                }
            }
        }
    }

    private void Add(LineageSource source, IReadOnlyList<string> columns)
    {
        if (source.Table is not { } table)
        {
            return;
        }

        if (!_named.TryGetValue(table, out var names))
        {
            _named.Add(table, names = new(StringComparer.OrdinalIgnoreCase));
        }

        names.UnionWith(columns);
    }
}

/// <summary>
/// Finds out whether a SELECT aggregates. That must be certain: a position that is asked for beside an aggregate that was not seen would be
/// the position of some row. So every function must be one that the sandbox knows.
/// </summary>
internal sealed class CallReader(IReadOnlyList<StatementToken> tokens, SelectReader reader)
{
    /// <summary>Aggregates and windows of a range; what stands in subqueries is theirs.</summary>
    public (bool Aggregates, bool Windows) Read(int start, int end)
    {
        bool aggregates = false, windows = false;
        for (var at = start; at < end; at++)
        {
            if (IsQuery(at))
            {
                at = reader.CloseOf(at);
            }
            else if (IsCall(at, end))
            {
                var isWindow = IsWindow(reader.CloseOf(at + 1) + 1, end);
                windows |= isWindow;
                aggregates |= !isWindow && SqlWords.IsAggregate(tokens[at].Text, Arguments(at + 1));
            }
        }

        return (aggregates, windows);
    }

    /// <summary>
    /// An aggregate in a subquery that names only columns of the query around it belongs to that query (SQLite and the standard agree). Where an
    /// aggregate in a subquery does not certainly name a column of its own, nothing is traced.
    /// </summary>
    public void RequireOwnAggregates(int start, int end, IReadOnlyList<LineageTable> tables)
    {
        foreach (var (_, query) in reader.NestedQueries(start, end))
        {
            // Their own subqueries are looked at as well, wherever they stand.
            RequireOwnAggregates(query.Cores[0].Start, query.End, tables);
            foreach (var (core, stop) in query.Cores.Select((core, index) => (core, index + 1 < query.Cores.Count ? core.End : query.End)))
            {
                RequireOwnAggregates(core, stop, tables);
            }
        }
    }

    private void RequireOwnAggregates(SelectCore core, int end, IReadOnlyList<LineageTable> tables)
    {
        for (var at = core.Start; at < end; at++)
        {
            if (IsQuery(at))
            {
                at = reader.CloseOf(at);
            }
            else if (
                IsCall(at, end) && SqlWords.IsAggregate(tokens[at].Text, Arguments(at + 1)) && !IsOwn(at + 2, reader.CloseOf(at + 1), core, tables))
            {
                throw new UntraceableException(LineageObstacle.Unsupported);
            }
        }
    }

    private bool IsOwn(int start, int end, SelectCore core, IReadOnlyList<LineageTable> tables)
    {
        var named = false;
        for (var at = start; at < end; at++)
        {
            if (!tokens[at].IsName || SqlWords.IsReserved(tokens[at]) || (at + 1 < end && tokens[at + 1].IsSymbol('(')))
            {
                continue;
            }

            named = true;
            if (at + 1 < end && tokens[at + 1].IsSymbol('.'))
            {
                if (core.Sources.Any(source => string.Equals(source.EffectiveName, tokens[at].Text, StringComparison.OrdinalIgnoreCase)))
                {
                    return true;
                }

                at += 2;
            }
            else if (core.Sources.Any(source => source.Table is { } name
                && tables.Any(table => table.Is(name) && table.Columns.Contains(tokens[at].Text, StringComparer.OrdinalIgnoreCase))))
            {
                return true;
            }
        }

        // count(*) and constants belong where they stand.
        return !named;
    }

    private bool IsQuery(int at) =>
        tokens[at].IsSymbol('(') && at + 1 < tokens.Count && (tokens[at + 1].IsWord("SELECT") || tokens[at + 1].IsWord("WITH"));

    private bool IsCall(int at, int end)
    {
        // "CAST(x AS decimal(10, 2))" names a type.
        if (
            !tokens[at].IsName
                || at + 1 >= end || !tokens[at + 1].IsSymbol('(') || SqlWords.IsNoFunction(tokens[at]) || (at > 0 && tokens[at - 1].IsWord("AS")))
        {
            return false;
        }

        return SqlFunctions.IsAllowed(tokens[at].Text) || tokens[at].IsWord("LIKE") || tokens[at].IsWord("GLOB") || tokens[at].IsWord("REGEXP")
            ? true
            : throw new UntraceableException(LineageObstacle.Unsupported);
    }

    private bool IsWindow(int at, int end)
    {
        if (at + 1 < end && tokens[at].IsWord("FILTER") && tokens[at + 1].IsSymbol('('))
        {
            at = reader.CloseOf(at + 1) + 1;
        }

        return at < end && tokens[at].IsWord("OVER");
    }

    private int Arguments(int open)
    {
        var close = reader.CloseOf(open);
        var count = close == open + 1 ? 0 : 1;
        for (var at = open + 1; at < close; at++)
        {
            count += tokens[at].IsSymbol(',') ? 1 : 0;
            at = tokens[at].IsSymbol('(') ? reader.CloseOf(at) : at;
        }

        return count;
    }
}

/// <summary>Words with a meaning of their own in SQLite's SELECT.</summary>
internal static class SqlWords
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        [
            "ALL", "AND", "AS", "ASC", "BETWEEN", "BY", "CASE", "CAST", "COLLATE", "CROSS", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP",
            "DESC",
            "DISTINCT", "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "FILTER", "FROM", "FULL", "GLOB", "GROUP", "HAVING", "IN", "INDEXED", "INNER",
            "INTERSECT", "IS", "ISNULL", "JOIN", "LEFT", "LIKE", "LIMIT", "MATCH", "MATERIALIZED", "NATURAL", "NOT", "NOTNULL", "NULL", "OFFSET",
            "ON",
            "OR", "ORDER", "OUTER", "OVER", "RECURSIVE", "REGEXP", "RIGHT", "SELECT", "THEN", "UNION", "USING", "VALUES", "WHEN", "WHERE", "WINDOW",
            "WITH",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Words after which "(" opens no function's arguments; REPLACE, LIKE, GLOB and REGEXP may be either, and do no harm.</summary>
    private static readonly FrozenSet<string> NoFunctions = FrozenSet.ToFrozenSet(
        [
            "ALL", "AND", "AS", "BETWEEN", "BY", "CASE", "CAST", "DISTINCT", "ELSE", "ESCAPE", "EXISTS", "FILTER", "FROM", "HAVING", "IN", "IS",
            "JOIN",
            "LIMIT", "MATCH", "MATERIALIZED", "NOT", "OFFSET", "ON", "OR", "OVER", "SELECT", "THEN", "USING", "WHEN", "WHERE",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> JoinModifiers =
        FrozenSet.ToFrozenSet(["NATURAL", "LEFT", "RIGHT", "FULL", "OUTER", "INNER", "CROSS"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Aggregates = FrozenSet.ToFrozenSet(
        ["AVG", "COUNT", "GROUP_CONCAT", "MEDIAN", "PERCENTILE", "STDDEV", "STRING_AGG", "SUM", "TOTAL", "VARIANCE"],
        StringComparer.OrdinalIgnoreCase);

    public static bool IsReserved(StatementToken token) => token.Kind == StatementTokenKind.Word && Reserved.Contains(token.Text);

    public static bool IsNoFunction(StatementToken token) => token.Kind == StatementTokenKind.Word && NoFunctions.Contains(token.Text);

    public static bool IsJoinModifier(StatementToken token) => token.Kind == StatementTokenKind.Word && JoinModifiers.Contains(token.Text);

    /// <summary>An aggregate with these many arguments; MIN and MAX of several are plain functions.</summary>
    public static bool IsAggregate(string function, int arguments) => Aggregates.Contains(function)
        || (
            arguments == 1
                && (function.Equals("MIN", StringComparison.OrdinalIgnoreCase) || function.Equals("MAX", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether an operand may end here, so that a name after it is an alias.</summary>
    public static bool EndsOperand(StatementToken token) =>
        token.Kind is StatementTokenKind.Number or StatementTokenKind.Text or StatementTokenKind.QuotedName
        || token.IsSymbol(')')
        || (
            token.Kind == StatementTokenKind.Word
                && (!Reserved.Contains(token.Text) || token.IsWord("END") || token.IsWord("NULL") || token.IsWord("ISNULL")
            || token.IsWord("NOTNULL") || token.Text.StartsWith("CURRENT_", StringComparison.OrdinalIgnoreCase)));
}
