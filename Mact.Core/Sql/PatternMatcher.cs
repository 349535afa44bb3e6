using System.Text;

namespace Mact.Core.Sql;

/// <summary>
/// LIKE and GLOB over UTF-8, as SQLite defines them: at most text times pattern steps. Case is ignored for ASCII letters in LIKE only.
/// </summary>
internal readonly struct PatternMatcher(byte many, byte one, int escape, bool noCase)
{
    public bool IsMatch(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text)
    {
        int p = 0, t = 0, retryPattern = -1, retryText = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == many && pattern[p] != escape)
            {
                retryPattern = ++p;
                retryText = t;
            }
            else if (p < pattern.Length && MatchOne(pattern, p, text, t, out var patternLength, out var textLength))
            {
                p += patternLength;
                t += textLength;
            }
            else if (retryPattern >= 0)
            {
                // Only the last wildcard needs another try: what stood before it has matched at the earliest place.
                retryText += CharacterLength(text, retryText);
                (p, t) = (retryPattern, retryText);
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == many && pattern[p] != escape)
        {
            p++;
        }

        return p == pattern.Length;
    }

    private bool MatchOne(ReadOnlySpan<byte> pattern, int p, ReadOnlySpan<byte> text, int t, out int patternLength, out int textLength)
    {
        textLength = CharacterLength(text, t);
        patternLength = 1;
        if (pattern[p] == escape)
        {
            if (p + 1 == pattern.Length)
            {
                return false;
            }

            patternLength = 2;
            textLength = 1;
            return Same(pattern[p + 1], text[t]);
        }

        if (pattern[p] == one)
        {
            return true;
        }

        if (!noCase && pattern[p] == (byte)'[')
        {
            return MatchSet(pattern[p..], text.Slice(t, textLength), out patternLength);
        }

        textLength = 1;
        return Same(pattern[p], text[t]);
    }

    /// <summary>"[a-z]", "[^0-9]", "[]x]" of GLOB.</summary>
    private static bool MatchSet(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> character, out int length)
    {
        var at = 1;
        var inverted = at < pattern.Length && pattern[at] == (byte)'^';
        at += inverted ? 1 : 0;
        var wanted = Decode(character);
        var found = false;
        var first = true;
        while (at < pattern.Length && (first || pattern[at] != (byte)']'))
        {
            first = false;
            var size = CharacterLength(pattern, at);
            var low = Decode(pattern.Slice(at, size));
            at += size;
            var high = low;
            if (at + 1 < pattern.Length && pattern[at] == (byte)'-' && pattern[at + 1] != (byte)']')
            {
                size = CharacterLength(pattern, at + 1);
                high = Decode(pattern.Slice(at + 1, size));
                at += 1 + size;
            }

            found |= wanted >= low && wanted <= high;
        }

        length = at + 1;
        return at < pattern.Length && found != inverted;
    }

    private static int Decode(ReadOnlySpan<byte> character)
    {
        _ = Rune.DecodeFromUtf8(character, out var rune, out _);
        return rune.Value;
    }

    private bool Same(byte left, byte right) =>
        left == right || (noCase && (left | 0x20) == (right | 0x20) && (left | 0x20) is >= (byte)'a' and <= (byte)'z');

    private static int CharacterLength(ReadOnlySpan<byte> utf8, int at)
    {
        var length = 1;
        while (length < 4 && at + length < utf8.Length && (utf8[at + length] & 0xC0) == 0x80)
        {
            length++;
        }

        return length;
    }
}
