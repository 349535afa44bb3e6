namespace Mact.Core.Sql.Lineage;

/// <summary>
/// Takes a SELECT apart as far as its sources, its list and its clauses. It accepts only what it understands; whether the whole is valid SQL
/// is for SQLite to say.
/// </summary>
internal sealed class SelectReader
{
    /// <summary>Deeper statements are left alone: they are read by recursion.</summary>
    private const int MaxDepth = 60;

    private readonly IReadOnlyList<StatementToken> _tokens;
    private readonly int[] _close;
    private readonly FromReader _sources;

    public SelectReader(IReadOnlyList<StatementToken> tokens)
    {
        _tokens = tokens;
        _close = MatchParentheses(tokens);
        _sources = new FromReader(tokens, _close, ReadQuery);
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

    private static int[] MatchParentheses(IReadOnlyList<StatementToken> tokens)
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

/// <summary>A SELECT with all that belongs to it; places are token indexes, ends are exclusive.</summary>
/// <param name="With">Its own common table expressions.</param>
/// <param name="WithStart">The first token after WITH [RECURSIVE].</param>
/// <param name="WithEnd">After the last expression; equal to <paramref name="WithStart"/> where there is none.</param>
/// <param name="Cores">One, or several with set operators between them.</param>
/// <param name="OnlyUnionAll">No set operator makes equal rows one.</param>
/// <param name="TailStart">ORDER BY and LIMIT, up to <paramref name="End"/>.</param>
/// <param name="End">After the last token.</param>
internal sealed record SelectQuery(
    IReadOnlyList<CommonTable> With,
    int WithStart,
    int WithEnd,
    IReadOnlyList<SelectCore> Cores,
    bool OnlyUnionAll,
    int TailStart,
    int End)
{
    /// <summary>WITH RECURSIVE.</summary>
    public bool IsRecursive { get; init; }
}

/// <summary>SELECT … FROM … WHERE … GROUP BY … HAVING; places are token indexes, ends are exclusive.</summary>
/// <param name="Start">The SELECT.</param>
/// <param name="End">After its last token, before set operators, ORDER BY and LIMIT.</param>
/// <param name="ListStart">After SELECT [DISTINCT | ALL].</param>
/// <param name="Items">What is selected.</param>
/// <param name="Sources">What it reads, in order; empty without FROM.</param>
/// <param name="ClausesStart">Where WHERE or what follows begins; <paramref name="End"/> where nothing does.</param>
internal sealed record SelectCore(
    int Start,
    int End,
    int ListStart,
    IReadOnlyList<SelectItem> Items,
    IReadOnlyList<SelectSource> Sources,
    int ClausesStart)
{
    public bool IsDistinct { get; init; }

    /// <summary>NATURAL or USING: equal columns become one.</summary>
    public bool MergesColumns { get; init; }

    public bool IsNatural { get; init; }

    /// <summary>GROUP BY or HAVING.</summary>
    public bool IsGrouped { get; init; }

    /// <summary>Where HAVING begins; null without one.</summary>
    public int? Having { get; init; }

    /// <summary>WINDOW w AS (…).</summary>
    public bool NamesWindows { get; init; }

    /// <summary>After what is selected.</summary>
    public int ListEnd => Items[^1].End;
}

/// <summary>One thing that is selected; places are token indexes, ends are exclusive.</summary>
/// <param name="Start">First token.</param>
/// <param name="ExpressionEnd">After the expression, before its alias.</param>
/// <param name="End">After the alias.</param>
/// <param name="Alias">Null where it has none.</param>
/// <param name="IsStar">"*" or "name.*".</param>
/// <param name="Qualifier">The name of "name.*"; null elsewhere.</param>
internal sealed record SelectItem(int Start, int ExpressionEnd, int End, string? Alias, bool IsStar, string? Qualifier);

/// <summary>A table or a subquery in FROM; places are token indexes, ends are exclusive.</summary>
/// <param name="Start">First token.</param>
/// <param name="End">After the alias.</param>
/// <param name="Table">The name; null for a subquery.</param>
/// <param name="Query">The subquery; null for a name.</param>
/// <param name="Alias">Null where it has none.</param>
internal sealed record SelectSource(int Start, int End, string? Table, SelectQuery? Query, string? Alias)
{
    /// <summary>What columns are qualified with; null where nothing can be.</summary>
    public string? EffectiveName => Alias ?? Table;
}

/// <summary>A common table expression.</summary>
/// <param name="Name">As it is defined.</param>
/// <param name="Columns">Its own names for its columns; null where it gives none.</param>
/// <param name="Query">What it stands for.</param>
internal sealed record CommonTable(string Name, IReadOnlyList<string>? Columns, SelectQuery Query);
