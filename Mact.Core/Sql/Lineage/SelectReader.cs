namespace Mact.Core.Sql.Lineage;

/// <summary>
/// Takes a SELECT apart as far as its sources, its list and its clauses. It accepts only what it understands; whether the whole is valid SQL
/// is for SQLite to say.
/// </summary>
internal sealed class SelectReader
{
    /// <summary>Deeper statements are left alone: they are read by recursion.</summary>
    private const int MaxDepth = 60;

    private readonly IReadOnlyList<SqlToken> _tokens;
    private readonly int[] _close;
    private readonly SourceReader _sources;

    public SelectReader(IReadOnlyList<SqlToken> tokens)
    {
        _tokens = tokens;
        _close = MatchParentheses(tokens);
        _sources = new SourceReader(tokens, _close, ReadQuery);
    }

    public SelectQuery ReadAll() => ReadQuery(0, _tokens.Count);

    /// <summary>Names of all common table expressions that were read, wherever they are defined.</summary>
    public HashSet<string> CommonNames { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A query that fills a range of tokens.</summary>
    public SelectQuery ReadQuery(int start, int end)
    {
        var at = start;
        var with = new List<CommonTable>();
        var recursive = false;
        var withStart = start;
        if (Is(at, end, "WITH"))
        {
            at++;
            recursive = Is(at, end, "RECURSIVE") && !Is(at + 1, end, "AS");
            at += recursive ? 1 : 0;
            withStart = at;
            at = ReadCommonTables(at, end, with);
        }

        var withEnd = with.Count == 0 ? withStart : at;
        var cores = new List<SelectCore>();
        var onlyUnionAll = true;
        while (true)
        {
            var coreEnd = Find(at, end, place => IsSetOperator(place, end) || IsTail(place, end));
            cores.Add(ReadCore(at, coreEnd));
            at = coreEnd;
            if (!IsSetOperator(at, end))
            {
                return new(with, withStart, withEnd, cores, onlyUnionAll, at, end) { IsRecursive = recursive };
            }

            var all = Is(at, end, "UNION") && Is(at + 1, end, "ALL");
            onlyUnionAll &= all;
            at += all ? 2 : 1;
        }
    }

    /// <summary>Queries in parentheses inside a range, outermost only, with the token before them.</summary>
    public IEnumerable<(int Open, SelectQuery Query)> NestedQueries(int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (_tokens[at].IsSymbol('(') && (Is(at + 1, end, "SELECT") || Is(at + 1, end, "WITH")))
            {
                yield return (at, ReadQuery(at + 1, _close[at]));
                at = _close[at];
            }
        }
    }

    /// <summary>The ")" of a "(".</summary>
    public int CloseOf(int open) => _close[open];

    private int ReadCommonTables(int at, int end, List<CommonTable> with)
    {
        while (true)
        {
            var name = Name(at++, end);
            CommonNames.Add(name);
            List<string>? columns = null;
            if (IsSymbol(at, end, '('))
            {
                columns = [];
                for (var place = at + 1; place < _close[at]; place += 2)
                {
                    columns.Add(Name(place, _close[at]));
                    Require(place + 1 == _close[at] || _tokens[place + 1].IsSymbol(','));
                }

                at = _close[at] + 1;
            }

            Require(Is(at, end, "AS"));
            at++;
            at += Is(at, end, "NOT") ? 1 : 0;
            at += Is(at, end, "MATERIALIZED") ? 1 : 0;
            Require(IsSymbol(at, end, '('));
            with.Add(new(name, columns, ReadQuery(at + 1, _close[at])));
            at = _close[at] + 1;
            if (!IsSymbol(at, end, ','))
            {
                return at;
            }

            at++;
        }
    }

    private SelectCore ReadCore(int start, int end)
    {
        Require(Is(start, end, "SELECT"));
        var distinct = Is(start + 1, end, "DISTINCT");
        var listStart = start + (distinct || Is(start + 1, end, "ALL") ? 2 : 1);

        // "a IS [NOT] DISTINCT FROM b" holds a FROM that begins no clause.
        var from = Find(listStart, end, place => Is(place, end, "FROM") && !(place > listStart && Is(place - 1, end, "DISTINCT")));
        var clauses = Find(from, end, place => Is(place, end, "WHERE") || IsGroupBy(place, end) || Is(place, end, "HAVING") || IsWindow(place, end));
        var listEnd = from < end ? from : clauses;
        var items = SelectList.Read(_tokens, listStart, listEnd, Find);
        var group = Find(clauses, end, place => IsGroupBy(place, end));
        var having = Find(clauses, end, place => Is(place, end, "HAVING"));
        var sources = new List<SelectSource>();
        var (natural, merges) = from < end ? _sources.Read(from + 1, clauses, sources) : (false, false);
        return new(start, end, listStart, items, sources, clauses)
        {
            IsDistinct = distinct,
            IsNatural = natural,
            MergesColumns = merges,
            IsGrouped = group < end || having < end,
            Having = having < end ? having : null,
            NamesWindows = Find(clauses, end, place => IsWindow(place, end)) < end,
        };
    }

    /// <summary>The first place outside of all parentheses that fits, or the end.</summary>
    private int Find(int start, int end, Func<int, bool> fits)
    {
        for (var at = start; at < end; at++)
        {
            if (fits(at))
            {
                return at;
            }

            if (_tokens[at].IsSymbol('('))
            {
                at = _close[at];
            }
        }

        return end;
    }

    private bool IsSetOperator(int at, int end) => Is(at, end, "UNION") || Is(at, end, "INTERSECT") || Is(at, end, "EXCEPT");

    private bool IsTail(int at, int end) => Is(at, end, "LIMIT") || (Is(at, end, "ORDER") && Is(at + 1, end, "BY"));

    private bool IsGroupBy(int at, int end) => Is(at, end, "GROUP") && Is(at + 1, end, "BY");

    private bool IsWindow(int at, int end) => Is(at, end, "WINDOW") && at + 2 < end && _tokens[at + 1].IsName && Is(at + 2, end, "AS");

    private bool Is(int at, int end, string word) => at < end && _tokens[at].IsWord(word);

    private bool IsSymbol(int at, int end, char symbol) => at < end && _tokens[at].IsSymbol(symbol);

    private string Name(int at, int end)
    {
        Require(at < end && _tokens[at].IsName);
        return _tokens[at].Text;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new UntraceableException(LineageObstacle.NotReadable);
        }
    }

    private static int[] MatchParentheses(IReadOnlyList<SqlToken> tokens)
    {
        var close = new int[tokens.Count];
        var open = new Stack<int>();
        for (var at = 0; at < tokens.Count; at++)
        {
            if (tokens[at].IsSymbol('('))
            {
                open.Push(at);
                Require(open.Count <= MaxDepth);
            }
            else if (tokens[at].IsSymbol(')'))
            {
                Require(open.Count > 0);
                close[open.Pop()] = at;
            }
        }

        Require(open.Count == 0);
        return close;
    }
}
