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

    public static void Register(FunctionRegistry registry)
    {
        var patterns = new Dictionary<string, Regex>(StringComparer.Ordinal);
        registry.Add("regexp", 2, values => AnyNull(values)
            ? null
            : Compile(patterns, FunctionRegistry.Text(values[0])).IsMatch(FunctionRegistry.Text(values[1])) ? 1L : 0L);
        registry.Add("regexp_extract", 2, values => AnyNull(values) ? null : Extract(patterns, values));
        registry.Add("num", 1, OfText(text => NumberText.TryFind(text, out var number) ? Narrow(number) : null));
        registry.Add("year", 1, OfText(DateParts.Year));
        registry.Add("month", 1, OfText(DateParts.Month));
        registry.Add("day", 1, OfText(text => DateText.TryParse(text, out var date) ? (long)date.Day : null));
        registry.Add("isodate", 1, OfText(text => DateText.TryParse(text, out var date) ? DateText.ToIso(date) : null));
        registry.Add("norm", 1, OfText(Normalize));
        registry.Add("words", 1, OfText(text => (long)CountWords(text)));
        registry.Add("edit_distance", 2, values => AnyNull(values)
            ? null
            : (long)EditDistance.Between(FunctionRegistry.Text(values[0]), FunctionRegistry.Text(values[1])));
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
