using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mact.Core.Tables;
using SQLitePCL;

namespace Mact.Core.Sql;

/// <summary>What analysts miss in SQLite: <see cref="SqlFunctions.Documentation"/> says what each does.</summary>
internal static class AnalystFunctions
{
    private const int MaxPatternLength = 1_000;
    private const int MaxCachedPatterns = 64;

    /// <summary>A pattern that backtracks beyond this on one text ends the statement.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(50);

    public static void Register(FunctionRegistry registry, UnitsSeen units)
    {
        var patterns = new Dictionary<string, Regex>(StringComparer.Ordinal);
        registry.Add("regexp", 2, values => AnyNull(values)
            ? null
            : Compile(patterns, FunctionRegistry.Text(values[0])).IsMatch(FunctionRegistry.Text(values[1])) ? 1L : 0L);
        registry.Add("regexp_extract", 2, values => AnyNull(values) ? null : Extract(patterns, values));
        registry.Add("num", 1, OfText(text => NumberText.TryFind(text, out NumberText.Found number) ? Narrow(units.Take(number)) : null));
        registry.Add("year", 1, OfText(DateParts.Year));
        registry.Add("month", 1, OfText(DateParts.Month));
        registry.Add("day", 1, OfText(DateParts.Day));
        registry.Add("seconds", 1, OfText(text => DateParts.Seconds(text) is { } seconds ? Narrow(seconds) : null));
        registry.Add("lower", 1, OfText(static text => text.Normalize(NormalizationForm.FormC).ToLowerInvariant()));
        registry.Add("upper", 1, OfText(static text => text.Normalize(NormalizationForm.FormC).ToUpperInvariant()));
        registry.Add("isodate", 1, OfText(static text => DateText.ToIso(text, DateOrder.Unambiguous)));
        registry.Add("norm", 1, OfText(Normalize));
        registry.Add("words", 1, OfText(text => (long)CountWords(text)));
        registry.Add("edit_distance", 2, values => AnyNull(values)
            ? null
            : (long)EditDistance.Between(
                FunctionRegistry.Start(values[0], EditDistance.MaxLength), FunctionRegistry.Start(values[1], EditDistance.MaxLength)));
        registry.AddAggregate("median", 1, series => series.Percentile(50));
        registry.AddAggregate("percentile", 2, series => series.Percentile(series.Argument ?? double.NaN));
        registry.AddAggregate("variance", 1, series => series.Variance());
        registry.AddAggregate("stddev", 1, series => series.Variance() is { } variance ? Math.Sqrt(variance) : null);
    }

    /// <summary>Case-folded, without diacritics, quotes and dashes unified, spaces collapsed.</summary>
    internal static string Normalize(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            var category = char.GetUnicodeCategory(c);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
            {
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                if (normal.Length > 0 && normal[^1] != ' ')
                {
                    normal.Append(' ');
                }
            }
            else
            {
                normal.Append(category switch
                {
                    UnicodeCategory.DashPunctuation => '-',
                    UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => c is '“' or '”' or '«' or '»' ? '"' : '\'',
                    _ => c == '−' ? '-' : char.ToLowerInvariant(c),
                });
            }
        }

        return normal.ToString().TrimEnd(' ');
    }

    private static Func<sqlite3_value[], object?> OfText(Func<string, object?> function) =>
        values => AnyNull(values) ? null : function(FunctionRegistry.Text(values[0]));

    private static bool AnyNull(sqlite3_value[] values) => Array.Exists(values, FunctionRegistry.IsNull);

    private static object Narrow(double number) => Math.Abs(number) < 1e15 && number == Math.Floor(number) ? (object)(long)number : number;

    private static int CountWords(string text)
    {
        var count = 0;
        var inside = false;
        foreach (var c in text)
        {
            var part = char.IsLetterOrDigit(c) || c is '\'' or '’' or '-';
            count += part && !inside ? 1 : 0;
            inside = part;
        }

        return count;
    }

    private static string? Extract(Dictionary<string, Regex> patterns, sqlite3_value[] values)
    {
        var match = Compile(patterns, FunctionRegistry.Text(values[1])).Match(FunctionRegistry.Text(values[0]));
        return !match.Success ? null : match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
    }

    private static Regex Compile(Dictionary<string, Regex> patterns, string pattern)
    {
        if (patterns.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (pattern.Length > MaxPatternLength)
        {
            throw new InvalidOperationException($"the pattern is longer than {MaxPatternLength} characters");
        }

        if (patterns.Count >= MaxCachedPatterns)
        {
            patterns.Clear();
        }

        return patterns[pattern] = new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
    }
}

/// <summary>The units that num() has met in one statement: it refuses to give numbers of different units as if they could be compared.</summary>
internal sealed class UnitsSeen
{
    private readonly Dictionary<string, string> _units = new(StringComparer.Ordinal);
    private bool _isScaled;

    public void Clear()
    {
        _units.Clear();
        _isScaled = false;
    }

    /// <summary>The number, where no other unit of its quantity was met.</summary>
    /// <exception cref="InvalidOperationException">Another unit of the same quantity was met before.</exception>
    public double Take(NumberText.Found number)
    {
        if (Units.DimensionOf(number.Unit) is { } dimension
            && !_units.TryAdd(dimension, number.Unit)
            && _units[dimension] != number.Unit)
        {
            throw new InvalidOperationException(
                $"the texts hold both {_units[dimension]} and {number.Unit}, which do not compare; tell them apart (LIKE '%{number.Unit}%') and "
                    + "convert one of them, or compare those of one unit only");
        }

        _isScaled |= number.IsScaled;
        return _isScaled && _units.GetValueOrDefault("length") == "m"
            ? throw new InvalidOperationException("the texts hold both m and k or M: m may mean metres or millions; tell them apart and convert them")
            : number.Value;
    }
}

/// <summary>The numbers that an aggregate has seen.</summary>
internal sealed class NumberSeries
{
    /// <summary>40 MB; a table within the limits has far fewer rows.</summary>
    private const int MaxCount = 5_000_000;

    private readonly List<double> _values = [];
    private double? _argument;

    /// <summary>The second argument of the aggregate, if any.</summary>
    public double? Argument => _argument;

    public void Add(sqlite3_value[] arguments)
    {
        if (arguments.Length > 1 && _argument is null && Number(arguments[1]) is { } argument)
        {
            _argument = argument;
        }

        if (Number(arguments[0]) is { } value)
        {
            if (_values.Count == MaxCount)
            {
                throw new InvalidOperationException($"more than {MaxCount} values");
            }

            _values.Add(value);
        }
    }

    public double? Variance()
    {
        if (_values.Count < 2)
        {
            return null;
        }

        // Welford's method: no cancellation for large values that lie close together.
        double mean = 0, squares = 0;
        for (var i = 0; i < _values.Count; i++)
        {
            var delta = _values[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (_values[i] - mean);
        }

        return squares / (_values.Count - 1);
    }

    /// <summary>Interpolated between the two nearest values.</summary>
    public double? Percentile(double percent)
    {
        if (percent is < 0 or > 100 || double.IsNaN(percent))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), "the second argument is a number from 0 to 100");
        }

        if (_values.Count == 0)
        {
            return null;
        }

        _values.Sort();
        var rank = percent / 100 * (_values.Count - 1);
        var low = (int)Math.Floor(rank);
        var high = Math.Min(low + 1, _values.Count - 1);
        return _values[low] + ((rank - low) * (_values[high] - _values[low]));
    }

    private static double? Number(sqlite3_value value)
    {
        var type = raw.sqlite3_value_type(value);
        return type == raw.SQLITE_INTEGER || type == raw.SQLITE_FLOAT
            ? raw.sqlite3_value_double(value)
            : type == raw.SQLITE_TEXT && NumberText.TryParse(FunctionRegistry.Text(value), out double number) ? number : null;
    }
}
