using System.Buffers;
using System.Globalization;
using System.Text;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>
/// Replaces the functions of SQLite whose single call can take minutes on texts within the length limit (measured: LIKE with a pattern of 40,000
/// characters
/// 56 s, replace and instr with a needle of 200,000 characters 4 to 7 s). Same results, bounded work.
/// </summary>
internal static class TextFunctions
{
    /// <summary>Bytes of the text times bytes of the pattern: about 50 ms.</summary>
    private const long MaxMatchWork = 20_000_000;

    /// <summary>For searches that compare many bytes at once.</summary>
    private const long MaxSearchWork = 2_000_000_000;

    public static void Register(FunctionRegistry registry)
    {
        registry.Add("like", 2, values => Match(values, '%', '_', noCase: true));
        registry.Add("like", 3, values => Match(values, '%', '_', noCase: true));
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
        if (noCase && (TextFold.NeedsFold(pattern) || TextFold.NeedsFold(text)))
        {
            pattern = Encoding.UTF8.GetBytes(TextFold.Fold(pattern));
            text = Encoding.UTF8.GetBytes(TextFold.Fold(text));
        }

        var escape = -1;
        if (values.Length > 2)
        {
            var given = FunctionRegistry.Bytes(values[2]);
            escape = given.Length == 1 ? given[0] : throw new InvalidOperationException("ESCAPE takes one ASCII character");
        }

        return new PatternMatcher((byte)many, (byte)one, escape, noCase).IsMatch(pattern, text) ? 1L : 0L;
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
            return text.ToArray();
        }

        var size = text.Length + ((long)text.Count(old) * (with.Length - old.Length));
        if (size > maxLength)
        {
            return FunctionRegistry.TooBig;
        }

        var result = new byte[size];
        var rest = result.AsSpan();
        for (var at = text.IndexOf(old); at >= 0; at = text.IndexOf(old))
        {
            text[..at].CopyTo(rest);
            with.CopyTo(rest[at..]);
            rest = rest[(at + with.Length)..];
            text = text[(at + old.Length)..];
        }

        text.CopyTo(rest);
        return result;
    }

    private static object? Trim(sqlite3_value[] values, bool start, bool end)
    {
        if (Array.Exists(values, FunctionRegistry.IsNull))
        {
            return null;
        }

        var text = FunctionRegistry.Text(values[0]).AsSpan();
        var set = FunctionRegistry.Text(values[1]).EnumerateRunes().ToHashSet();
        while (start && Rune.DecodeFromUtf16(text, out var first, out var length) == OperationStatus.Done && set.Contains(first))
        {
            text = text[length..];
        }

        while (end && Rune.DecodeLastFromUtf16(text, out var last, out var length) == OperationStatus.Done && set.Contains(last))
        {
            text = text[..^length];
        }

        return text.ToString();
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

/// <summary>
/// How texts compare in the sandbox: without case in every script (ß is ss), composed or decomposed, with any kind of space, quote or dash for the
/// plain
/// one, without zero-width marks and soft hyphens. Accents count: "é" is not "e".
/// </summary>
internal static class TextFold
{
    /// <summary>The order of two texts in UTF-8; 0 where they count as equal.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var length = Math.Min(left.Length, right.Length);
        var previous = (byte)0;
        for (var i = 0; i < length; i++)
        {
            byte a = left[i], b = right[i];
            if ((a | b) >= 0x80 || a < ' ' || b < ' ' || (previous == ' ' && (a == ' ' || b == ' ')))
            {
                return CompareFolded(left, right);
            }

            if (a != b)
            {
                a = Lower(a);
                b = Lower(b);
                if (a != b)
                {
                    // What follows can't make these equal, but a mark behind them may: "e" and "e" with an accent.
                    return NeedsFold(left[i..]) || NeedsFold(right[i..]) ? CompareFolded(left, right) : a - b;
                }
            }

            previous = left[i];
        }

        return NeedsFold(left[length..]) || NeedsFold(right[length..]) ? CompareFolded(left, right) : left.Length - right.Length;
    }

    /// <summary>The form in which texts are equal.</summary>
    public static string Fold(ReadOnlySpan<byte> utf8) => Fold(Encoding.UTF8.GetString(utf8));

    /// <summary>The form in which texts are equal.</summary>
    public static string Fold(string source)
    {
        // Wide and narrow forms and ligatures are other spellings; of the rest only what is composed otherwise is.
        var form = source.AsSpan().IndexOfAnyInRange('\ufb00', '\uffef') < 0 ? NormalizationForm.FormC : NormalizationForm.FormKC;
        var text = source.Normalize(form).ToLowerInvariant();
        var folded = new StringBuilder(text.Length + 2);
        foreach (var c in text)
        {
            if (c is >= '!' and < '\u0080')
            {
                folded.Append(c);
                continue;
            }

            switch (char.GetUnicodeCategory(c))
            {
                case UnicodeCategory.Format:
                    break;
                case UnicodeCategory.NonSpacingMark when c == '\u0307' && folded.Length > 0 && folded[^1] == 'i':
                    break;
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.Control:
                    folded.Append(folded.Length > 0 && folded[^1] == ' ' ? string.Empty : " ");
                    break;
                case UnicodeCategory.DashPunctuation:
                    folded.Append('-');
                    break;
                case UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation:
                    folded.Append(c is '“' or '”' or '„' or '«' or '»' ? '"' : '\'');
                    break;
                default:
                    folded.Append(c switch
                    {
                        'ß' or 'ẞ' => "ss",
                        'ς' => "σ",
                        'İ' => "i",
                        '−' => "-",
                        '„' => "\"",
                        '‚' or '´' or 'ʼ' => "'",
                        _ => c.ToString(),
                    });
                    break;
            }
        }

        return folded.ToString();
    }

    private static int CompareFolded(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => string.CompareOrdinal(Fold(left), Fold(right));

    public static bool NeedsFold(ReadOnlySpan<byte> text) => text.ContainsAnyExceptInRange((byte)' ', (byte)0x7F) || text.IndexOf("  "u8) >= 0;

    private static byte Lower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
}
