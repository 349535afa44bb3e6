using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>
/// What a program computes, in words: "sum of Revenue for each Region, where Year > 2020". It says only what it can read; of a program that works in
/// several steps it says that, and what comes out.
/// </summary>
public static partial class ProgramSentence
{
    private const int MaxCondition = 120;
    private const int MaxExpression = 48;

    private static readonly string[] Starts = ["select", "from", "where", "group", "having", "order", "limit", "offset", "window"];
    private static readonly string[] SetWords = ["union", "intersect", "except"];

    /// <summary>The words.</summary>
    /// <param name="sql">The program.</param>
    /// <param name="isNumber">Whether a column of the sources holds numbers, by its name.</param>
    /// <param name="t">The texts of the page.</param>
    public static string Of(string sql, Func<string, bool> isNumber, IStringLocalizer<Texts> t)
    {
        var clauses = Clauses(sql);
        if (clauses.Sets.Count > 0)
        {
            return clauses.Sets.TrueForAll(static word => word == "union")
                ? t["the results of {0} queries, put together", clauses.Sets.Count + 1]
                : t["the results of {0} queries, compared row by row", clauses.Sets.Count + 1];
        }

        var lists = new SelectLists(sql);
        var items = lists.Own.Select((item, index) => Item.Of(item, lists.Origin(index))).ToList();
        var shown = t.List([.. items.Select(item => NameOf(item, items, t))]);
        if (shown.Length == 0)
        {
            return t["the result of a program"];
        }

        return clauses.IsNested ? t["{0}, computed in several steps", shown] : Plain(clauses, items, isNumber, t);
    }

    private static string Plain(Parts clauses, List<Item> items, Func<string, bool> isNumber, IStringLocalizer<Texts> t)
    {
        var groups = SplitList(clauses.GroupBy).Select(text => Find(text, items)).ToList();
        var names = items.Select(item => (Item: item, Text: NameOf(item, items, t))).ToList();
        var measures = names.Where(name => !groups.Exists(group => group.Item == name.Item)).Select(static name => name.Text).ToList();
        var all = t.List([.. names.Select(static name => name.Text)]);
        if (groups.Count > 0)
        {
            if (measures.Count == 0 && Key(clauses, items, isNumber, t) is { IsOne: true } one)
            {
                return Where(clauses, one.IsDescending ? t["{0} with the largest {1}", all, one.By] : t["{0} with the smallest {1}", all, one.By], t);
            }

            var each = t.List([.. groups.Select(group => group.Item is { } item ? NameOf(item, items, t) : Readable(group.Text, t))]);
            return First(
                clauses, items, Where(clauses, measures.Count == 0 ? t["each {0} once", all] : t["{0} for each {1}", t.List(measures), each], t),
                isNumber, t);
        }

        if (items.Exists(static item => Aggregate().IsMatch(item.Text) && !item.Text.Contains(" over", StringComparison.OrdinalIgnoreCase)))
        {
            return Where(clauses, all, t);
        }

        return clauses.IsDistinct
            ? First(clauses, items, Where(clauses, t["each different {0} once", all], t), isNumber, t)
            : OfRows(clauses, items, all, isNumber, t);
    }

    // Of rows that are no groups, those that come first are named before the condition.
    private static string OfRows(Parts clauses, List<Item> items, string what, Func<string, bool> isNumber, IStringLocalizer<Texts> t)
    {
        if (clauses.Limit.Length == 0)
        {
            return clauses.Where.Length > 0 || clauses.From.Length == 0 ? Where(clauses, what, t) : t["{0} of every row", what];
        }

        if (clauses.Extreme is not null || clauses.Count is not { } count || clauses.Skipped is not 0)
        {
            return First(clauses, items, Where(clauses, what, t), isNumber, t);
        }

        return Where(clauses, (Key(clauses, items, isNumber, t), count) switch
        {
            (null, 1) => t["{0} of one row", what],
            (null, _) => t["{0} of at most {1} rows", what, count],
            ({ IsAmount: true, IsDescending: true } key, 1) => t["{0} of the row with the largest {1}", what, key.By],
            ({ IsAmount: true } key, 1) => t["{0} of the row with the smallest {1}", what, key.By],
            ({ IsAmount: true, IsDescending: true } key, _) => t["{0} of the {1} rows with the largest {2}", what, count, key.By],
            ({ IsAmount: true } key, _) => t["{0} of the {1} rows with the smallest {2}", what, count, key.By],
            ({ } key, 1) => t["{0} of the first row by {1}", what, key.By],
            ({ } key, _) => t["{0} of the first {1} rows by {2}", what, count, key.By],
        }, t);
    }

    private static string First(Parts clauses, List<Item> items, string what, Func<string, bool> isNumber, IStringLocalizer<Texts> t)
    {
        if (clauses.Limit.Length == 0)
        {
            return what;
        }

        var key = Key(clauses, items, isNumber, t);
        return (key, clauses.Count, clauses.Skipped) switch
        {
            (_, null, _) or (_, _, null) => t["{0}, a part of them", what],
            (null, { } count, 0) => t["{0}, at most {1} of them", what, count],
            (null, { } count, { } skipped) => t["{0}, at most {1} of them after the first {2}", what, count, skipped],
            ({ } by, { } count, > 0 and var skipped) => t["{0}, at most {1} of them after the first {2} by {3}", what, count, skipped, by.Directed],
            ({ IsAmount: true, IsDescending: true } by, 1, _) => t["{0}, only the one with the largest {1}", what, by.By],
            ({ IsAmount: true } by, 1, _) => t["{0}, only the one with the smallest {1}", what, by.By],
            ({ IsAmount: true, IsDescending: true } by, { } count, _) => t["{0}, only the {1} with the largest {2}", what, count, by.By],
            ({ IsAmount: true } by, { } count, _) => t["{0}, only the {1} with the smallest {2}", what, count, by.By],
            ({ } by, { } count, _) => t["{0}, the first {1} by {2}", what, count, by.By],
        };
    }

    // By what rows are ordered: one amount, or what stands there with its direction.
    private static Order? Key(Parts clauses, List<Item> items, Func<string, bool> isNumber, IStringLocalizer<Texts> t)
    {
        var keys = SplitList(clauses.OrderBy).Select(static key => Direction().Match(key)).Select(match => (
            Found: Find(match.Groups["a"].Value.Trim(), items), IsDescending: match.Groups["desc"].Success)).ToList();
        if (keys.Count == 0)
        {
            return null;
        }

        string Name((Item? Item, string Text) found) => found.Item is { } item ? NameOf(item, items, t) : Readable(found.Text, t);
        var isAmount = keys.Count == 1
            && (Computed.Read(keys[0].Found.Item?.Origin ?? keys[0].Found.Text) is not null || isNumber(Name(keys[0].Found)));
        var directed = t.List(
            [.. keys.Select(key => key.IsDescending ? t["{0} (descending)", Name(key.Found)].Value : t["{0} (ascending)", Name(key.Found)])]);
        return new(
            isAmount ? Name(keys[0].Found) : directed,
            directed,
            isAmount,
            keys[0].IsDescending,
            isAmount && clauses is { Count: 1, Skipped: 0 });
    }

    private static string Where(Parts clauses, string what, IStringLocalizer<Texts> t)
    {
        string text = clauses.Where.Length == 0 ? what
            : clauses.Extreme is { } extreme ? extreme.IsLargest
                ? t["{0} of the rows with the largest {1}", what, Readable(extreme.Column, t)]
                : t["{0} of the rows with the smallest {1}", what, Readable(extreme.Column, t)]
            : IsSaid(clauses.Where) ? t["{0}, where {1}", what, Readable(clauses.Where, t)]
            : t["{0}, of the rows that meet the program's condition", what];
        return clauses.Having.Length == 0 ? text
            : IsSaid(clauses.Having) ? t["{0}, only groups with {1}", text, Readable(clauses.Having, t)]
            : t["{0}, only groups that meet the program's condition", text];
    }

    private static bool IsSaid(string condition) => condition.Length <= MaxCondition && !Hard().IsMatch(condition);

    private static string NameOf(Item item, List<Item> items, IStringLocalizer<Texts> t)
    {
        var name = Alone(item, items, t);
        return items.Exists(other => other != item && Alone(other, items, t) == name) && Plainly().IsMatch(item.Expression)
            ? item.Expression.Replace("\"", string.Empty, StringComparison.Ordinal)
            : name;
    }

    private static string Alone(Item item, List<Item> items, IStringLocalizer<Texts> t) =>
        item.Text is "*" || item.Text.EndsWith(".*", StringComparison.Ordinal)
        ? t["all columns"]
        : Computed.Read(item.Origin)?.Text(t) ?? (item.Alias is { } alias && !Plainly().IsMatch(item.Expression) ? alias
            : item.Expression.Length <= MaxExpression && !Hard().IsMatch(item.Expression) ? Readable(item.Expression, t)
            : items.Count == 1 ? t["a computed value"]
            : t["value {0}", items.IndexOf(item) + 1].Value);

    // An order or a group may name an item by its place, its alias or its expression.
    private static (Item? Item, string Text) Find(string text, List<Item> items)
    {
        if (int.TryParse(text, out var place) && place >= 1 && place <= items.Count)
        {
            return (items[place - 1], text);
        }

        return (items.Find(item => Same(item.Alias, text)) ?? items.Find(item => Same(item.Expression, text)), text);

        static bool Same(string? left, string right) =>
            left is not null && Column(left).Equals(Column(right), StringComparison.OrdinalIgnoreCase);
    }

    private static string Column(string text) => Prefix().Replace(text.Replace("\"", string.Empty, StringComparison.Ordinal), string.Empty).Trim();

    // Names without quotes and tables, signs as people write them, calculations by their names.
    private static string Readable(string expression, IStringLocalizer<Texts> t)
    {
        var named = Call().Replace(expression, call => Computed.Read(call.Value)?.Text(t) ?? call.Value);
        var text = new StringBuilder();
        var tokens = SqlHighlighter.Tokens(Prefix().Replace(named, string.Empty));
        for (var at = 0; at < tokens.Count; at++)
        {
            text.Append(tokens[at].Kind switch
            {
                "name" => SelectLists.Bare(tokens[at].Text),
                "string" => tokens[at].Text[1..^1].Replace("''", "'", StringComparison.Ordinal) is var value && value.Any(char.IsLetterOrDigit)
                    ? value : tokens[at].Text,
                "comment" => string.Empty,
                "keyword" => Keyword(tokens, ref at, t),
                _ => tokens[at].Text,
            });
        }

        return Blanks().Replace(text.ToString(), " ").Trim().Replace(">=", "≥", StringComparison.Ordinal)
            .Replace("<=", "≤", StringComparison.Ordinal).Replace("<>", "≠", StringComparison.Ordinal).Replace("!=", "≠", StringComparison.Ordinal);
    }

    private static string Keyword(IReadOnlyList<SqlToken> tokens, ref int at, IStringLocalizer<Texts> t)
    {
        var words = tokens.Skip(at).Where(static token => token.Text.Trim().Length > 0).Take(3)
            .Select(static token => token.Kind == "keyword" ? token.Text.ToLowerInvariant() : string.Empty).ToList();
        var (said, taken) = words switch
        {
            ["is", "not", "null"] => (t["is not empty"].Value, 3),
            ["is", "null", ..] => (t["is empty"], 2),
            ["not", "in", ..] => (t["is not one of"], 2),
            ["not", "like", ..] => (t["is not like"], 2),
            ["not", "between", ..] => (t["is not between"], 2),
            ["in", ..] => (t["is one of"], 1),
            ["like", ..] => (t["is like"], 1),
            ["between", ..] => (t["is between"], 1),
            ["and", ..] => (t["and"], 1),
            ["or", ..] => (t["or"], 1),
            ["not", ..] => (t["not"], 1),
            _ => (tokens[at].Text, 1),
        };
        for (; taken > 1; taken--)
        {
            at += tokens.Skip(at + 1).TakeWhile(static token => token.Text.Trim().Length == 0).Count() + 1;
        }

        return said;
    }

    private static List<string> SplitList(string list) => list.Length == 0 ? [] : [.. new SelectLists($"SELECT {list}").Own];

    private static Parts Clauses(string sql)
    {
        var texts = Starts.ToDictionary(static word => word, static _ => new StringBuilder(), StringComparer.Ordinal);
        List<string> sets = [];
        var (depth, clause, isNested, isDistinct) = (0, string.Empty, false, false);
        foreach (var token in SqlHighlighter.Tokens(sql.Trim().TrimEnd(';')))
        {
            var word = token.Text.ToLowerInvariant();
            if (token.Kind == "keyword" && depth == 0 && Starts.Contains(word, StringComparer.Ordinal))
            {
                clause = word;
                continue;
            }

            isNested |= token.Kind == "keyword" && ((word == "with" && depth == 0) || (word == "select" && clause == "from"));
            isDistinct |= word == "distinct" && depth == 0 && clause == "select";
            if (token.Kind == "keyword" && depth == 0 && SetWords.Contains(word, StringComparer.Ordinal))
            {
                sets.Add(word);
            }

            depth += token.Kind.Length > 0 ? 0 : token.Text.Count(static c => c == '(') - token.Text.Count(static c => c == ')');
            if (clause.Length > 0 && !(word == "by" && depth == 0))
            {
                texts[clause].Append(token.Text);
            }
        }

        string Text(string name) => texts[name].ToString().Trim();
        return new(
            Text("from"), Text("where"), Text("group"), Text("having"), Text("order"), Text("limit"), Text("offset"), isDistinct, isNested, sets);
    }

    private sealed record Parts(
        string From, string Where, string GroupBy, string Having, string OrderBy, string Limit, string Offset, bool IsDistinct, bool IsNested,
        List<string> Sets)
    {
        /// <summary>Rows at most; null where the program computes it.</summary>
        public int? Count => int.TryParse(Limit.Split(',')[^1], out var count) ? count : null;

        /// <summary>Rows that are left out before; null where the program computes it. LIMIT 5, 10 leaves out five.</summary>
        public int? Skipped => (Limit.Split(','), Offset.Length) switch
        {
            ([_], 0) => 0,
            ([_], _) => int.TryParse(Offset, out var skipped) ? skipped : null,
            ([var first, ..], _) => int.TryParse(first, out var skipped) ? skipped : null,
            _ => null,
        };

        /// <summary>The whole condition is that a column has its largest or smallest value; null otherwise.</summary>
        public (string Column, bool IsLargest)? Extreme => Largest().Match(Where) is { Success: true } extreme
            ? (extreme.Groups["a"].Value, extreme.Groups["max"].Success)
            : null;
    }

    private sealed record Order(string By, string Directed, bool IsAmount, bool IsDescending, bool IsOne);

    private sealed record Item(string Text, string Origin)
    {
        public static Item Of(string text, string origin) => new(Distinct().Replace(text, string.Empty), Distinct().Replace(origin, string.Empty));

        private Match Match { get; } = Named().Match(Text);

        public string? Alias => Match.Success ? SelectLists.Bare(Match.Groups["name"].Value) : null;

        public string Expression => Match.Success ? Match.Groups["of"].Value.Trim() : Text;
    }

    [GeneratedRegex(@"^distinct\s+", Options, 5000)]
    private static partial Regex Distinct();

    [GeneratedRegex(@"^(?<of>.+?)\s+as\s+(?<name>""[^""]+""|`[^`]+`|\[[^\]]+\]|\w+)$", Options | RegexOptions.Singleline, 5000)]
    private static partial Regex Named();

    [GeneratedRegex(
        @"\b(sum|avg|total|count|median|group_concat|string_agg|stdev|variance)\s*\(|\b(min|max)\s*\([^,()]*(\([^()]*\))?[^,()]*\)", Options, 5000)]
    private static partial Regex Aggregate();

    // The rows that share the largest or smallest value: x = (SELECT MAX(x) FROM t).
    [GeneratedRegex(
        @"^(?<a>""[^""]+""|\w+)\s*=\s*\(\s*select\s+((?<max>max)|min)\s*\(\s*\k<a>\s*\)\s+from\s+(""[^""]+""|\w+)\s*\)$", Options, 5000)]
    private static partial Regex Largest();

    [GeneratedRegex(@"^(?<a>.+?)(\s+(asc|(?<desc>desc)))?(\s+nulls\s+(first|last))?$", Options | RegexOptions.Singleline, 5000)]
    private static partial Regex Direction();

    // What is no condition or calculation that can be read in a line.
    [GeneratedRegex(@"\b(select|case|over|exists|glob|regexp)\b", Options, 5000)]
    private static partial Regex Hard();

    [GeneratedRegex(@"^((""[^""]+""|\w+)\s*\.\s*)?(""[^""]+""|`[^`]+`|\[[^\]]+\]|\w+)$", Options, 5000)]
    private static partial Regex Plainly();

    [GeneratedRegex(@"(?<![\w.""'])(""[^""]+""|[A-Za-z_]\w*)\.(?=[""A-Za-z_])", Options, 5000)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\b(sum|avg|total|min|max|median|count)\s*\([^()]*\)", Options, 5000)]
    private static partial Regex Call();

    [GeneratedRegex(@"\s+", Options, 5000)]
    private static partial Regex Blanks();

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
}
