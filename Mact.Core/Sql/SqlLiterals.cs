using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mact.Core.Tables;

namespace Mact.Core.Sql;

/// <summary>
/// Makes comparisons mean what the cells show. A number or date column holds values, but who writes a statement sees its texts: "3 May 1990",
/// "$1,200", "DNF". A text that such a column is compared with is read as the column's cells were; a pattern, and a text that is no value, are held
/// against the texts.
/// </summary>
internal sealed partial class SqlLiterals(IReadOnlyList<Table> tables, SourceTexts texts)
{
    private static readonly string[] Folding = ["lower", "upper", "trim", "norm", "ltrim", "rtrim"];
    private static readonly string[] BeforeConditions = ["WHERE", "AND", "OR", "NOT", "WHEN", "HAVING", "ON"];
    private static readonly string[] BehindConditions = ["AND", "OR", "THEN", "GROUP", "ORDER", "LIMIT", "UNION", "HAVING"];
    private static readonly string[] Patterns = ["LIKE", "GLOB", "REGEXP"];

    /// <summary>The statement with its texts as values; the statement itself where there is nothing to do.</summary>
    public string Apply(string sql, SqlShape shape)
    {
        var tokens = shape.Tokens;
        var edits = new List<(int Start, int End, string Text)>();
        for (var at = 0; at < tokens.Count; at++)
        {
            if (tokens[at].IsName && !(at + 1 < tokens.Count && tokens[at + 1].IsSymbol('(')) && EditFlag(tokens, at, edits))
            {
                continue;
            }

            if (tokens[at].IsName && Compared(tokens, at) is { } comparison && Find(tokens, tokens[at].Text) is { } column)
            {
                Edit(sql, tokens, at, comparison, column, edits);
            }
        }

        if (edits.Count == 0)
        {
            return sql;
        }

        var text = new StringBuilder(sql);
        foreach (var (start, end, with) in edits.OrderByDescending(static edit => edit.Start))
        {
            text.Remove(start, end - start).Insert(start, with);
        }

        return text.ToString();
    }

    /// <summary>A column of "true" and "false", where a statement takes it for one of 1 and 0: "flag = 1", "IS TRUE", "WHERE NOT flag".</summary>
    private bool EditFlag(IReadOnlyList<StatementToken> tokens, int at, List<(int Start, int End, string Text)> edits)
    {
        if (!IsFlag(tokens, tokens[at].Text))
        {
            return false;
        }

        var end = at + 1;
        while (end < tokens.Count && (tokens[end].IsSymbol('=') || tokens[end].IsSymbol('<') || tokens[end].IsSymbol('>') || tokens[end].IsSymbol('!')
            || tokens[end].IsWord("IS") || (end > at + 1 && tokens[end].IsWord("NOT"))))
        {
            end++;
        }

        var value = end >= tokens.Count || end == at + 1 ? null
            : tokens[end].IsWord("TRUE") || tokens[end].Text == "1" ? "'true'"
            : tokens[end].IsWord("FALSE") || tokens[end].Text == "0" ? "'false'"
            : null;
        if (value is not null)
        {
            edits.Add((tokens[end].Start, tokens[end].End, value));
            return true;
        }

        var start = at > 1 && tokens[at - 1].IsSymbol('.') ? at - 2 : at;
        if (start > 0 && Array.Exists(BeforeConditions, tokens[start - 1].IsWord) && (end >= tokens.Count || tokens[end].IsSymbol(')')
            || (end == at + 1 && Array.Exists(BehindConditions, tokens[end].IsWord))))
        {
            edits.Add((tokens[at].End, tokens[at].End, " = 'true'"));
            return true;
        }

        return false;
    }

    private bool IsFlag(IReadOnlyList<StatementToken> tokens, string name) => tables.Any(table =>
        texts.IsFlag(table, name) && tokens.Any(token => token.IsName && token.Text.Equals(table.Name, StringComparison.OrdinalIgnoreCase)));

    private void Edit(
        string sql,
        IReadOnlyList<StatementToken> tokens,
        int at,
        Comparison comparison,
        TypedColumn column,
        List<(int Start, int End, string Text)> edits)
    {
        var isQualified = at > 1 && tokens[at - 1].IsSymbol('.') && tokens[at - 2].IsName;
        var start = tokens[isQualified ? at - 2 : at].Start;
        var qualifier = isQualified ? sql[start..tokens[at].Start] : string.Empty;
        if (comparison.IsPattern)
        {
            if (NeedsText(tokens[comparison.Literals[0]].Text, column.Type))
            {
                edits.Add((start, tokens[at].End, TextOf(sql[start..tokens[at].End], qualifier, column)));
            }

            return;
        }

        var values = comparison.Literals.ConvertAll(literal => ValueOf(tokens[literal].Text, column));
        if (column.TextColumn is { } text && comparison.IsEquality && values.Contains(null))
        {
            edits.Add((start, tokens[at].End, qualifier + SqlLoader.Quote(text)));
            return;
        }

        foreach (var (literal, value) in comparison.Literals.Zip(values).Where(static pair => pair.Second is { Length: > 0 }))
        {
            edits.Add((tokens[literal].Start, tokens[literal].End, value!));
        }
    }

    private static string TextOf(string name, string qualifier, TypedColumn column) => column.TextColumn is { } text
        ? qualifier + SqlLoader.Quote(text)
        : $"cell_text({Literal(column.Table)}, {Literal(column.Name)}, {name})";

    /// <summary>The literal as SQL's own; empty where it is one already, null where it is no value of the column.</summary>
    private string? ValueOf(string text, TypedColumn column)
    {
        if (column.Type == ColumnType.Text)
        {
            return DurationText.TryParse(text, out _) ? string.Empty : null;
        }

        if (column.Type == ColumnType.Date)
        {
            var date = column.ValueOf(text, texts) as string ?? DateText.ToIso(text.Trim(), column.Order)
                ?? (Iso().IsMatch(text) ? null : LooseDate.ToIso(text.Trim()));
            return date is not null && date != text ? Literal(date) : date is not null || Iso().IsMatch(text) ? string.Empty : null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? string.Empty
            : column.ValueOf(text, texts) is { } known ? Convert.ToString(known)
            : NumberText.TryParse(text, out double number, column.Format) ? number.ToString("R")
            : null;
    }

    /// <summary>"1990%" and "%-05-%" are written for values, "%May%" and "%1990" for what is shown.</summary>
    private static bool NeedsText(string pattern, ColumnType type) =>
        type == ColumnType.Text || !(type == ColumnType.Date ? IsoPattern() : NumberPattern()).IsMatch(pattern);

    private TypedColumn? Find(IReadOnlyList<StatementToken> tokens, string name)
    {
        TypedColumn? found = null;
        foreach (var table in tables)
        {
            var index = table.Columns.Index().FirstOrDefault(
                column => column.Item.Name.Equals(name, StringComparison.OrdinalIgnoreCase), (-1, null!)).Index;
            if (index < 0 || !tokens.Any(token => token.IsName && token.Text.Equals(table.Name, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var type = table.Columns[index].Type;
            if ((type == ColumnType.Text && table.TextColumnOf(index) is null)
                || (found is not null && (found.Type == ColumnType.Date) != (type == ColumnType.Date)))
            {
                return null;
            }

            found ??= TypedColumn.Of(table, index);
        }

        return found;
    }

    /// <summary>What a name is compared with: "= 'a'", "&lt;&gt; 'a'", "LIKE 'a%'", "IN ('a', 'b')", "BETWEEN 'a' AND 'b'".</summary>
    private static Comparison? Compared(IReadOnlyList<StatementToken> tokens, int name)
    {
        var at = name + 1;
        var open = name - (name > 1 && tokens[name - 1].IsSymbol('.') ? 3 : 1);
        if (at < tokens.Count && tokens[at].IsSymbol(')') && open > 0 && tokens[open].IsSymbol('(') && Array.Exists(Folding, tokens[open - 1].IsWord))
        {
            at++;
        }

        var start = at;
        while (at < tokens.Count && (tokens[at].IsSymbol('=') || tokens[at].IsSymbol('<') || tokens[at].IsSymbol('>') || tokens[at].IsSymbol('!')))
        {
            at++;
        }

        if (at > start)
        {
            var isOrder = tokens.Skip(start).Take(at - start).All(static token => !token.IsSymbol('!'))
                && (tokens[start].IsSymbol('<') || tokens[start].IsSymbol('>')) && !(at - start == 2 && tokens[at - 1].IsSymbol('>'));
            return At(tokens, at) ? new([at], IsPattern: false, IsEquality: !isOrder) : null;
        }

        at += at < tokens.Count && tokens[at].IsWord("IS") ? 1 : 0;
        at += at < tokens.Count && tokens[at].IsWord("NOT") ? 1 : 0;
        if (at >= tokens.Count)
        {
            return null;
        }

        if (Array.Exists(Patterns, tokens[at].IsWord))
        {
            return At(tokens, at + 1) ? new([at + 1], IsPattern: true, IsEquality: false) : null;
        }

        if (tokens[at].IsWord("BETWEEN"))
        {
            return At(tokens, at + 1) && at + 3 < tokens.Count && tokens[at + 2].IsWord("AND") && At(tokens, at + 3)
                ? new([at + 1, at + 3], IsPattern: false, IsEquality: false)
                : null;
        }

        if (tokens[at].IsWord("IN") && at + 1 < tokens.Count && tokens[at + 1].IsSymbol('('))
        {
            var literals = new List<int>();
            for (at += 2; At(tokens, at) || (at < tokens.Count && tokens[at].IsSymbol(',')); at++)
            {
                if (At(tokens, at))
                {
                    literals.Add(at);
                }
            }

            return literals.Count > 0 && at < tokens.Count && tokens[at].IsSymbol(')') ? new(literals, IsPattern: false, IsEquality: true) : null;
        }

        return at > start && At(tokens, at) ? new([at], IsPattern: false, IsEquality: true) : null;
    }

    private static bool At(IReadOnlyList<StatementToken> tokens, int at) => at < tokens.Count && tokens[at].Kind == StatementTokenKind.Text;

    private static string Literal(string text) => '\'' + text.Replace("'", "''", StringComparison.Ordinal) + '\'';

    [GeneratedRegex(@"^\s*\d{4}(-\d\d(-\d\d([ T]\d\d:\d\d.*)?)?)?\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Iso();

    [GeneratedRegex(
        @"^(\d{4}[\d\-%_: *?]*|[\d%_*?: ]*-[\d%_*?:\- ]*|\d\d:[\d%_:]*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex IsoPattern();

    [GeneratedRegex(@"^[\d.%_\-*?]*$", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NumberPattern();

    private sealed record Comparison(List<int> Literals, bool IsPattern, bool IsEquality);

    /// <summary>A number or date column, and how its cells were read.</summary>
    private sealed record TypedColumn(string Table, string Name, ColumnType Type, string? TextColumn, NumberFormat Format, DateOrder Order)
    {
        public static TypedColumn Of(Table table, int index)
        {
            var settings = TableSettings.Of(table);
            var column = table.Columns[index];
            return new(
                table.Name,
                column.Name,
                column.Type,
                table.TextColumnOf(index),
                settings.NumberFormat ?? NumberFormat.DecimalPoint,
                settings.DateOrder ?? DateOrder.Unambiguous);
        }

        /// <summary>The value that the column writes so.</summary>
        public object? ValueOf(string text, SourceTexts texts) => texts.ValueOf(Table, Name, text);
    }
}
