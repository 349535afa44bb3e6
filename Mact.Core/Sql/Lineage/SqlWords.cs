using System.Collections.Frozen;

namespace Mact.Core.Sql.Lineage;

/// <summary>Words with a meaning of their own in SQLite's SELECT.</summary>
internal static class SqlWords
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
        [
            "ALL", "AND", "AS", "ASC", "BETWEEN", "BY", "CASE", "CAST", "COLLATE", "CROSS", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "DESC",
            "DISTINCT", "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "FILTER", "FROM", "FULL", "GLOB", "GROUP", "HAVING", "IN", "INDEXED", "INNER",
            "INTERSECT", "IS", "ISNULL", "JOIN", "LEFT", "LIKE", "LIMIT", "MATCH", "MATERIALIZED", "NATURAL", "NOT", "NOTNULL", "NULL", "OFFSET", "ON",
            "OR", "ORDER", "OUTER", "OVER", "RECURSIVE", "REGEXP", "RIGHT", "SELECT", "THEN", "UNION", "USING", "VALUES", "WHEN", "WHERE", "WINDOW",
            "WITH",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Words after which "(" opens no function's arguments; REPLACE, LIKE, GLOB and REGEXP may be either, and do no harm.</summary>
    private static readonly FrozenSet<string> NoFunctions = FrozenSet.ToFrozenSet(
        [
            "ALL", "AND", "AS", "BETWEEN", "BY", "CASE", "CAST", "DISTINCT", "ELSE", "ESCAPE", "EXISTS", "FILTER", "FROM", "HAVING", "IN", "IS", "JOIN",
            "LIMIT", "MATCH", "MATERIALIZED", "NOT", "OFFSET", "ON", "OR", "OVER", "SELECT", "THEN", "USING", "WHEN", "WHERE",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> JoinModifiers =
        FrozenSet.ToFrozenSet(["NATURAL", "LEFT", "RIGHT", "FULL", "OUTER", "INNER", "CROSS"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Aggregates = FrozenSet.ToFrozenSet(
        ["AVG", "COUNT", "GROUP_CONCAT", "MEDIAN", "PERCENTILE", "STDDEV", "STRING_AGG", "SUM", "TOTAL", "VARIANCE"],
        StringComparer.OrdinalIgnoreCase);

    public static bool IsReserved(SqlToken token) => token.Kind == SqlTokenKind.Word && Reserved.Contains(token.Text);

    public static bool IsNoFunction(SqlToken token) => token.Kind == SqlTokenKind.Word && NoFunctions.Contains(token.Text);

    public static bool IsJoinModifier(SqlToken token) => token.Kind == SqlTokenKind.Word && JoinModifiers.Contains(token.Text);

    /// <summary>An aggregate with these many arguments; MIN and MAX of several are plain functions.</summary>
    public static bool IsAggregate(string function, int arguments) => Aggregates.Contains(function)
        || (arguments == 1 && (function.Equals("MIN", StringComparison.OrdinalIgnoreCase) || function.Equals("MAX", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether an operand may end here, so that a name after it is an alias.</summary>
    public static bool EndsOperand(SqlToken token) => token.Kind is SqlTokenKind.Number or SqlTokenKind.Text or SqlTokenKind.QuotedName
        || token.IsSymbol(')')
        || (token.Kind == SqlTokenKind.Word && (!Reserved.Contains(token.Text) || token.IsWord("END") || token.IsWord("NULL") || token.IsWord("ISNULL")
            || token.IsWord("NOTNULL") || token.Text.StartsWith("CURRENT_", StringComparison.OrdinalIgnoreCase)));
}
