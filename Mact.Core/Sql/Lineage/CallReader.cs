namespace Mact.Core.Sql.Lineage;

/// <summary>
/// Finds out whether a SELECT aggregates. That must be certain: a position that is asked for beside an aggregate that was not seen would be
/// the position of some row. So every function must be one that the sandbox knows.
/// </summary>
internal sealed class CallReader(IReadOnlyList<SqlToken> tokens, SelectReader reader)
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
            else if (IsCall(at, end) && SqlWords.IsAggregate(tokens[at].Text, Arguments(at + 1)) && !IsOwn(at + 2, reader.CloseOf(at + 1), core, tables))
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

    private bool IsQuery(int at) => tokens[at].IsSymbol('(') && at + 1 < tokens.Count && (tokens[at + 1].IsWord("SELECT") || tokens[at + 1].IsWord("WITH"));

    private bool IsCall(int at, int end)
    {
        // "CAST(x AS decimal(10, 2))" names a type.
        if (!tokens[at].IsName || at + 1 >= end || !tokens[at + 1].IsSymbol('(') || SqlWords.IsNoFunction(tokens[at]) || (at > 0 && tokens[at - 1].IsWord("AS")))
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
