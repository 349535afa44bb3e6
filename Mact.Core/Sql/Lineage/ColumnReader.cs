namespace Mact.Core.Sql.Lineage;

/// <summary>Which columns of its tables a SELECT names. What stands in subqueries is theirs, but for what is qualified with a table from here.</summary>
internal sealed class ColumnReader(IReadOnlyList<SqlToken> tokens, SelectReader reader)
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
