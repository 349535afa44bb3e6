using System.Buffers;
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
    private const int MaxNumberLength = 200;

    /// <summary>A pattern that backtracks beyond this on one text ends the statement. A throttled container alone pauses for 100 ms.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(500);

    public static void Register(FunctionRegistry registry, UnitsSeen units)
    {
        var patterns = new Dictionary<string, Regex>(StringComparer.Ordinal);
        registry.Add("regexp", 2, values => AnyNull(values) ? null : IsMatch(Compile(patterns, values[0]), values[1]) ? 1L : 0L);
        registry.Add("regexp_extract", 2, values => AnyNull(values) ? null : Extract(Compile(patterns, values[1]), values[0]));
        registry.Add("num", 1, OfStart(text =>
            NumberText.TryFind(text, out NumberText.Found number) && !DurationText.IsCompound(text) ? Narrow(units.Take(number)) : null));
        registry.Add("year", 1, OfStart(DateParts.Year));
        registry.Add("month", 1, OfStart(DateParts.Month));
        registry.Add("day", 1, OfStart(DateParts.Day));
        registry.Add("seconds", 1, OfStart(text => DateParts.Seconds(text) is { } seconds ? Narrow(seconds) : null));
        registry.Add("isodate", 1, OfStart(static text => DateText.ToIso(text, DateOrder.Unambiguous)));
        registry.Add("lower", 1, OfPieces(static text => text.Normalize(NormalizationForm.FormC).ToLowerInvariant()), byPieces: true);
        registry.Add("upper", 1, OfPieces(static text =>
            text.Normalize(NormalizationForm.FormC).ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal)), byPieces: true);
        registry.Add("norm", 1, values => AnyNull(values) ? null : Normalize(FunctionRegistry.Bytes(values[0])), byPieces: true);
        registry.Add("words", 1, values => AnyNull(values) ? null : CountWords(FunctionRegistry.Bytes(values[0])), byPieces: true);
        registry.Add("edit_distance", 2, values => AnyNull(values)
            ? null
            : (long)EditDistance.Between(
                FunctionRegistry.Start(values[0], EditDistance.MaxLength), FunctionRegistry.Start(values[1], EditDistance.MaxLength)));
        registry.AddAggregate("median", 1, series => series.Percentile(50));
        registry.AddAggregate("percentile", 2, series => series.Percentile(series.Argument ?? double.NaN));
        registry.AddAggregate("variance", 1, series => series.Variance());
        registry.AddAggregate("stddev", 1, series => series.Variance() is { } variance ? Math.Sqrt(variance) : null);
    }

    /// <summary>A text that is computed with, as its number; what is none has no value.</summary>
    public static object? NumberOf(sqlite3_value value, UnitsSeen units, bool isCast = false)
    {
        switch (raw.sqlite3_value_type(value))
        {
            case raw.SQLITE_INTEGER:
                return raw.sqlite3_value_int64(value);
            case raw.SQLITE_FLOAT:
                return raw.sqlite3_value_double(value);
            case raw.SQLITE_TEXT:
                var text = FunctionRegistry.Start(value, MaxNumberLength);
                return bool.TryParse(text, out var flag) ? (flag ? 1L : 0L)
                    : isCast && DurationText.InFirstUnit(text) is { } time ? time
                    : NumberText.TryFind(text, out NumberText.Found number) && !DurationText.IsCompound(text) ? Narrow(units.Take(number))
                    : DurationText.TryParse(text, out _)
                        ? throw new InvalidOperationException($"'{text}' is a time and not a number: compute with seconds(column)")
                    : null;
            default:
                return null;
        }
    }

    /// <summary>Case-folded, without diacritics, quotes and dashes unified, spaces collapsed.</summary>
    internal static string Normalize(string text)
    {
        var normal = new StringBuilder(text.Length);
        Normalize(text, normal, isStart: true);
        return normal.ToString().TrimEnd(' ');
    }

    private static Utf8Buffer Normalize(ReadOnlySpan<byte> utf8)
    {
        var buffer = new Utf8Buffer(utf8.Length);
        var normal = new StringBuilder();
        while (!utf8.IsEmpty)
        {
            var length = TextPieces.Next(utf8);
            Normalize(Encoding.UTF8.GetString(utf8[..length]), normal, isStart: buffer.Length == 0);
            utf8 = utf8[length..];

            // A space at its end is one only if a word follows.
            var kept = normal.Length > 0 && normal[^1] == ' ' ? normal.Length - 1 : normal.Length;
            buffer.Append(normal.ToString(0, kept));
            normal.Remove(0, kept);
        }

        return buffer;
    }

    private static void Normalize(string piece, StringBuilder normal, bool isStart)
    {
        foreach (var c in piece.Normalize(NormalizationForm.FormKD))
        {
            var category = char.GetUnicodeCategory(c);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
            {
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                if (normal.Length > 0 ? normal[^1] != ' ' : !isStart)
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
    }

    /// <summary>A function that looks for something at the start of a text, over at most <see cref="TextPieces.MaxLength"/> bytes.</summary>
    private static Func<sqlite3_value[], object?> OfStart(Func<string, object?> function) => values =>
    {
        if (AnyNull(values))
        {
            return null;
        }

        var text = FunctionRegistry.Bytes(values[0]);
        return function(Encoding.UTF8.GetString(text[..TextPieces.Next(text)]));
    };

    private static Func<sqlite3_value[], object?> OfPieces(Func<string, string> function) => values =>
    {
        if (AnyNull(values))
        {
            return null;
        }

        var text = FunctionRegistry.Bytes(values[0]);
        var buffer = new Utf8Buffer(text.Length);
        while (!text.IsEmpty)
        {
            var length = TextPieces.Next(text);
            buffer.Append(function(Encoding.UTF8.GetString(text[..length])));
            text = text[length..];
        }

        return buffer;
    };

    private static bool AnyNull(sqlite3_value[] values) => Array.Exists(values, FunctionRegistry.IsNull);

    private static object Narrow(double number) => Math.Abs(number) < 1e15 && number == Math.Floor(number) ? (object)(long)number : number;

    private static object CountWords(ReadOnlySpan<byte> utf8)
    {
        var count = 0L;
        var inside = false;
        while (!utf8.IsEmpty)
        {
            var length = TextPieces.Next(utf8);
            foreach (var c in Encoding.UTF8.GetString(utf8[..length]))
            {
                var part = char.IsLetterOrDigit(c) || c is '\'' or '’' or '-';
                count += part && !inside ? 1 : 0;
                inside = part;
            }

            utf8 = utf8[length..];
        }

        return count;
    }

    private static bool IsMatch(Regex pattern, sqlite3_value value)
    {
        var utf8 = FunctionRegistry.Bytes(value);
        var text = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return pattern.IsMatch(text.AsSpan(0, Encoding.UTF8.GetChars(utf8, text)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    private static string? Extract(Regex pattern, sqlite3_value value)
    {
        // A long text becomes a string only where there is something to take out of it.
        if (FunctionRegistry.Bytes(value).Length > TextPieces.MaxLength && !IsMatch(pattern, value))
        {
            return null;
        }

        var match = pattern.Match(FunctionRegistry.Text(value));
        return !match.Success ? null : match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
    }

    private static Regex Compile(Dictionary<string, Regex> patterns, sqlite3_value value)
    {
        var pattern = FunctionRegistry.Start(value, MaxPatternLength + 1);
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
internal sealed class NumberSeries(SqlMemory memory)
{
    /// <summary>No number is longer.</summary>
    private const int MaxNumberLength = 400;
    private const int FirstCapacity = 64;

    private readonly List<double> _values = new(FirstCapacity);
    private double? _argument;

    /// <summary>The second argument of the aggregate, if any.</summary>
    public double? Argument => _argument;

    public void Add(sqlite3_value[] arguments)
    {
        if (arguments.Length > 1 && _argument is null && Number(arguments[1]) is { } argument)
        {
            _argument = argument;
        }

        if (Number(arguments[0]) is { } value && !memory.IsSpent)
        {
            if (_values.Count == _values.Capacity)
            {
                memory.Add(2L * sizeof(double) * _values.Capacity);
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
            : type == raw.SQLITE_TEXT
                && FunctionRegistry.Bytes(value).Length <= MaxNumberLength
                && NumberText.TryParse(FunctionRegistry.Text(value), out double number) ? number : null;
    }
}
