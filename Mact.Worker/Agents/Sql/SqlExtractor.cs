using Mact.Worker.Agents.Plans;

namespace Mact.Worker.Agents.Sql;

/// <summary>Finds the program in a coder's reply. Code is taken as written: never repaired, never rewritten.</summary>
public static class SqlExtractor
{
    private const int MaxReplyLength = 200_000;
    private const string Fence = "```";

    /// <summary>
    /// The last complete fenced block that holds a query, else the last unclosed one, else the reply itself where it starts with
    /// SELECT or WITH (alone or on a line of its own). Null where there is none.
    /// </summary>
    public static string? Extract(string reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
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
        var position = 0;
        while (position < text.Length)
        {
            if (IsQuery(text.AsSpan(position)))
            {
                var semicolon = text.LastIndexOf(';');
                return text[position..(semicolon > position ? semicolon + 1 : text.Length)].Trim();
            }

            var lineEnd = text.IndexOf('\n', position);
            position = lineEnd < 0 ? text.Length : lineEnd + 1;
        }

        return null;
    }

    private static bool IsQuery(ReadOnlySpan<char> text)
    {
        var code = SkipComments(text);
        return StartsWithWord(code, "select")
            || StartsWithWord(code, "values")
            || StartsWithWord(code, "with") && code.Contains("select", StringComparison.OrdinalIgnoreCase) && code.Contains('(');
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
}
