using System.Text.Json;
using System.Text.RegularExpressions;
using Mact.Core.Sql;
using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Agents.Programs;

/// <summary>Finds the program in a coder's reply. Code is taken as written: never repaired, never rewritten; words around it are left away.</summary>
public static partial class SqlExtractor
{
    private const int MaxReplyLength = 200_000;
    private static readonly string[] Fences = ["```", "~~~", "'''"];
    private static readonly string[] Languages = ["sql", "sqlite", "sqlite3"];
    private static readonly string[] Members = ["sql", "query", "sqlquery", "sql_query", "code", "statement"];

    /// <summary>
    /// The last complete fenced block that holds a query, else the last unclosed one; else a query between tags, in a JSON object, behind a label
    /// ("SQLQuery:") or in inline code; else the reply itself where it starts with SELECT or WITH (alone or on a line of its own). Null where there
    /// is none.
    /// </summary>
    public static string? Extract(string reply)
    {
        var text = ReplyText.WithoutThinking(reply.Length > MaxReplyLength ? reply[..MaxReplyLength] : reply).ReplaceLineEndings("\n");
        var blocks = Fences.SelectMany(fence => Blocks(text, fence)).ToList();
        var code = blocks.LastOrDefault(block => block.Closed && IsQuery(block.Code)).Code
            ?? blocks.LastOrDefault(block => IsQuery(block.Code)).Code
            ?? Tagged().Matches(text).Select(match => match.Groups["code"].Value.Trim()).LastOrDefault(tagged => IsQuery(tagged))
            ?? Json(text)
            ?? blocks.Select(block => Json(block.Code)).LastOrDefault(member => member is not null)
            ?? Inline().Matches(text).Select(match => match.Groups["code"].Value.Trim()).LastOrDefault(inline => IsQuery(inline))
            ?? Bare(Label().Replace(Unquoted(text), "\n"));
        return code is null ? null : SqlConditions.WithoutRemarks(code);
    }

    // A reply that is one query in quotes.
    private static string Unquoted(string text) =>
        text.Trim() is [('"' or '\'' or '\u201c') and var open, .. var inner, var close]
            && (close == open || close == '\u201d') && IsQuery(inner) && !SqlConditions.IsWithinText(inner)
            ? inner
            : text;

    private static List<(string Code, bool Closed)> Blocks(string text, string fence)
    {
        List<(string Code, bool Closed)> blocks = [];
        var position = Find(text, fence, 0);
        while (position >= 0)
        {
            var start = position + fence.Length;
            var close = Find(text, fence, start);
            if (close > start && text[close - 1] != '\n'
                && IsQuery(WithoutLanguage(text[start..close])) && SqlConditions.IsWithinText(text[start..close])
                && Find(text, fence, close + fence.Length) is var later && later >= 0)
            {
                // A fence within a text of the program.
                close = later;
            }

            var code = text[start..(close < 0 ? text.Length : close)];
            blocks.Add((WithoutLanguage(code), close >= 0));
            position = close < 0 ? -1 : Find(text, fence, close + fence.Length);
        }

        return blocks;
    }

    // Three quotes are a fence only at the start of a line: within a program they are a quote in a text.
    private static int Find(string text, string fence, int start)
    {
        var at = text.IndexOf(fence, start, StringComparison.Ordinal);
        while (at > 0 && fence[0] == '\'' && text[at - 1] != '\n')
        {
            at = text.IndexOf(fence, at + 1, StringComparison.Ordinal);
        }

        return at;
    }

    // The rest of the opening line is the language ("sql", "sqlite"), unless the query starts there.
    private static string WithoutLanguage(string code)
    {
        var lineEnd = code.IndexOf('\n', StringComparison.Ordinal);
        var first = lineEnd < 0 ? code : code[..lineEnd];
        var word = first.AsSpan().Trim();
        var space = word.IndexOf(' ');
        if (space > 0 && Array.Exists(Languages, language => language.Equals(first.Trim()[..space], StringComparison.OrdinalIgnoreCase)))
        {
            return code[(code.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim();
        }

        if (word.Length > 0 && space < 0 && !IsQuery(first))
        {
            return (lineEnd < 0 ? string.Empty : code[(lineEnd + 1)..]).Trim();
        }

        // The language may stand on a line of its own.
        return word.Length == 0 && lineEnd >= 0 && Array.Exists(
            Languages, language => code.TrimStart().StartsWith(language + "\n", StringComparison.OrdinalIgnoreCase))
            ? WithoutLanguage(code.TrimStart())
            : code.Trim();
    }

    private static string? Json(string text)
    {
        var open = text.IndexOf('{', StringComparison.Ordinal);
        var close = text.LastIndexOf('}');
        if (open < 0 || close < open || text.AsSpan(0, open).IndexOf('\n') >= 0 && !string.IsNullOrWhiteSpace(text[..open]))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text[open..(close + 1)]);
            return Query(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The object's own, else that of an object within it.
    private static string? Query(JsonElement root) => root.EnumerateObject()
        .Where(
            member =>
                Array.Exists(Members, name => name.Equals(member.Name, StringComparison.OrdinalIgnoreCase))
                    && member.Value.ValueKind == JsonValueKind.String)
        .Select(member => member.Value.GetString()!.Trim())
        .FirstOrDefault(query => IsQuery(query))
        ?? root.EnumerateObject().Where(static member => member.Value.ValueKind == JsonValueKind.Object)
            .Select(static member => Query(member.Value)).FirstOrDefault(static query => query is not null);

    private static string? Bare(string text)
    {
        // Comments belong to the program that follows them. They are passed over once, not from each of their lines on.
        var comments = -1;
        for (var position = 0; position < text.Length;)
        {
            var lineEnd = text.IndexOf('\n', position);
            var next = lineEnd < 0 ? text.Length : lineEnd + 1;
            var line = text.AsSpan(position, next - position).Trim();
            if (line.StartsWith("--", StringComparison.Ordinal))
            {
                comments = comments < 0 ? position : comments;
            }
            else if (line.Length > 0)
            {
                if (IsQuery(text.AsSpan(position)))
                {
                    var start = comments < 0 ? position : comments;
                    return WithoutProse(text[start..]).Trim();
                }

                comments = -1;
            }

            position = next;
        }

        return null;
    }

    // A paragraph that begins like a sentence explains the query above it.
    private static string WithoutProse(string code)
    {
        var prose = Prose().Match(code);
        return prose.Success ? code[..prose.Index] : code;
    }

    private static bool IsQuery(ReadOnlySpan<char> text)
    {
        var code = SkipComments(text);
        return StartsWithWord(code, "select")
            || StartsWithWord(code, "values")
            || With().IsMatch(code);
    }

    private static ReadOnlySpan<char> SkipComments(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        while (text.StartsWith("--", StringComparison.Ordinal))
        {
            var lineEnd = text.IndexOf('\n');
            text = lineEnd < 0 ? [] : text[(lineEnd + 1)..].TrimStart();
        }

        return text.TrimStart('(');
    }

    private static bool StartsWithWord(ReadOnlySpan<char> text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        && (text.Length == word.Length || char.IsWhiteSpace(text[word.Length]) || text[word.Length] is '(' or '*' or '"' or '\'');

    // "With the table we see …" is no query.
    [GeneratedRegex(
        """\Awith(\s|--[^\n]*\n)+(recursive(\s|--[^\n]*\n)+)?("[^"\n]*"|\[[^\]\n]*\]|`[^`\n]*`|\w+)(\s|--[^\n]*\n)*(\([^)]{0,2000}\)(\s|--[^\n]*\n)*)?as(\s|--[^\n]*\n)*((not\s+)?materialized\s*)?\(""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex With();

    [GeneratedRegex(
        @"(<(?<tag>sql|code|query)>(?<code>.*?)(</\k<tag>>|\z))|(\[sql\](?<code>.*?)(\[/sql\]|\z))",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Tagged();

    [GeneratedRegex(@"`(?<code>(select|with)\s[^`]{1,20000})`", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Inline();

    [GeneratedRegex(
        @"(?<=^|\n)[ \t>*#-]{0,20}(here('s|\u2019s|[ \t]is)[ \t])?(the[ \t]|final[ \t]|your[ \t]|an?[ \t]){0,2}"
            + @"(sql[ \t_]?query|sql[ \t]statement|sql|query)([ \t*]{0,5}:|>|[ \t]is:?)[ \t*]*"
            + @"|(?<=^|\n)[ \t]*(>|[-*]|\d{1,2}[.)])[ \t]+(?=(select|with)\s)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Label();

    [GeneratedRegex(@"\n[ \t]*\n[ \t]*(This|The|That|It|Here|Explanation|Note|In this|We|I|You|Where|Please)\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Prose();
}
