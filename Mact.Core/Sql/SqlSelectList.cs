using System.Text;

namespace Mact.Core.Sql;

/// <summary>The result columns of a statement that is one plain SELECT, as it writes them.</summary>
internal sealed class SqlSelectList
{
    private static readonly string[] Compound = ["UNION", "INTERSECT", "EXCEPT"];

    private readonly IReadOnlyList<StatementToken> _tokens;
    private readonly List<(int Start, int End)> _items;
    private readonly int _from;
    private readonly bool _isPerRow;

    private SqlSelectList(IReadOnlyList<StatementToken> tokens, List<(int Start, int End)> items, int from, bool isPerRow) =>
        (_tokens, _items, _from, _isPerRow) = (tokens, items, from, isPerRow);

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <summary>Null for another statement, and for one that selects *.</summary>
    public static SqlSelectList? Of(SqlShape shape)
    {
        var tokens = shape.Tokens;
        int depth = 0, select = -1, from = -1;
        var isPerRow = true;
        var items = new List<(int Start, int End)>();
        for (int at = 0, start = 0; at < tokens.Count; at++)
        {
            depth += tokens[at].Nesting;
            if (depth > 0)
            {
                continue;
            }

            if (Array.Exists(Compound, tokens[at].IsWord))
            {
                return null;
            }

            if (select < 0)
            {
                select = tokens[at].IsWord("SELECT") ? at : -1;
                start = at + 1;
            }
            else if (from < 0 && (tokens[at].IsSymbol(',') || tokens[at].IsWord("FROM")))
            {
                if (at == start || tokens[at - 1].IsSymbol('*'))
                {
                    return null;
                }

                items.Add((start, at));
                start = at + 1;
                from = tokens[at].IsWord("FROM") ? at : -1;
            }

            isPerRow &= !tokens[at].IsWord("DISTINCT") && !tokens[at].IsWord("GROUP");
        }

        return from < 0 ? null : new(tokens, items, from, isPerRow);
    }

    /// <summary>The column whose largest or smallest value an item is; null where it is something else.</summary>
    public string? ExtremeOf(int item)
    {
        var (start, end) = _items[item];
        if (end - start < 4 || !(_tokens[start].IsWord("MAX") || _tokens[start].IsWord("MIN")) || !_tokens[start + 1].IsSymbol('('))
        {
            return null;
        }

        var name = start + (end - start > 5 && _tokens[start + 3].IsSymbol('.') ? 4 : 2);
        return name + 1 < end && _tokens[name].IsName && _tokens[name + 1].IsSymbol(')') && IsEndOrAlias(name + 2, end) ? _tokens[name].Text : null;
    }

    /// <summary>The column that an item is, alone; null where it is something else, and where rows are merged.</summary>
    public string? ColumnOf(int item) => NameOf(item) is var name and >= 0 && _isPerRow ? _tokens[name].Text : null;

    /// <summary>The statement with further columns at its end, each from the table of the item that it stands beside.</summary>
    public string With(string sql, IReadOnlyList<(int Item, string Column)> beside)
    {
        var columns = new StringBuilder();
        foreach (var (item, column) in beside)
        {
            var start = _items[item].Start;
            columns.Append(", ").Append(sql[_tokens[start].Start.._tokens[NameOf(item)].Start]).Append(SqlLoader.Quote(column));
        }

        return sql.Insert(_tokens[_from - 1].End, columns.ToString());
    }

    private int NameOf(int item)
    {
        var (start, end) = _items[item];
        var name = start + (end - start > 2 && _tokens[start + 1].IsSymbol('.') ? 2 : 0);
        return _tokens[start].IsName && _tokens[name].IsName && IsEndOrAlias(name + 1, end) ? name : -1;
    }

    private bool IsEndOrAlias(int at, int end) => at == end
        || (at + 1 == end && _tokens[at].IsName) || (at + 2 == end && _tokens[at].IsWord("AS") && _tokens[at + 1].IsName);
}
