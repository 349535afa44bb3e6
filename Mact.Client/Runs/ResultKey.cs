using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Client.Runs;

/// <summary>
/// One value, whatever it is written like: "52.2%" and "52.2" are one, so are "Porto" and "porto", "2024-03-01" and "1 Mar 2024". A day that could
/// be two (3/4/2024) is only equal to itself.
/// </summary>
public static partial class CellValue
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;
    private const string Signs = "$€£₩¥%원";

    private static readonly string[] Days =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMMM d yyyy", "d-MMM-yyyy",
        "d. MMMM yyyy", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy년 M월 d일",
    ];

    /// <summary>What equal values have in common.</summary>
    public static string Key(string text)
    {
        var bare = text.Trim().Trim('"', '“', '”', '\'', '.');
        return Number(text) is { } number ? Key(number)
            : Day(bare) is { } day ? day.ToString(day.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss")
            : bare.ToUpperInvariant();
    }

    /// <summary>The sign of a currency or of percent that a number is written with; empty where there is none.</summary>
    public static string Sign(string text) =>
        Number(text) is null ? string.Empty : text.FirstOrDefault(static c => Signs.Contains(c, StringComparison.Ordinal)) switch
        {
            '\0' => string.Empty,
            '원' => "₩",
            var sign => sign.ToString(),
        };

    /// <summary>The number that a text is, with a point or a comma before its decimals, and without its currency or percent sign; null where it is
    /// none.</summary>
    public static decimal? Number(string text) => HasDecimalComma(text) ? Plain(Turned(text)) ?? Plain(text) : Plain(text);

    /// <summary>1.234,5 instead of 1,234.5.</summary>
    public static bool HasDecimalComma(string text) => DecimalComma().IsMatch(text);

    /// <summary>Points for commas and the other way round.</summary>
    public static string Turned(string text) =>
        string.Concat(text.Trim().Select(static c => c == ',' ? '.' : c == '.' ? ',' : c));

    // Fractions differ only by how they were computed; of small ones, the first digits count.
    private static string Key(decimal number) => Math.Abs(number) is > 0 and < 1
        ? ((double)number).ToString("G6")
        : Math.Round(number, 6, MidpointRounding.AwayFromZero).ToString("0.######");

    private static DateTime? Day(string text) => text.Length is >= 8 and <= 24
        && DateTime.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var day) ? day : null;

    private static decimal? Plain(string text)
    {
        var bare = text.AsSpan().Trim();
        var isNegative = false;
        if (bare is ['(', .. var inner, ')'] && inner.ContainsAnyInRange('0', '9'))
        {
            bare = inner.Trim();
            isNegative = true;
        }
        else if (bare is ['-' or '−', .. var unsigned] && !unsigned.ContainsAny('-', '−'))
        {
            bare = unsigned.Trim();
            isNegative = true;
        }

        bare = bare.TrimStart("$€£₩¥").TrimEnd(Signs).Trim();
        return decimal.TryParse(bare, Style, CultureInfo.InvariantCulture, out var value) ? isNegative ? -value : value
            : double.TryParse(bare, NumberStyles.Float, CultureInfo.InvariantCulture, out var floating)
                && Math.Abs(floating) < 1e28 ? (decimal)(isNegative ? -floating : floating)
            : null;
    }

    // One or two digits behind a comma, or a comma behind a group of three: no way to write thousands.
    [GeneratedRegex(@"\d,\d{1,2}(?!\d)|\.\d{3},\d", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex DecimalComma();
}

/// <summary>
/// What results have in common that differ in nothing but their form: how numbers and days are written, a currency or percent sign that one of them
/// leaves away, the order of rows, a name before or behind its number. Votes are stricter (docs/voting.md); this is by what results are told apart
/// where they are shown, on the page, by the command line and to other programs.
/// </summary>
public sealed class ResultKey
{
    private const char CellSeparator = '\n';
    private const char RowSeparator = '\u001e';
    private static readonly string[] Separators = ["\n", "|", ";", ", "];

    private readonly string _values;
    private readonly string[] _signs;

    private ResultKey(IEnumerable<IReadOnlyList<string>> rows, bool isList, int rowCount)
    {
        var keyed = rows
            .Select(row => row
                .Select(static cell => (Key: CellValue.Key(cell), Sign: CellValue.Sign(cell)))
                .Where(static cell => cell.Key.Length > 0))
            .Select(row => isList
                ? row.OrderBy(static cell => cell.Key, StringComparer.Ordinal)
                : row.OrderBy(static cell => decimal.TryParse(cell.Key, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? 0 : 1))
            .Select(static row => row.ToList())
            .Select(static row => (
                Text: string.Join(CellSeparator, row.Select(static cell => cell.Key)), Signs: row.Select(static cell => cell.Sign)))
            .Where(static row => row.Text.Length > 0)
            .OrderBy(static row => row.Text, StringComparer.Ordinal)
            .ToList();
        _values = string.Join(RowSeparator, keyed.Select(static row => row.Text).Concat(rowCount > keyed.Count ? [$"{rowCount}"] : []));
        _signs = [.. keyed.SelectMany(static row => row.Signs)];
    }

    /// <summary>The key of an executed result, row by row: numbers of one row are in their order, and so are its words.</summary>
    public static ResultKey Of(ResultGroup group)
    {
        var rowCount = group.RowCount > group.Rows.Count ? group.RowCount : 0;
        return group.Columns.Count == 1
            ? new([[.. group.Rows.SelectMany(static row => row).OfType<string>()]], isList: true, rowCount)
            : new(group.Rows.Select(static row => row.OfType<string>().ToList()), isList: false, rowCount);
    }

    /// <summary>The key of values as an answer gives them.</summary>
    /// <param name="values">Its values, row by row.</param>
    /// <param name="columns">Columns of a table; 1 for a value or a list.</param>
    public static ResultKey Of(IReadOnlyList<string> values, int columns) =>
        columns > 1 && values.Count > columns && values.Count % columns == 0
        ? new(values.Chunk(columns), isList: false, 0)
        : new([[.. values.SelectMany(static value => Items(value, Separators))]], isList: true, 0);

    /// <summary>The key of what a model wrote: values parted by lines, bars, semicolons or commas, or a table of lines with bars below its
    /// header.</summary>
    public static ResultKey Of(string written)
    {
        var lines = written.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length < 2 || !Array.TrueForAll(lines, static line => line[0] == '|'))
        {
            return new([Items(written, Separators)], isList: true, 0);
        }

        var rows = lines.Skip(1).Select(static line => Items(line, "|")).Where(static cells => cells.Count > 0).ToList();
        return rows.TrueForAll(static row => row.Count == 1)
            ? new([[.. rows.SelectMany(static row => row)]], isList: true, 0)
            : new(rows, isList: false, 0);
    }

    /// <summary>Whether they are the same value for a person: $5 and 5 are, $5 and 5 % are not.</summary>
    public bool IsLike(ResultKey other) => _values == other._values
        && _signs.Zip(other._signs).All(static pair => pair.First.Length == 0 || pair.Second.Length == 0 || pair.First == pair.Second);

    private static List<string> Items(string text, params string[] separators) =>
    [
        .. text.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(static item => !item.All(static c => c is '-' or ':' or ' ')),
    ];
}
