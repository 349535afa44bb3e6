using System.Text;
using Mact.Core.Tables;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>
/// How texts compare: SQLite's NOCASE has the meaning of <see cref="TextFold"/>, and columns of times, durations, quantities, periods and versions
/// compare by what they say, so that "9:58" comes before "10:02" and "900 MB" before "1.2 GB"; what is none of them comes behind.
/// </summary>
internal static class SqlCollation
{
    public const string Text = "NOCASE";

    /// <summary>Two parts are minutes and seconds.</summary>
    private const string Duration = "DURATION";

    /// <summary>Two parts are hours and minutes.</summary>
    private const string Clock = "CLOCK";

    /// <summary>Numbers with their units.</summary>
    private const string Quantity = "QUANTITY";

    /// <summary>"1.9" before "1.10".</summary>
    private const string Version = "VERSION";

    /// <summary>Months, quarters or weeks.</summary>
    private const string Period = "PERIOD";

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
        Register(database, deadline, Quantity, CompareQuantities);
        Register(database, deadline, Version, CompareVersions);
        Register(database, deadline, Period, ComparePeriods);
    }

    /// <summary>By which a column of texts compares.</summary>
    public static string Of(Table table, int column)
    {
        var texts = TextsOf(table, column);
        var (isDuration, isClock) = DurationText.Survey(texts);
        return isDuration ? isClock ? Clock : Duration
            : QuantityText.Of(texts).IsQuantity ? Quantity
            : VersionText.AreAll(texts) ? Version
            : PeriodText.AreIn(texts) ? Period
            : Text;
    }

    /// <summary>The columns of texts that hold amounts in units that do not compare.</summary>
    public static IEnumerable<string> MixedUnits(Table table) => table.Columns.Index()
        .Where(column => column.Item.Type == ColumnType.Text && QuantityText.Of(TextsOf(table, column.Index)).Mixed)
        .Select(static column => column.Item.Name);

    private static IEnumerable<string> TextsOf(Table table, int column) =>
        Enumerable.Range(0, table.RowCount).Select(row => table[row, column].Value).OfType<string>();

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

    /// <summary>Quantities of one size are equal only where their texts are: "1 km" and "1000 m" stay two values.</summary>
    private static int CompareQuantities(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var (first, second) = (0.0, 0.0);
        var isLeft = left.Length <= MaxBytes && QuantityText.TryRead(Encoding.UTF8.GetString(left), out first, out _);
        var isRight = right.Length <= MaxBytes && QuantityText.TryRead(Encoding.UTF8.GetString(right), out second, out _);
        return isLeft && isRight && first != second ? first.CompareTo(second)
            : isLeft != isRight ? (isLeft ? -1 : 1)
            : TextFold.Compare(left, right);
    }

    private static int CompareVersions(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Length <= MaxBytes && right.Length <= MaxBytes
            && VersionText.Compare(Encoding.UTF8.GetString(left), Encoding.UTF8.GetString(right)) is { } order and not 0
                ? order
                : TextFold.Compare(left, right);

    private static int ComparePeriods(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var isLeft = PeriodText.TryStart(TextOf(left), out var first);
        var isRight = PeriodText.TryStart(TextOf(right), out var second);
        return isLeft && isRight ? first.CompareTo(second)
            : isLeft ? -1
            : isRight ? 1
            : TextFold.Compare(left, right);
    }

    private static string TextOf(ReadOnlySpan<byte> utf8) => utf8.Length <= MaxBytes ? Encoding.UTF8.GetString(utf8) : string.Empty;

    private static bool TryRead(ReadOnlySpan<byte> utf8, bool isClock, out double seconds)
    {
        seconds = 0;
        Span<char> text = stackalloc char[MaxBytes];
        return utf8.Length <= MaxBytes && DurationText.TryParse(text[..Encoding.UTF8.GetChars(utf8, text)], out seconds, isClock, isMinute: true);
    }
}
