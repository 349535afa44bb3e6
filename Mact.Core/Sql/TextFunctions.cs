using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>
/// Replaces the functions of SQLite whose single call can take minutes on texts within the length limit (measured: LIKE with a pattern of 40,000
/// characters 56 s, replace and instr with a needle of 200,000 characters 4 to 7 s). Same results, bounded work.
/// </summary>
internal static class TextFunctions
{
    /// <summary>Bytes of the text times bytes of the pattern: about 50 ms.</summary>
    private const long MaxMatchWork = 20_000_000;

    /// <summary>For searches that compare many bytes at once.</summary>
    private const long MaxSearchWork = 2_000_000_000;

    public static void Register(FunctionRegistry registry)
    {
        registry.Add("like", 2, values => Match(values, '%', '_', noCase: true), byPieces: true);
        registry.Add("like", 3, values => Match(values, '%', '_', noCase: true), byPieces: true);
        registry.Add("glob", 2, values => Match(values, '*', '?', noCase: false));
        registry.Add("instr", 2, Find);
        registry.Add("replace", 3, values => Replace(values, registry.MaxLength));
        registry.Add("trim", 2, values => Trim(values, start: true, end: true));
        registry.Add("ltrim", 2, values => Trim(values, start: true, end: false));
        registry.Add("rtrim", 2, values => Trim(values, start: false, end: true));
    }

    private static object? Match(sqlite3_value[] values, char many, char one, bool noCase)
    {
        if (Array.Exists(values, FunctionRegistry.IsNull))
        {
            return null;
        }

        var pattern = FunctionRegistry.Bytes(values[0]);
        var text = FunctionRegistry.Bytes(values[1]);
        CheckWork(pattern.Length, text.Length, MaxMatchWork);
        var escape = -1;
        if (values.Length > 2)
        {
            var given = FunctionRegistry.Bytes(values[2]);
            escape = given.Length == 1 ? given[0] : throw new InvalidOperationException("ESCAPE takes one ASCII character");
        }

        var matcher = new PatternMatcher((byte)many, (byte)one, escape, noCase);
        if (noCase && (TextFold.NeedsFold(pattern) || TextFold.NeedsFold(text)))
        {
            using var foldedPattern = TextFold.Fold(pattern);
            using var foldedText = TextFold.Fold(text);
            return matcher.IsMatch(foldedPattern.Written, foldedText.Written) ? 1L : 0L;
        }

        return matcher.IsMatch(pattern, text) ? 1L : 0L;
    }

    private static object? Find(sqlite3_value[] values)
    {
        if (Array.Exists(values, FunctionRegistry.IsNull))
        {
            return null;
        }

        var text = FunctionRegistry.Bytes(values[0]);
        var needle = FunctionRegistry.Bytes(values[1]);
        CheckWork(needle.Length, text.Length, MaxSearchWork);
        var at = text.IndexOf(needle);
        return at < 0 ? 0L : 1L + CountCharacters(text[..at]);
    }

    private static object? Replace(sqlite3_value[] values, int maxLength)
    {
        if (Array.Exists(values, FunctionRegistry.IsNull))
        {
            return null;
        }

        var text = FunctionRegistry.Bytes(values[0]);
        var old = FunctionRegistry.Bytes(values[1]);
        var with = FunctionRegistry.Bytes(values[2]);
        CheckWork(old.Length, text.Length, MaxSearchWork);
        if (old.IsEmpty || text.IndexOf(old) < 0)
        {
            return Utf8Buffer.Of(text);
        }

        var size = text.Length + ((long)text.Count(old) * (with.Length - old.Length));
        if (size > maxLength)
        {
            return FunctionRegistry.TooBig;
        }

        var result = new Utf8Buffer((int)size);
        for (var at = text.IndexOf(old); at >= 0; at = text.IndexOf(old))
        {
            result.Append(text[..at]);
            result.Append(with);
            text = text[(at + old.Length)..];
        }

        result.Append(text);
        return result;
    }

    private static object? Trim(sqlite3_value[] values, bool start, bool end)
    {
        if (Array.Exists(values, FunctionRegistry.IsNull))
        {
            return null;
        }

        var text = FunctionRegistry.Bytes(values[0]);
        var set = RunesOf(FunctionRegistry.Bytes(values[1]));
        while (start && Rune.DecodeFromUtf8(text, out var first, out var length) == OperationStatus.Done && set.Contains(first))
        {
            text = text[length..];
        }

        while (end && Rune.DecodeLastFromUtf8(text, out var last, out var length) == OperationStatus.Done && set.Contains(last))
        {
            text = text[..^length];
        }

        return Utf8Buffer.Of(text);
    }

    private static HashSet<Rune> RunesOf(ReadOnlySpan<byte> utf8)
    {
        var runes = new HashSet<Rune>();
        while (Rune.DecodeFromUtf8(utf8, out var rune, out var length) != OperationStatus.NeedMoreData)
        {
            runes.Add(rune);
            utf8 = utf8[length..];
        }

        return runes;
    }

    private static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    private static void CheckWork(long pattern, long text, long limit)
    {
        if (pattern * text > limit)
        {
            throw new InvalidOperationException($"too much work: a pattern of {pattern} bytes against a text of {text}");
        }
    }
}

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

/// <summary>Levenshtein distance, over at most the first 200 characters of each text.</summary>
public static class EditDistance
{
    /// <summary>Characters that are looked at.</summary>
    public const int MaxLength = 200;

    /// <summary>How many characters must be inserted, deleted or replaced.</summary>
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left[..Math.Min(left.Length, MaxLength)];
        right = right[..Math.Min(right.Length, MaxLength)];
        Span<int> previous = stackalloc int[right.Length + 1];
        Span<int> current = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            var swap = previous;
            previous = current;
            current = swap;
        }

        return previous[right.Length];
    }
}
