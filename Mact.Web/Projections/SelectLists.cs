using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>The SELECT lists of a statement, and what its columns are computed from, as far as that can be told without a parser.</summary>
public sealed partial class SelectLists
{
    // Deeper nesting of named sub-queries than this is not followed.
    private const int MaxDepth = 6;

    private readonly Dictionary<string, string> _named = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a statement.</summary>
    public SelectLists(string sql)
    {
        foreach (var (depth, items) in Read(sql))
        {
            if (depth == 0)
            {
                Own = items;
                continue;
            }

            foreach (var item in items)
            {
                if (Alias().Match(item) is { Success: true } alias)
                {
                    _named.TryAdd(Bare(alias.Groups["name"].Value), alias.Groups["of"].Value.Trim());
                }
            }
        }
    }

    /// <summary>The items of the statement's own list, in order (a star counts as one); empty where there is none.</summary>
    public IReadOnlyList<string> Own { get; } = [];

    /// <summary>What an item is computed from: without its alias, and with the columns of sub-queries replaced by what these compute.</summary>
    public string Origin(int index)
    {
        var expression = Alias().Match(Own[index]) is { Success: true } alias ? alias.Groups["of"].Value.Trim() : Own[index];
        return Expand(expression, MaxDepth);
    }

    private string Expand(string expression, int depth)
    {
        if (depth == 0 || _named.Count == 0)
        {
            return expression;
        }

        return Name().Replace(expression, match =>
            !match.Groups["text"].Success && _named.TryGetValue(Bare(match.Groups["name"].Value), out var of) && Bare(of) != Bare(match.Value)
                ? Expand(of, of.Contains(Bare(match.Groups["name"].Value), StringComparison.OrdinalIgnoreCase) ? 0 : depth - 1)
                : match.Value);
    }

    /// <summary>A name without its quotes.</summary>
    public static string Bare(string name) => name.Trim('"', '`', '[', ']');

    // Every list with its depth in parentheses, inner ones before the outer.
    private static IEnumerable<(int Depth, IReadOnlyList<string> Items)> Read(string sql)
    {
        var open = new Stack<(int Depth, int Start)>();
        var (depth, at) = (0, 0);
        foreach (var token in SqlHighlighter.Tokens(sql))
        {
            if (token.Kind.Length == 0)
            {
                foreach (var (index, c) in token.Text.Index())
                {
                    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                    if (c == ')' && open.TryPeek(out var inner) && inner.Depth > depth)
                    {
                        open.Pop();
                        yield return (inner.Depth, [.. Split(sql[inner.Start..(at + index)])]);
                    }
                }
            }
            else if (token.Kind == "keyword" && token.Text.Equals("select", StringComparison.OrdinalIgnoreCase))
            {
                open.Push((depth, at + token.Text.Length));
            }
            else if (
                token.Kind == "keyword" && token.Text.Equals("from", StringComparison.OrdinalIgnoreCase)
                    && open.TryPeek(out var list) && list.Depth == depth)
            {
                open.Pop();
                yield return (depth, [.. Split(sql[list.Start..at])]);
            }

            at += token.Text.Length;
        }

        if (open.TryPeek(out var last))
        {
            yield return (last.Depth, [.. Split(sql[last.Start..])]);
        }
    }

    private static IEnumerable<string> Split(string list)
    {
        var (depth, start, at) = (0, 0, 0);
        foreach (var token in SqlHighlighter.Tokens(list))
        {
            foreach (var c in token.Kind.Length == 0 ? token.Text : string.Empty)
            {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (c == ',' && depth == 0)
                {
                    yield return list[start..at].Trim();
                    start = at + 1;
                }

                at++;
            }

            at += token.Kind.Length == 0 ? 0 : token.Text.Length;
        }

        yield return list[start..].Trim().TrimEnd(';');
    }

    [GeneratedRegex(
        @"^(?<of>.+?)(\s+as\s+|(?<=\))\s+)(?<name>""[^""]+""|`[^`]+`|\[[^\]]+\]|\w+)$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Alias();

    // Texts are skipped, and so are functions; the table before a column's name goes with it.
    [GeneratedRegex(
        @"(?<text>'[^']*')|((""[^""]+""|\w+)\s*\.\s*)?(?<name>""[^""]+""|`[^`]+`|\[[^\]]+\]|\b[A-Za-z_]\w*\b(?!\s*\())",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Name();
}

/// <summary>One calculation over one column.</summary>
/// <param name="Function">sum, avg, total, min, max, median or count.</param>
/// <param name="Of">The column; null = rows.</param>
/// <param name="IsDistinct">Equal values count once.</param>
public sealed partial record Computed(string Function, string? Of, bool IsDistinct)
{
    /// <summary>The calculation that an expression is; null where it is another one, or none.</summary>
    public static Computed? Read(string? expression)
    {
        if (expression is null || Call().Match(expression) is not { Success: true } call)
        {
            return null;
        }

        var column = call.Groups["column"].Value;
        return new(
            call.Groups["function"].Value.ToLowerInvariant(),
            column is "*" or "1" ? null : SelectLists.Bare(column),
            call.Groups["distinct"].Success);
    }

    /// <summary>"sum of Revenue".</summary>
    public string? Text(IStringLocalizer<Texts> t) => (Function, Of) switch
    {
        ("sum" or "total", { } of) => t["sum of {0}", of],
        ("avg", { } of) => t["average of {0}", of],
        ("median", { } of) => t["median of {0}", of],
        ("min", { } of) => t["smallest {0}", of],
        ("max", { } of) => t["largest {0}", of],
        ("count", null) => t["number of rows"],
        ("count", { } of) => IsDistinct ? t["number of different values of {0}", of] : t["number of {0}", of],
        _ => (string?)null,
    };

    [GeneratedRegex(
        @"^\(?\s*(round\s*\(\s*)?(?<function>sum|avg|total|min|max|median|count)\s*\(\s*(?<distinct>distinct\s+)?(num\s*\(\s*)?"
            + @"((""[^""]+""|\w+)\s*\.\s*)?(?<column>""[^""]+""|`[^`]+`|\[[^\]]+\]|\w+|\*)\s*\)?\s*\)(\s*,\s*\d+)?\s*\)?\s*\)?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Call();
}
