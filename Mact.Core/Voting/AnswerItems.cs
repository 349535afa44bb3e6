using System.Text;
using System.Text.Json;

namespace Mact.Core.Voting;

/// <summary>The items of an answer that was written as one text.</summary>
public static class AnswerItems
{
    private const int MaxItems = 10_000;

    /// <summary>
    /// Splits a JSON array, lines, semicolons, bars, or commas followed by a space (so that "208,000" stays one number), the last
    /// item also after "and". Quoted items keep their commas. Items are trimmed; blank ones are left out.
    /// </summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var trimmed = text.Trim();
        if (TryJson(trimmed) is { } items)
        {
            return items;
        }

        foreach (var separator in (ReadOnlySpan<string>)["\n", ";", " | "])
        {
            if (trimmed.Contains(separator, StringComparison.Ordinal))
            {
                return Clean(trimmed.Split(separator));
            }
        }

        return CanonicalDate.TryFormat(trimmed.ToLowerInvariant()) is not null ? [trimmed] : Clean(SplitCommas(trimmed));
    }

    /// <summary>The same for comparison only: also "a and b" is two items, on either side of the comparison.</summary>
    internal static IEnumerable<string> SplitWords(string text) => Split(text)
        .SelectMany(item => item.Contains(" and ", StringComparison.OrdinalIgnoreCase)
            ? item.Split(" and ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [item]);

    private static List<string>? TryJson(string text)
    {
        if (text is not ['[', .., ']'])
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return [.. document.RootElement.EnumerateArray().Take(MaxItems).Select(item => item.ValueKind switch
            {
                JsonValueKind.String => item.GetString() ?? string.Empty,
                JsonValueKind.Null => string.Empty,
                _ => item.GetRawText(),
            }).Where(item => item.Length > 0)];
        }
        catch (JsonException)
        {
            // Not JSON after all ("[sic]", 'single quotes'): the brackets go, the rest is split like any list.
            return text.Contains(',', StringComparison.Ordinal) ? Clean(SplitCommas(text[1..^1])) : null;
        }
    }

    private static List<string> SplitCommas(string text)
    {
        List<string> parts = [];
        var start = 0;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            if (quote != '\0')
            {
                quote = text[i] == quote ? '\0' : quote;
            }
            else if (text[i] == '"' && text.IndexOf('"', i + 1) > 0)
            {
                quote = '"';
            }
            else if (text[i] == ',' && i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]))
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        AddLast(parts, text[start..].Trim());
        return parts;
    }

    // "a, b and c" and "a, b, and c" are three items; "Trinidad and Tobago" alone is one.
    private static void AddLast(List<string> parts, string last)
    {
        const string word = "and ";
        if (parts.Count == 0)
        {
            parts.Add(last);
            return;
        }

        if (last.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            parts.Add(last[word.Length..]);
            return;
        }

        var and = last.LastIndexOf(" and ", StringComparison.OrdinalIgnoreCase);
        if (and > 0)
        {
            parts.Add(last[..and]);
            last = last[(and + 1 + word.Length)..];
        }

        parts.Add(last);
    }

    private static List<string> Clean(IEnumerable<string> parts) =>
    [
        .. parts.Select(part => Unquote(part.Trim().TrimStart('•').Trim())).Where(part => part.Length > 0).Take(MaxItems),
    ];

    private static string Unquote(string text) => text is ['"', .., '"'] or ['\'', .., '\''] && text.Length > 2 ? text[1..^1] : text;
}

/// <summary>Tables that a model writes as lines with bars.</summary>
public static class BarTable
{
    /// <summary>Lines of cells, header first, or null where the text is not such a table (two lines at least).</summary>
    public static IReadOnlyList<IReadOnlyList<string>>? TryRead(string text)
    {
        if (!text.Contains('|', StringComparison.Ordinal) || !text.Contains('\n', StringComparison.Ordinal))
        {
            return null;
        }

        List<IReadOnlyList<string>> lines = [];
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed.AsSpan().IndexOfAnyExcept("|-: ") < 0)
            {
                continue;
            }

            if (trimmed[0] != '|')
            {
                return null;
            }

            lines.Add(Cells(trimmed));
        }

        return lines.Count >= 2 ? lines : null;
    }

    // "\|" is a bar of the cell's own.
    private static List<string> Cells(string line)
    {
        List<string> cells = [];
        var cell = new StringBuilder();
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == '|')
            {
                cell.Append(line[++i]);
            }
            else if (line[i] == '|')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        if (cell.ToString().Trim() is { Length: > 0 } last)
        {
            cells.Add(last);
        }

        return cells;
    }
}
