using System.Globalization;
using System.Text;
using Mact.Core.Tables;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>
/// How texts compare: SQLite's NOCASE has the meaning of <see cref="TextFold"/>, and columns of times and durations compare by what they say, so that
/// "9:58" comes before "10:02"; what is none of them comes behind.
/// </summary>
internal static class SqlCollation
{
    public const string Text = "NOCASE";

    /// <summary>Two parts are minutes and seconds.</summary>
    private const string Duration = "DURATION";

    /// <summary>Two parts are hours and minutes.</summary>
    private const string Clock = "CLOCK";

    /// <summary>Short comparisons between two looks at the clock; as many bytes of a long one count for another.</summary>
    private const int WorkBetweenLooks = 4_096;
    private const int BytesOfWork = 64;

    /// <summary>Longer than any time is written.</summary>
    private const int MaxBytes = 48;

    private delegate int Comparison(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    public static void Register(sqlite3 database, SqlDeadline deadline)
    {
        Register(database, deadline, Text, TextFold.Compare);
        Register(database, deadline, Duration, static (left, right) => CompareTimes(left, right, isClock: false));
        Register(database, deadline, Clock, static (left, right) => CompareTimes(left, right, isClock: true));
    }

    /// <summary>By which a column of texts compares.</summary>
    public static string Of(Table table, int column)
    {
        var (isDuration, isClock) = DurationText.Survey(
            Enumerable.Range(0, table.RowCount).Select(row => table[row, column].Value).OfType<string>());
        return !isDuration ? Text : isClock ? Clock : Duration;
    }

    private static void Register(sqlite3 database, SqlDeadline deadline, string name, Comparison compare)
    {
        var work = 0L;

        // A sort looks at no clock of its own: once the time is over, everything is equal and it ends at once.
        var isOver = false;
        _ = raw.sqlite3__create_collation_utf8(database, name, null, (_, left, right) =>
        {
            work += 1 + ((left.Length + right.Length) / BytesOfWork);
            if (work >= WorkBetweenLooks)
            {
                work = 0;
                isOver = deadline.IsPassed;
            }

            return isOver && deadline.IsPassed ? 0 : compare(left, right);
        });
    }

    private static int CompareTimes(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool isClock)
    {
        var isLeft = TryRead(left, isClock, out var first);
        var isRight = TryRead(right, isClock, out var second);
        return isLeft && isRight ? first.CompareTo(second)
            : isLeft ? -1
            : isRight ? 1
            : TextFold.Compare(left, right);
    }

    private static bool TryRead(ReadOnlySpan<byte> utf8, bool isClock, out double seconds)
    {
        seconds = 0;
        Span<char> text = stackalloc char[MaxBytes];
        return utf8.Length <= MaxBytes && DurationText.TryParse(text[..Encoding.UTF8.GetChars(utf8, text)], out seconds, isClock);
    }
}

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
                    'İ' => 'i',
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
