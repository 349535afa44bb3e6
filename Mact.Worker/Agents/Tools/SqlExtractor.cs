using System.Text.RegularExpressions;
using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Agents.Tools;

/// <summary>Finds the program in a coder's reply. Code is taken as written: never repaired, never rewritten.</summary>
public static partial class SqlExtractor
{
    private const int MaxReplyLength = 200_000;
    private const string Fence = "```";

    /// <summary>
    /// The last complete fenced block that holds a query, else the last unclosed one, else the reply itself where it starts with
    /// SELECT or WITH (alone or on a line of its own). Null where there is none.
    /// </summary>
    public static string? Extract(string reply)
    {
        var text = ReplyText.WithoutThinking(reply.Length > MaxReplyLength ? reply[..MaxReplyLength] : reply).ReplaceLineEndings("\n");
        var blocks = Blocks(text);
        return blocks.LastOrDefault(block => block.Closed && IsQuery(block.Code)).Code
            ?? blocks.LastOrDefault(block => IsQuery(block.Code)).Code
            ?? Bare(text);
    }

    private static List<(string Code, bool Closed)> Blocks(string text)
    {
        List<(string Code, bool Closed)> blocks = [];
        var position = text.IndexOf(Fence, StringComparison.Ordinal);
        while (position >= 0)
        {
            var start = position + Fence.Length;
            var close = text.IndexOf(Fence, start, StringComparison.Ordinal);
            var code = text[start..(close < 0 ? text.Length : close)];
            blocks.Add((WithoutLanguage(code), close >= 0));
            position = close < 0 ? -1 : text.IndexOf(Fence, close + Fence.Length, StringComparison.Ordinal);
        }

        return blocks;
    }

    // The rest of the opening line is the language ("sql", "sqlite"), unless the query starts there.
    private static string WithoutLanguage(string code)
    {
        var lineEnd = code.IndexOf('\n', StringComparison.Ordinal);
        var first = lineEnd < 0 ? code : code[..lineEnd];
        var word = first.AsSpan().Trim();
        if (word.Length > 0 && word.IndexOf(' ') < 0 && !IsQuery(first))
        {
            return (lineEnd < 0 ? string.Empty : code[(lineEnd + 1)..]).Trim();
        }

        return code.Trim();
    }

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
                    var semicolon = text.LastIndexOf(';');
                    return text[start..(semicolon > start ? semicolon + 1 : text.Length)].Trim();
                }

                comments = -1;
            }

            position = next;
        }

        return null;
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
        1000)]
    private static partial Regex With();
}
