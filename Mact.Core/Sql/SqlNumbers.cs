using System.Text;
using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>
/// Makes a text that is computed with mean its number. SQLite takes the first digits of one ("1.234,50" is 1 in sum(), + and CAST) and holds every
/// text for larger than every number; here such a text is read whole, as num() reads it, or has no value.
/// </summary>
internal sealed class SqlNumbers(IReadOnlyList<Table> tables, IReadOnlySet<string> mixed)
{
    private readonly record struct Edit(int Start, int End, string Function);

    private static readonly string[] Aggregates = ["SUM", "AVG", "TOTAL"];
    private static readonly string[] NumericTypes = ["INT", "REAL", "FLOA", "DOUB", "NUM", "DEC", "BIGINT", "SMALLINT", "TINYINT"];

    /// <summary>Functions whose results are numbers, of whatever.</summary>
    private static readonly string[] NumericFunctions =
    [
        "ABS", "AVG", "CEIL", "COUNT", "DAY", "FLOOR", "INSTR", "JULIANDAY", "LENGTH", "MEDIAN", "MONTH", "NUM", "PERCENTILE", "RANK", "ROUND",
        "ROW_NUMBER", "SECONDS", "STDDEV", "SUM", "TOTAL", "UNIXEPOCH", "VARIANCE", "WORDS", "YEAR",
    ];

    /// <summary>Words that are no operand, and before which no operand has ended.</summary>
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "DISTINCT", "ALL", "FROM", "WHERE", "GROUP", "ORDER", "BY", "HAVING", "LIMIT", "OFFSET", "AND", "OR", "NOT", "IN", "IS", "LIKE",
        "GLOB", "REGEXP", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "AS",
        "ON", "USING", "JOIN", "LEFT", "INNER", "CROSS", "UNION", "EXCEPT", "INTERSECT",
        "EXISTS", "VALUES", "ESCAPE", "COLLATE", "ASC", "DESC", "NULLS", "OVER", "FILTER", "PARTITION", "ROWS", "RANGE", "WITH", "RECURSIVE", "NULL",
    };

    /// <summary>The statement with its computed texts read; the statement itself where there is nothing to do.</summary>
    public string Apply(string sql, SqlShape shape)
    {
        var tokens = shape.Tokens;
        var edits = new List<Edit>();
        for (var at = 0; at < tokens.Count; at++)
        {
            var isCall = at + 1 < tokens.Count && tokens[at + 1].IsSymbol('(');
            if (isCall && Array.Exists(Aggregates, tokens[at].IsWord))
            {
                var start = at + 2 + (at + 2 < tokens.Count && tokens[at + 2].IsWord("DISTINCT") ? 1 : 0);
                Wrap(tokens, start, SqlTokenizer.FindClose(tokens, at + 1), edits);
            }
            else if (isCall && tokens[at].IsWord("CAST") && AsOf(tokens, at + 1) is var named and > 0
                && Array.Exists(NumericTypes, type => tokens[named + 1].Text.StartsWith(type, StringComparison.OrdinalIgnoreCase)))
            {
                Wrap(tokens, at + 2, named, edits, SqlFunctions.CellCast);
            }
            else if (IsArithmetic(tokens, at))
            {
                Wrap(tokens, StartOf(tokens, at), at, edits);
                Wrap(tokens, at + 1, EndOf(tokens, at + 1), edits);
            }
            else if (OrderAt(tokens, at) is var length and > 0)
            {
                var (start, end) = (StartOf(tokens, at), EndOf(tokens, at + length));
                if (IsNumber(tokens, start, at) || IsNumber(tokens, at + length, end)
                    || IsMixed(tokens, start, at) || IsMixed(tokens, at + length, end))
                {
                    Wrap(tokens, start, at, edits);
                    Wrap(tokens, at + length, end, edits);
                }
            }
            else if (isCall && (tokens[at].IsWord("MAX") || tokens[at].IsWord("MIN"))
                && SqlTokenizer.FindClose(tokens, at + 1) is var close && IsMixed(tokens, at + 2, close))
            {
                Wrap(tokens, at + 2, close, edits);
            }
            else if (mixed.Count > 0 && tokens[at].IsWord("BY") && at > 0 && tokens[at - 1].IsWord("ORDER"))
            {
                foreach (var (start, end) in SqlOrder.Terms(tokens, at + 1))
                {
                    var last = tokens[end - 1].IsWord("DESC") || tokens[end - 1].IsWord("ASC") ? end - 1 : end;
                    if (IsMixed(tokens, start, last))
                    {
                        Wrap(tokens, start, last, edits);
                    }
                }
            }
            else if (tokens[at].IsWord("BETWEEN") && IsNumber(tokens, at + 1, EndOf(tokens, at + 1)))
            {
                var behind = at > 0 && tokens[at - 1].IsWord("NOT") ? at - 1 : at;
                Wrap(tokens, StartOf(tokens, behind), behind, edits);
            }
        }

        if (edits.Count == 0)
        {
            return sql;
        }

        var text = new StringBuilder(sql);
        var ends = edits.Distinct().SelectMany(
            static edit => (IEnumerable<(int At, string Text)>)[(edit.Start, edit.Function + "("), (edit.End, ")")]);
        foreach (var (position, added) in ends.OrderByDescending(static end => end.At))
        {
            text.Insert(position, added);
        }

        return text.ToString();
    }

    /// <summary>A name that SQLite made of an expression, as the statement had it.</summary>
    public static string Unwrap(string name)
    {
        foreach (var open in (string[])[SqlFunctions.CellNumber + "(", SqlFunctions.CellCast + "("])
        {
            name = Unwrap(name, open);
        }

        return name;
    }

    private static string Unwrap(string name, string open)
    {
        for (var at = name.IndexOf(open, StringComparison.Ordinal); at >= 0; at = name.IndexOf(open, StringComparison.Ordinal))
        {
            var end = at + open.Length;
            for (var depth = 1; end < name.Length && depth > 0; end++)
            {
                depth += name[end] == '(' ? 1 : name[end] == ')' ? -1 : 0;
            }

            name = name[..at] + name[(at + open.Length)..Math.Max(at + open.Length, end - 1)] + name[end..];
        }

        return name;
    }

    /// <summary>A column of amounts in units that do not compare: read as numbers, they end the statement where two units meet.</summary>
    private bool IsMixed(IReadOnlyList<StatementToken> tokens, int start, int end) =>
        start >= 0 && (end - start == 1 || (end - start == 3 && tokens[start + 1].IsSymbol('.')))
        && tokens[end - 1].IsName && mixed.Contains(tokens[end - 1].Text);

    private void Wrap(IReadOnlyList<StatementToken> tokens, int start, int end, List<Edit> edits, string function = SqlFunctions.CellNumber)
    {
        if (start < 0 || end <= start || end > tokens.Count || !MayBeText(tokens, start, end))
        {
            return;
        }

        edits.Add(new(tokens[start].Start, tokens[end - 1].End, function));
    }

    /// <summary>Whether an operand can be a text: it names a column of texts, or something that the statement gave a name.</summary>
    private bool MayBeText(IReadOnlyList<StatementToken> tokens, int start, int end)
    {
        if (IsNumber(tokens, start, end) || tokens[start].IsSymbol('*'))
        {
            return false;
        }

        for (var at = start; at < end; at++)
        {
            if (tokens[at].Kind == StatementTokenKind.Text && end - start == 1)
            {
                return true;
            }

            if (tokens[at].IsName && !IsFollowedBy(tokens, at, '(') && !IsFollowedBy(tokens, at, '.')
                && (TypeOf(tokens[at].Text) is ColumnType.Text or ColumnType.Date
                    || (TypeOf(tokens[at].Text) is null && IsGiven(tokens, tokens[at]))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A number, a column of numbers, or a call that gives one.</summary>
    private bool IsNumber(IReadOnlyList<StatementToken> tokens, int start, int end)
    {
        if (start < 0 || end > tokens.Count || start >= end)
        {
            return false;
        }

        start += tokens[start].IsSymbol('-') || tokens[start].IsSymbol('+') ? 1 : 0;
        if (start >= end)
        {
            return false;
        }

        if (end - start == 1)
        {
            return tokens[start].Kind == StatementTokenKind.Number || IsNumericColumn(tokens[start]);
        }

        if (end - start == 3 && tokens[start + 1].IsSymbol('.'))
        {
            return IsNumericColumn(tokens[start + 2]);
        }

        var call = tokens[start].IsSymbol('(') && tokens[start + 1].IsWord("SELECT") ? start + 2 : start;
        return call < tokens.Count && Array.Exists(NumericFunctions, tokens[call].IsWord) && IsFollowedBy(tokens, call, '(');
    }

    private bool IsNumericColumn(StatementToken token) => token.IsName && TypeOf(token.Text) is ColumnType.Integer or ColumnType.Number;

    /// <summary>The type of the columns of this name; text where they differ, null where there is none.</summary>
    private ColumnType? TypeOf(string name)
    {
        ColumnType? type = null;
        foreach (var column in tables.SelectMany(static table => table.Columns).Where(
            column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            type = type is null || type == column.Type ? column.Type : ColumnType.Text;
        }

        return type;
    }

    /// <summary>Whether the statement names something so: "… AS price".</summary>
    private static bool IsGiven(IReadOnlyList<StatementToken> tokens, StatementToken name) => Enumerable.Range(1, tokens.Count - 1).Any(
        at => tokens[at - 1].IsWord("AS") && tokens[at].IsName && tokens[at].Text.Equals(name.Text, StringComparison.OrdinalIgnoreCase));

    private static bool IsArithmetic(IReadOnlyList<StatementToken> tokens, int at) =>
        tokens[at].Kind == StatementTokenKind.Symbol && tokens[at].Text[0] is '+' or '-' or '*' or '/' or '%'
        && at > 0 && IsOperandEnd(tokens[at - 1]) && at + 1 < tokens.Count && !tokens[at + 1].IsSymbol('>') && EndOf(tokens, at + 1) > at + 1;

    /// <summary>The length of "&lt;", "&gt;", "&lt;=" or "&gt;=" here; 0 for another sign.</summary>
    private static int OrderAt(IReadOnlyList<StatementToken> tokens, int at)
    {
        bool IsSign(int index) => index >= 0 && index < tokens.Count && (tokens[index].IsSymbol('<') || tokens[index].IsSymbol('>'));
        if (!IsSign(at) || IsSign(at - 1) || IsSign(at + 1) || at == 0 || tokens[at - 1].IsSymbol('-'))
        {
            return 0;
        }

        return IsFollowedBy(tokens, at, '=') ? 2 : 1;
    }

    private static bool IsOperandEnd(StatementToken token) =>
        token.IsSymbol(')') || token.Kind is StatementTokenKind.Number or StatementTokenKind.Text or StatementTokenKind.QuotedName
        || (token.Kind == StatementTokenKind.Word && !Keywords.Contains(token.Text));

    /// <summary>The first token of the operand that ends before this one; -1 where it can't be told.</summary>
    private static int StartOf(IReadOnlyList<StatementToken> tokens, int end)
    {
        var at = end - 1;
        if (at < 0 || !IsOperandEnd(tokens[at]) || tokens[at].IsWord("END"))
        {
            return -1;
        }

        if (tokens[at].IsSymbol(')'))
        {
            var depth = 0;
            for (; at >= 0; at--)
            {
                depth -= tokens[at].Nesting;
                if (depth == 0)
                {
                    break;
                }
            }

            if (at < 0)
            {
                return -1;
            }

            if (at > 0 && (tokens[at - 1].IsWord("OVER") || tokens[at - 1].IsWord("FILTER")))
            {
                return StartOf(tokens, at - 1);
            }

            return at > 0 && tokens[at - 1].Kind == StatementTokenKind.Word && !Keywords.Contains(tokens[at - 1].Text) ? at - 1 : at;
        }

        return at > 1 && tokens[at - 1].IsSymbol('.') ? at - 2 : at;
    }

    /// <summary>Behind the operand that begins here; the start itself where there is none, or none that can be told.</summary>
    private static int EndOf(IReadOnlyList<StatementToken> tokens, int start)
    {
        var at = start;
        while (at < tokens.Count && (tokens[at].IsSymbol('-') || tokens[at].IsSymbol('+')))
        {
            at++;
        }

        if (at >= tokens.Count)
        {
            return start;
        }

        if (tokens[at].IsSymbol('('))
        {
            return SqlTokenizer.FindClose(tokens, at) + 1;
        }

        if (!IsOperandEnd(tokens[at]) || tokens[at].IsSymbol(')') || tokens[at].IsWord("END"))
        {
            return start;
        }

        if (IsFollowedBy(tokens, at, '('))
        {
            at = SqlTokenizer.FindClose(tokens, at + 1) + 1;
            while (at + 1 < tokens.Count && (tokens[at].IsWord("OVER") || tokens[at].IsWord("FILTER")))
            {
                at = tokens[at + 1].IsSymbol('(') ? SqlTokenizer.FindClose(tokens, at + 1) + 1 : at + 2;
            }

            return Math.Min(at, tokens.Count);
        }

        return IsFollowedBy(tokens, at, '.') ? Math.Min(at + 3, tokens.Count) : at + 1;
    }

    /// <summary>The AS of a CAST; 0 where there is none.</summary>
    private static int AsOf(IReadOnlyList<StatementToken> tokens, int open)
    {
        var close = Math.Min(SqlTokenizer.FindClose(tokens, open), tokens.Count - 1);
        var depth = 0;
        for (var at = close - 1; at > open; at--)
        {
            depth -= tokens[at].Nesting;
            if (depth == 0 && tokens[at].IsWord("AS"))
            {
                return at;
            }
        }

        return 0;
    }

    private static bool IsFollowedBy(IReadOnlyList<StatementToken> tokens, int at, char symbol) =>
        at + 1 < tokens.Count && tokens[at + 1].IsSymbol(symbol);
}
