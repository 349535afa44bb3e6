using System.Text;

namespace Mact.Core.Sql.Lineage;

/// <summary>
/// Writes a query again with a column of positions for each table. In a plain SELECT the positions of its sources stand beside each row; where it
/// groups, the positions of the group are concatenated; a common table expression is written once more under a name of its own, so that
/// conditions still read the original.
/// </summary>
internal sealed class LineageWriter
{
    /// <summary>Queries within queries, those reached through names included; deeper ones are left alone.</summary>
    private const int MaxDepth = 60;

    private readonly SqlSlices _slices;
    private readonly IReadOnlyList<LineageTable> _tables;
    private readonly IReadOnlyList<LineageTable> _mentioned;
    private readonly SelectReader _reader;
    private readonly CallReader _calls;
    private readonly ColumnReader _columns;
    private readonly HashSet<LineageTable> _traced = [];
    private readonly string _prefix = "mact";
    private int _names;
    private int _depth;

    public LineageWriter(SqlSlices slices, SelectReader reader, IReadOnlyList<LineageTable> tables)
    {
        _slices = slices;
        _tables = tables;
        _mentioned = [.. tables.Where(table => slices.Tokens.Any(token => token.IsName && table.Is(token.Text)))];
        _reader = reader;
        _calls = new CallReader(slices.Tokens, _reader);
        _columns = new ColumnReader(slices.Tokens, _reader);
        while (
            slices.Mentions(_prefix)
                || tables.Any(table => table.Columns.Append(table.Name).Any(name => name.Contains(_prefix, StringComparison.OrdinalIgnoreCase))))
        {
            _prefix += "_";
        }
    }

    /// <summary>The whole statement.</summary>
    public RowLineage Write(SelectQuery query)
    {
        var written = WriteQuery(query, outer: null);
        if (_traced.Count == 0)
        {
            throw new UntraceableException(LineageObstacle.NoSource);
        }

        var traced = _mentioned.Index().Select(
            item => new TracedTable(item.Item.Name, _columns.Of(item.Item), _traced.Contains(item.Item) ? item.Index : null));
        return new RowLineage.Traced(
            written.Sql, [.. traced.Where(table => table.Place is not null || IsRead(table.Name))], _mentioned.Count, written.IsPerRow);
    }

    // A name that means an expression somewhere is not said to be the table.
    private bool IsRead(string table) => !_reader.CommonNames.Contains(table) && _slices.Tokens.Index().Any(item => item.Index > 0
        && item.Item.IsName && item.Item.Text.Equals(table, StringComparison.OrdinalIgnoreCase)
        && (_slices.Tokens[item.Index - 1].IsWord("FROM") || _slices.Tokens[item.Index - 1].IsWord("JOIN")));

    private DerivedTable WriteQuery(SelectQuery query, LineageScope? outer)
    {
        if (!query.OnlyUnionAll || ++_depth > MaxDepth)
        {
            throw new UntraceableException(query.OnlyUnionAll ? LineageObstacle.Unsupported : LineageObstacle.SetOperation);
        }

        var scope = new LineageScope(outer, query.With);
        var cores = query.Cores.Select(core => WriteCore(core, query, scope, isTop: outer is null)).ToList();
        string[] definitions = [_slices.Text(query.WithStart, query.WithEnd), .. scope.Added];
        var with = string.Join(", ", definitions.Where(static definition => definition.Length > 0));
        _depth--;
        var body = string.Join(" UNION ALL ", cores.Select(static core => core.Sql)) + " " + _slices.Text(query.TailStart, query.End);
        return new(
            with.Length == 0 ? body.TrimEnd() : $"WITH {(query.IsRecursive ? "RECURSIVE " : string.Empty)}{with} {body.TrimEnd()}",
            cores[0].Columns,
            cores.TrueForAll(static core => core.IsPerRow));
    }

    private DerivedTable WriteCore(SelectCore core, SelectQuery query, LineageScope scope, bool isTop)
    {
        if (core.Sources.Count == 0)
        {
            return WriteScalars(core, scope);
        }

        // ORDER BY and LIMIT after several cores belong to none of them.
        var tail = query.Cores.Count == 1 ? (query.TailStart, query.End) : (query.End, query.End);
        var groups = IsGrouping(core, tail, isTop);
        var sources = core.Sources.Select(source => Resolve(source, scope)).ToList();
        RequireClear(core, sources);
        _columns.Read(core, tail.Item1, tail.Item2, sources);

        var edits = new List<SqlEdit>();
        if (core.IsDistinct)
        {
            edits.Add(new(core.ListStart - 1, core.ListStart, string.Empty));
        }

        edits.AddRange(core.Items.Where(static item => item.IsStar).SelectMany(item => Expand(item, core, sources, groups)));
        edits.Add(
            new(core.ListEnd, core.ListEnd, string.Concat(_mentioned.Select((table, place) => $", {Positions(table, place, sources, groups)} AS "
                + $"{Column(place)}"))));
        edits.AddRange(sources.Where(static source => source.Derived is not null)
            .Select(static source => new SqlEdit(source.Source.Start, source.Source.End, $"{source.Derived!.Sql} AS "
                + $"{SqlSlices.Quote(source.Alias)}")));
        if (core.IsDistinct && !core.IsGrouped && !Aggregates(core, tail))
        {
            edits.Add(new(core.End, core.End, "GROUP BY " + string.Join(", ", core.Items.Select(item => ListText(item, core, sources)))));
        }

        return new(
            _slices.Text(core.Start, core.End, edits),
            Names(core, sources),
            !groups && sources.TrueForAll(static source => source.Derived?.IsPerRow != false));
    }

    private bool Aggregates(SelectCore core, (int Start, int End) tail) =>
        _calls.Read(core.ListStart, core.ListEnd).Aggregates
            || _calls.Read(core.Having ?? core.End, core.End).Aggregates
            || _calls.Read(tail.Start, tail.End).Aggregates;

    private bool IsGrouping(SelectCore core, (int Start, int End) tail, bool isTop)
    {
        var aggregates = core.IsGrouped || Aggregates(core, tail);
        var windows = core.NamesWindows || _calls.Read(core.ListStart, core.ListEnd).Windows || _calls.Read(tail.Start, tail.End).Windows;

        // Without DISTINCT these may have more rows; at the top that would be seen, inside of others it might not.
        var hidden = core.IsDistinct
            && !isTop
            && (core.IsGrouped || Enumerable.Range(tail.Start, tail.End - tail.Start).Any(at => _slices.Tokens[at].IsWord("LIMIT")));
        if (hidden || (core.IsDistinct && windows))
        {
            throw new UntraceableException(LineageObstacle.Unsupported);
        }

        if (!aggregates)
        {
            _calls.RequireOwnAggregates(core.ListStart, core.ListEnd, _tables);
            _calls.RequireOwnAggregates(tail.Start, tail.End, _tables);
        }

        return aggregates || core.IsDistinct;
    }

    private static void RequireClear(SelectCore core, List<LineageSource> sources)
    {
        if (sources.DistinctBy(static source => source.Alias, StringComparer.OrdinalIgnoreCase).Count() < sources.Count
            || (core.IsNatural && sources.Exists(static source => source.Derived is not null)))
        {
            throw new UntraceableException(LineageObstacle.Unsupported);
        }
    }

    private LineageSource Resolve(SelectSource source, LineageScope scope)
    {
        if (source.Query is { } query)
        {
            var derived = WriteQuery(query, scope);
            return new(source, source.Alias ?? NewName("s"), Table: null, derived with { Sql = $"({derived.Sql})" });
        }

        if (scope.Find(source.Table!) is { } found)
        {
            return new(source, source.EffectiveName!, Table: null, WriteCommonTable(found.Scope, found.Table));
        }

        var table = _tables.FirstOrDefault(table => table.Is(source.Table!))
            ?? throw new UntraceableException(LineageObstacle.UnknownSource, source.Table);
        _traced.Add(table.Position is null ? throw new UntraceableException(LineageObstacle.Unsupported) : table);
        return new(source, source.EffectiveName!, table, Derived: null);
    }

    private DerivedTable WriteCommonTable(LineageScope scope, CommonTable table)
    {
        if (scope.Written.TryGetValue(table.Name, out var written))
        {
            return written ?? throw new UntraceableException(LineageObstacle.Recursion);
        }

        scope.Written[table.Name] = null;
        var derived = WriteQuery(table.Query, scope);
        var name = NewName("c");
        var columns = table.Columns is { } own
            ? $"({string.Join(", ", own.Select(SqlSlices.Quote).Concat(_mentioned.Select((_, place) => Column(place))))})"
            : string.Empty;
        scope.Added.Add($"{name}{columns} AS ({derived.Sql})");
        return scope.Written[table.Name] = new(name, table.Columns ?? derived.Columns, derived.IsPerRow);
    }

    /// <summary>A SELECT without FROM: what it computes comes from the subqueries in its list, the first row of each.</summary>
    private DerivedTable WriteScalars(SelectCore core, LineageScope scope)
    {
        var edits = new List<SqlEdit>();
        var names = new List<string>();
        foreach (var (open, query) in _reader.NestedQueries(core.ListStart, core.ListEnd))
        {
            if (_slices.Tokens[open - 1].IsWord("IN") || _slices.Tokens[open - 1].IsWord("EXISTS"))
            {
                throw new UntraceableException(LineageObstacle.Unsupported);
            }

            var name = NewName("v");
            names.Add(name);
            scope.Added.Add(
                $"{name}({_prefix}_v{string.Concat(_mentioned.Select((_, place) => ", " + Column(place)))}) AS ({WriteQuery(query, scope).Sql})");
            edits.Add(new(open, _reader.CloseOf(open) + 1, $"(SELECT {_prefix}_v FROM {name} LIMIT 1)"));
        }

        var positions = _mentioned.Select(
            (_, place) => $", {Joined([.. names.Select(name => $"(SELECT {Column(place)} FROM {name} LIMIT 1)")])} AS {Column(place)}");
        edits.Add(new(core.ListEnd, core.ListEnd, string.Concat(positions)));
        return new(_slices.Text(core.Start, core.End, edits), Names(core, []), IsPerRow: false);
    }

    private string Positions(LineageTable table, int place, List<LineageSource> sources, bool groups)
    {
        var parts = sources
            .Where(source => source.Derived is not null || source.Table == table)
            .Select(source => $"{SqlSlices.Quote(source.Alias)}.{(source.Derived is null ? table.Position : Column(place))}")
            .ToList();
        return parts.Count > 0 && groups ? $"group_concat(DISTINCT {Joined(parts)})" : Joined(parts);
    }

    private static string Joined(List<string> parts) => parts.Count switch
    {
        0 => "NULL",
        1 => parts[0],
        _ => $"concat_ws(',', {string.Join(", ", parts)})",
    };

    // "*" would also give the columns of positions of what is derived, and cannot be grouped by.
    private IEnumerable<SqlEdit> Expand(SelectItem item, SelectCore core, List<LineageSource> sources, bool groups) =>
        sources.Exists(static source => source.Derived is not null) || (groups && core.IsDistinct)
            ? [new(item.Start, item.End, ListText(item, core, sources))]
            : [];

    private string ListText(SelectItem item, SelectCore core, List<LineageSource> sources)
    {
        if (!item.IsStar)
        {
            return _slices.Text(item.Start, item.ExpressionEnd);
        }

        var meant = sources.Where(source => item.Qualifier is null || source.IsCalled(item.Qualifier)).ToList();
        if (meant.Count == 0 || (item.Qualifier is null && core.MergesColumns) || meant.Exists(static source => source.Columns is null))
        {
            throw new UntraceableException(LineageObstacle.UncertainColumns);
        }

        return string.Join(
            ", ", meant.SelectMany(static source => source.Columns!.Select(column => $"{SqlSlices.Quote(source.Alias)}.{SqlSlices.Quote(column)}")));
    }

    /// <summary>The names under which the columns can be asked for from outside; null where that is not certain.</summary>
    private List<string>? Names(SelectCore core, List<LineageSource> sources)
    {
        var names = new List<string>();
        foreach (var item in core.Items)
        {
            if (item.IsStar)
            {
                var meant = sources.Where(source => item.Qualifier is null || source.IsCalled(item.Qualifier)).ToList();
                if (core.MergesColumns || meant.Exists(static source => source.Columns is null))
                {
                    return null;
                }

                names.AddRange(meant.SelectMany(static source => source.Columns!));
            }
            else
            {
                var last = _slices.Tokens[item.ExpressionEnd - 1];
                var isColumn = last.IsName
                    && (
                        item.ExpressionEnd - item.Start == 1
                            || (item.ExpressionEnd - item.Start == 3 && _slices.Tokens[item.Start + 1].IsSymbol('.')));
                names.Add(item.Alias ?? (isColumn ? last.Text : _slices.Text(item.Start, item.ExpressionEnd)));
            }
        }

        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Count ? names : null;
    }

    private string Column(int place) => $"{_prefix}_{place + 1}";

    private string NewName(string kind) => $"{_prefix}_{kind}{++_names}";
}

/// <summary>The common table expressions that a query sees, its own before those around it, and what has been written for it.</summary>
internal sealed class LineageScope
{
    private readonly LineageScope? _outer;
    private readonly Dictionary<string, CommonTable> _tables = new(StringComparer.OrdinalIgnoreCase);

    public LineageScope(LineageScope? outer, IReadOnlyList<CommonTable> tables)
    {
        _outer = outer;
        foreach (var table in tables)
        {
            if (!_tables.TryAdd(table.Name, table))
            {
                throw new UntraceableException(LineageObstacle.NotReadable);
            }
        }
    }

    /// <summary>Definitions to be added to those of the query.</summary>
    public List<string> Added { get; } = [];

    /// <summary>What came of expressions that are written already; null while they are being written.</summary>
    public Dictionary<string, DerivedTable?> Written { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The expression of a name and where it is defined; null where the name means none.</summary>
    public (LineageScope Scope, CommonTable Table)? Find(string name) =>
        _tables.TryGetValue(name, out var table) ? (this, table) : _outer?.Find(name);
}

/// <summary>A source with what it means: a table, or something derived.</summary>
/// <param name="Source">As it stands in the statement.</param>
/// <param name="Alias">What its columns are qualified with.</param>
/// <param name="Table">Null where it is derived.</param>
/// <param name="Derived">Null where it is a table.</param>
internal sealed record LineageSource(SelectSource Source, string Alias, LineageTable? Table, DerivedTable? Derived)
{
    public IReadOnlyList<string>? Columns => Table?.Columns ?? Derived!.Columns;

    public bool IsCalled(string name) => Source.EffectiveName?.Equals(name, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>A table that a statement may read.</summary>
internal sealed record LineageTable(string Name, IReadOnlyList<string> Columns)
{
    /// <summary>A name for a row's position that no column of the table hides; null where all are taken.</summary>
    public string? Position { get; } =
        new[] { "rowid", "_rowid_", "oid" }.FirstOrDefault(name => !Columns.Contains(name, StringComparer.OrdinalIgnoreCase));

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a query was rewritten to: its own columns, then the columns of positions.</summary>
/// <param name="Sql">The query, or the name under which it is defined.</param>
/// <param name="Columns">Names of its own columns; null where they are not certain.</param>
/// <param name="IsPerRow">Each of its rows is one row of each table.</param>
internal sealed record DerivedTable(string Sql, IReadOnlyList<string>? Columns, bool IsPerRow);

/// <summary>Replaces tokens by a text; with equal places it is inserted.</summary>
internal readonly record struct SqlEdit(int Start, int End, string Text);

/// <summary>Pieces of a statement's own text, cut at its tokens, so that nothing in between is lost or glued together.</summary>
internal sealed class SqlSlices(string sql, IReadOnlyList<StatementToken> tokens)
{
    public IReadOnlyList<StatementToken> Tokens => tokens;

    /// <summary>Whether a text stands anywhere in the statement.</summary>
    public bool Mentions(string text) => sql.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of tokens; empty where there are none.</summary>
    public string Text(int start, int end) => start >= end ? string.Empty : sql[tokens[start].Start..tokens[end - 1].End];

    /// <summary>The same with pieces replaced; edits must not overlap.</summary>
    public string Text(int start, int end, IEnumerable<SqlEdit> edits)
    {
        var text = new StringBuilder();
        var at = start;
        foreach (var edit in edits.OrderBy(static edit => edit.Start).ThenBy(static edit => edit.End))
        {
            text.Append(Text(at, edit.Start)).Append(' ').Append(edit.Text).Append(' ');
            at = edit.End;
        }

        return text.Append(Text(at, end)).ToString();
    }

    /// <summary>A name that is only that.</summary>
    public static string Quote(string name) => SqlLoader.Quote(name);
}
