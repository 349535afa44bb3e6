using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mact.Core.Sql;

/// <summary>
/// How texts compare in the sandbox: without case in every script (ß is ss), composed or decomposed, with any kind of space, quote or dash for the
/// plain one, without zero-width marks and soft hyphens. Accents count: "é" is not "e".
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
    public static string Fold(string source)
    {
        var folded = new StringBuilder(source.Length + 2);
        var last = '\0';
        Fold(source, folded, ref last);
        return folded.ToString();
    }

    /// <summary>The form in which texts are equal, in UTF-8; a long text is folded by pieces.</summary>
    public static Utf8Buffer Fold(ReadOnlySpan<byte> utf8)
    {
        var buffer = new Utf8Buffer(utf8.Length);
        var folded = new StringBuilder();
        var last = '\0';
        while (!utf8.IsEmpty)
        {
            var length = TextPieces.Next(utf8);
            Fold(Encoding.UTF8.GetString(utf8[..length]), folded.Clear(), ref last);
            foreach (var chunk in folded.GetChunks())
            {
                buffer.Append(chunk.Span);
            }

            utf8 = utf8[length..];
        }

        return buffer;
    }

    public static bool NeedsFold(ReadOnlySpan<byte> text) => text.ContainsAnyExceptInRange((byte)' ', (byte)0x7F) || text.IndexOf("  "u8) >= 0;

    private static void Fold(string source, StringBuilder folded, ref char last)
    {
        // Wide and narrow forms and ligatures are other spellings; of the rest only what is composed otherwise is.
        var form = source.AsSpan().IndexOfAnyInRange('\ufb00', '\uffef') < 0 ? NormalizationForm.FormC : NormalizationForm.FormKC;
        foreach (var c in source.Normalize(form).ToLowerInvariant())
        {
            var category = c is >= '!' and < '\u0080' ? UnicodeCategory.LowercaseLetter : char.GetUnicodeCategory(c);
            var plain = category switch
            {
                UnicodeCategory.Format => '\0',
                UnicodeCategory.NonSpacingMark when c == '\u0307' && last == 'i' => '\0',
                UnicodeCategory.SpaceSeparator or UnicodeCategory.Control => last == ' ' ? '\0' : ' ',
                UnicodeCategory.DashPunctuation => '-',
                UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => c is '“' or '”' or '„' or '«' or '»' ? '"' : '\'',
                _ => c switch
                {
                    'ß' or 'ẞ' => 's',
                    'ς' => 'σ',
                    // Their capitals, or their small letters, are those of the plain ones.
                    'İ' or 'ı' => 'i',
                    'ſ' => 's',
                    '−' => '-',
                    '„' => '"',
                    '‚' or '´' or 'ʼ' => '\'',
                    _ => c,
                },
            };
            if (plain == '\0')
            {
                continue;
            }

            folded.Append(plain);
            if (c is 'ß' or 'ẞ')
            {
                folded.Append(plain);
            }

            last = plain;
        }
    }

    private static int CompareFolded(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        using var first = Fold(left);
        using var second = Fold(right);
        return first.Written.SequenceCompareTo(second.Written);
    }

    private static byte Lower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
}

/// <summary>A text in UTF-8 that is being put together in memory that is used again.</summary>
internal sealed class Utf8Buffer(int capacity) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 16));

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public static Utf8Buffer Of(ReadOnlySpan<byte> utf8)
    {
        var buffer = new Utf8Buffer(utf8.Length);
        buffer.Append(utf8);
        return buffer;
    }

    public void Append(ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        utf8.CopyTo(_bytes.AsSpan(Length));
        Length += utf8.Length;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetByteCount(text));
        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Reserve(int more)
    {
        if (_bytes.Length - Length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + more, 2 * _bytes.Length));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

/// <summary>Cuts a long text where its pieces mean the same alone: before a space, else before a letter that joins with nothing.</summary>
internal static class TextPieces
{
    /// <summary>Bytes of a piece: far more than a cell has as a rule, and never a large object.</summary>
    public const int MaxLength = 8_192;

    /// <summary>Bytes of the next piece.</summary>
    public static int Next(ReadOnlySpan<byte> rest)
    {
        if (rest.Length <= MaxLength)
        {
            return rest.Length;
        }

        // A space behind a space belongs to it.
        for (var at = MaxLength; at > MaxLength / 2; at--)
        {
            if (rest[at] is (byte)' ' or (byte)'\n' && rest[at - 1] is > (byte)' ' and < 0x80)
            {
                return at;
            }
        }

        for (var at = MaxLength; at > MaxLength / 2; at--)
        {
            if (rest[at] is > (byte)' ' and < 0x80)
            {
                return at;
            }
        }

        var end = MaxLength;
        while ((rest[end] & 0xC0) == 0x80 && end > MaxLength - 4)
        {
            end--;
        }

        return end;
    }
}
