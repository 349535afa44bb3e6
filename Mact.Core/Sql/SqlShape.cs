namespace Mact.Core.Sql;

/// <summary>The outline of a statement: whether it is one, whether it asks for an order, and how far its common table expressions multiply.</summary>
internal sealed class SqlShape
{
    /// <summary>Copies of common table expressions that SQLite would make; they cost memory before any limit sees it, so they are counted
    /// first.</summary>
    public const long MaxExpansion = 2_000;

    private readonly Dictionary<string, long> _commonTables = new(StringComparer.OrdinalIgnoreCase);

    private SqlShape(IReadOnlyList<StatementToken> tokens, bool hasSecondStatement)
    {
        Tokens = tokens;
        HasSecondStatement = hasSecondStatement;
        IsOrdered = FindTopLevelOrder(tokens);
        Expansion = CountExpansion(tokens, _commonTables);
    }

    /// <summary>The tokens of the first statement, without semicolons.</summary>
    public IReadOnlyList<StatementToken> Tokens { get; }

    public bool IsEmpty => Tokens.Count == 0;

    /// <summary>Something other than comments follows a semicolon.</summary>
    public bool HasSecondStatement { get; }

    /// <summary>ORDER BY outside of all parentheses: not one of a subquery, a window or an aggregate.</summary>
    public bool IsOrdered { get; }

    /// <summary>How many copies the references to common table expressions come to.</summary>
    public long Expansion { get; }

    /// <summary>How many values the statement can have in hand at once: calls, concatenations and items of lists.</summary>
    public int Values => 1 + Tokens.Count(static token => token.IsSymbol('(') || token.IsSymbol(',') || token.IsSymbol('|'));

    /// <summary>Whether the statement defines a common table expression of this name.</summary>
    public bool Defines(string name) => _commonTables.ContainsKey(name);

    public static SqlShape Of(string sql)
    {
        var tokens = SqlTokenizer.Read(sql);
        var first = tokens.FindIndex(token => !token.IsSymbol(';'));
        if (first < 0)
        {
            return new SqlShape([], hasSecondStatement: false);
        }

        var end = tokens.FindIndex(first, token => token.IsSymbol(';'));
        end = end < 0 ? tokens.Count : end;
        return new SqlShape(tokens[first..end], tokens.FindIndex(end, token => !token.IsSymbol(';')) >= 0);
    }

    private static bool FindTopLevelOrder(IReadOnlyList<StatementToken> tokens)
    {
        var depth = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            depth += tokens[i].Nesting;
            if (depth == 0 && tokens[i].IsWord("ORDER") && i + 1 < tokens.Count && tokens[i + 1].IsWord("BY"))
            {
                return true;
            }
        }

        return false;
    }

    private static long CountExpansion(IReadOnlyList<StatementToken> tokens, Dictionary<string, long> weights)
    {
        var bodies = new List<(string Name, int Start, int End)>();
        for (var i = 1; i < tokens.Count; i++)
        {
            if (FindBody(tokens, i) is { } body)
            {
                bodies.Add((tokens[i].Text, body.Start, body.End));
                weights[tokens[i].Text] = 1;
            }
        }

        // A table may refer to those behind it, so weights grow until they settle; those of a recursive one never do, and need not.
        for (var round = 0; round < bodies.Count && weights.Values.All(static weight => weight <= MaxExpansion); round++)
        {
            var changed = false;
            foreach (var (name, start, end) in bodies)
            {
                var weight = 1 + Weigh(tokens, start, end, weights, except: name);
                changed |= weight > weights[name];
                weights[name] = Math.Max(weights[name], weight);
            }

            if (!changed)
            {
                break;
            }
        }

        return weights.Count == 0 ? 0 : Weigh(tokens, 0, tokens.Count, weights, except: null);
    }

    /// <summary>The parentheses of "name [(columns)] AS [[NOT] MATERIALIZED] ( … )" after WITH, RECURSIVE or a comma.</summary>
    private static (int Start, int End)? FindBody(IReadOnlyList<StatementToken> tokens, int at)
    {
        if (
            !(tokens[at].IsName || tokens[at].Kind == StatementTokenKind.Text)
                || !(tokens[at - 1].IsWord("WITH") || tokens[at - 1].IsWord("RECURSIVE") || tokens[at - 1].IsSymbol(',')))
        {
            return null;
        }

        var next = at + 1;
        if (next < tokens.Count && tokens[next].IsSymbol('('))
        {
            next = SqlTokenizer.FindClose(tokens, next) + 1;
        }

        if (next >= tokens.Count || !tokens[next].IsWord("AS"))
        {
            return null;
        }

        next++;
        while (next < tokens.Count && (tokens[next].IsWord("NOT") || tokens[next].IsWord("MATERIALIZED")))
        {
            next++;
        }

        return next < tokens.Count && tokens[next].IsSymbol('(') ? (next + 1, SqlTokenizer.FindClose(tokens, next)) : null;
    }

    private static long Weigh(
        IReadOnlyList<StatementToken> tokens, int start, int end, Dictionary<string, long> weights, string? except)
    {
        var sum = 0L;
        for (var i = start; i < end; i++)
        {
            // "a.x" only names a column of a.
            var qualifies = i + 1 < tokens.Count && tokens[i + 1].IsSymbol('.');

            // SQLite takes a text for the name of a table wherever one may stand: FROM 'a', IN 'a', main.'a'.
            var isName = tokens[i].IsName || tokens[i].Kind == StatementTokenKind.Text;
            if (isName && !qualifies && !tokens[i].Text.Equals(except, StringComparison.OrdinalIgnoreCase)
                && weights.TryGetValue(tokens[i].Text, out var weight))
            {
                sum = Math.Min(sum + weight, int.MaxValue);
            }
        }

        return sum;
    }
}
