namespace Mact.DevServices.Model;

/// <summary>
/// A deterministic, approximate tokenizer: words in pieces of at most <see cref="PieceLength"/> letters (a leading space
/// belongs to the word), digits and other characters one by one. No model's real vocabulary; counts made with it are simulated.
/// </summary>
public static class StandInTokenizer
{
    /// <summary>The most letters in one token.</summary>
    public const int PieceLength = 6;

    /// <summary>The number of tokens in a text.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            text = text[NextLength(text)..];
            count++;
        }

        return count;
    }

    /// <summary>The longest beginning of a text that has at most <paramref name="tokens"/> tokens; the text itself when it fits.</summary>
    public static string Cut(string text, int tokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = 0;
        for (var i = 0; i < tokens && end < text.Length; i++)
        {
            end += NextLength(text.AsSpan(end));
        }

        return end >= text.Length ? text : text[..end];
    }

    /// <summary>The texts of a text's tokens, in order; joined they are the text again.</summary>
    public static IEnumerable<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SplitCore(text);
    }

    private static IEnumerable<string> SplitCore(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = NextLength(text.AsSpan(at));
            yield return text.Substring(at, length);
            at += length;
        }
    }

    private static int NextLength(ReadOnlySpan<char> text)
    {
        var start = text[0] == ' ' && text.Length > 1 && char.IsLetter(text[1]) ? 1 : 0;
        if (char.IsLetter(text[start]))
        {
            var end = start + 1;
            while (end < text.Length && end - start < PieceLength && char.IsLetter(text[end]))
            {
                end++;
            }

            return end;
        }

        return char.IsHighSurrogate(text[0]) && text.Length > 1 && char.IsLowSurrogate(text[1]) ? 2 : 1;
    }
}
