namespace Mact.Core.Sql.Lineage;

/// <summary>Takes a FROM clause apart: named tables, subqueries, and joins of them.</summary>
internal sealed class FromReader(IReadOnlyList<StatementToken> tokens, int[] close, Func<int, int, SelectQuery> readQuery)
{
    /// <summary>Reads the sources of a range into a list, and says whether joins are natural, and whether they merge equal columns.</summary>
    public (bool Natural, bool Merges) Read(int start, int end, List<SelectSource> sources)
    {
        bool natural = false, merges = false;
        var at = start;
        while (true)
        {
            at = ReadItem(at, end, sources, ref natural, ref merges);
            if (Is(at, end, "ON"))
            {
                at = SkipCondition(at + 1, end);
            }
            else if (Is(at, end, "USING") && IsSymbol(at + 1, end, '('))
            {
                merges = true;
                at = close[at + 1] + 1;
            }

            if (at == end)
            {
                return (natural, merges);
            }

            var next = IsSymbol(at, end, ',') ? at + 1 : AfterJoin(at, end) ?? throw new UntraceableException(LineageObstacle.NotReadable);
            natural |= Is(at, end, "NATURAL");
            merges |= natural;
            at = next;
        }
    }

    private int ReadItem(int at, int end, List<SelectSource> sources, ref bool natural, ref bool merges)
    {
        if (IsSymbol(at, end, '('))
        {
            return ReadParentheses(at, end, sources, ref natural, ref merges);
        }

        // A database's name, a function that gives a table, and a string as a name are left alone.
        if (at >= end || !tokens[at].IsName || SqlWords.IsReserved(tokens[at]) || IsSymbol(at + 1, end, '.') || IsSymbol(at + 1, end, '('))
        {
            throw new UntraceableException(LineageObstacle.NotReadable);
        }

        var (alias, after) = ReadAlias(at + 1, end);
        sources.Add(new(at, after, tokens[at].Text, Query: null, alias));
        return after;
    }

    private int ReadParentheses(int at, int end, List<SelectSource> sources, ref bool natural, ref bool merges)
    {
        if (Is(at + 1, end, "SELECT") || Is(at + 1, end, "WITH"))
        {
            var query = readQuery(at + 1, close[at]);
            var (alias, after) = ReadAlias(close[at] + 1, end);
            sources.Add(new(at, after, Table: null, query, alias));
            return after;
        }

        var (innerNatural, innerMerges) = Read(at + 1, close[at], sources);
        natural |= innerNatural;
        merges |= innerMerges;
        return ReadAlias(close[at] + 1, end) is (null, var next) ? next : throw new UntraceableException(LineageObstacle.Unsupported);
    }

    private (string? Alias, int After) ReadAlias(int at, int end)
    {
        if (Is(at, end, "AS"))
        {
            return at + 1 < end && tokens[at + 1].IsName
                ? (tokens[at + 1].Text, at + 2)
                : throw new UntraceableException(LineageObstacle.NotReadable);
        }

        return at < end && tokens[at].IsName && !SqlWords.IsReserved(tokens[at]) ? (tokens[at].Text, at + 1) : (null, at);
    }

    private int SkipCondition(int at, int end)
    {
        for (; at < end; at++)
        {
            if (tokens[at].IsSymbol(',') || AfterJoin(at, end) is not null)
            {
                return at;
            }

            if (tokens[at].IsSymbol('('))
            {
                at = close[at];
            }
        }

        return end;
    }

    private int? AfterJoin(int at, int end)
    {
        while (at < end && SqlWords.IsJoinModifier(tokens[at]))
        {
            at++;
        }

        return Is(at, end, "JOIN") ? at + 1 : null;
    }

    private bool Is(int at, int end, string word) => at < end && tokens[at].IsWord(word);

    private bool IsSymbol(int at, int end, char symbol) => at < end && tokens[at].IsSymbol(symbol);
}

/// <summary>Takes what stands between SELECT and FROM apart.</summary>
internal static class SelectList
{
    /// <summary>The items of a range.</summary>
    /// <param name="tokens">The tokens of the statement.</param>
    /// <param name="start">First token of the list.</param>
    /// <param name="end">After its last.</param>
    /// <param name="find">The first place outside of all parentheses that fits, or the end.</param>
    public static IReadOnlyList<SelectItem> Read(IReadOnlyList<StatementToken> tokens, int start, int end, Func<int, int, Func<int, bool>, int> find)
    {
        var items = new List<SelectItem>();
        while (true)
        {
            var stop = find(start, end, at => tokens[at].IsSymbol(','));
            if (stop == start)
            {
                throw new UntraceableException(LineageObstacle.NotReadable);
            }

            items.Add(ReadItem(tokens, start, stop));
            if (stop == end)
            {
                return items;
            }

            start = stop + 1;
        }
    }

    private static SelectItem ReadItem(IReadOnlyList<StatementToken> tokens, int start, int end)
    {
        var last = tokens[end - 1];
        switch (end - start)
        {
            case 1 when last.IsSymbol('*'):
                return new(start, end, end, Alias: null, IsStar: true, Qualifier: null);
            case 3 when last.IsSymbol('*') && tokens[start + 1].IsSymbol('.') && tokens[start].IsName:
                return new(start, end, end, Alias: null, IsStar: true, tokens[start].Text);
        }

        if (end - start > 2 && tokens[end - 2].IsWord("AS") && (last.IsName || last.Kind == StatementTokenKind.Text))
        {
            return new(start, end - 2, end, last.Text, IsStar: false, Qualifier: null);
        }

        var isAlias = end - start > 1
            && last.IsName && !SqlWords.IsReserved(last)
            && SqlWords.EndsOperand(tokens[end - 2]);
        return isAlias
            ? new(start, end - 1, end, last.Text, IsStar: false, Qualifier: null)
            : new(start, end, end, Alias: null, IsStar: false, Qualifier: null);
    }
}
