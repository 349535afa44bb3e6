using Microsoft.Extensions.Localization;

namespace Mact.Web.Localization;

/// <summary>Numbers with their nouns, lists and ages in the language of the page. Figures themselves are the same in every language (<see
/// cref="Show"/>).</summary>
public static class TextExtensions
{
    private const long Million = 1_000_000;

    /// <summary>"1 row", "2 rows", "12,345 rows": <c>Count(rows, "{0} row", "{0} rows")</c>.</summary>
    public static string Count(this IStringLocalizer<Texts> t, long value, string one, string many)
    {
        return t[value == 1 ? one : many, Show.Count(value)];
    }

    /// <summary>"1,234 tokens".</summary>
    public static string Tokens(this IStringLocalizer<Texts> t, long value) => t.Count(value, "{0} token", "{0} tokens");

    /// <summary>An estimate with two digits that count: 1,800, 12,000, 1.2 million.</summary>
    public static string Rounded(this IStringLocalizer<Texts> t, long value)
    {
        var rounded = Show.Rounded(value);
        return rounded < Million ? Show.Count(rounded) : t["{0} million", (rounded / (double)Million).ToString("0.#")];
    }

    /// <summary>"840 ms", "3.2 s", "1 min 05 s", "2 h 03 min"; milliseconds in.</summary>
    public static string Duration(this IStringLocalizer<Texts> t, double milliseconds)
    {
        if (double.IsNaN(milliseconds) || milliseconds < 0)
        {
            return "–";
        }

        // The next unit begins where the smaller one would round up to it.
        if (milliseconds < 999.5)
        {
            return milliseconds is > 0 and < 0.95
                ? "< 1 ms"
                : t["{0} ms", milliseconds.ToString("0")];
        }

        var seconds = milliseconds / 1000;
        if (seconds < 59.95)
        {
            return t["{0} s", seconds.ToString("0.0")];
        }

        var whole = TimeSpan.FromSeconds(Math.Round(seconds));
        return whole.TotalHours < 1
            ? t["{0} min {1} s", (int)whole.TotalMinutes, whole.Seconds.ToString("00")]
            : t["{0} h {1} min", (int)whole.TotalHours, whole.Minutes.ToString("00")];
    }

    /// <summary>"just now", "4 min ago", "3 h ago", then the date.</summary>
    public static string Ago(this IStringLocalizer<Texts> t, DateTimeOffset at, DateTimeOffset now)
    {
        return (now - at) switch
        {
            { TotalSeconds: < 45 } => t["just now"],
            { TotalMinutes: < 60 } age => t["{0} min ago", Math.Max(1, (int)age.TotalMinutes)],
            { TotalHours: < 24 } age => t["{0} h ago", (int)age.TotalHours],
            _ => Show.Date(at),
        };
    }

    /// <summary>Words for a list: "a", "a and b", "a, b and c".</summary>
    public static string List(this IStringLocalizer<Texts> t, IReadOnlyList<string> items)
    {
        return items.Count switch
        {
            0 => string.Empty,
            1 => items[0],
            _ => t["{0} and {1}", string.Join(", ", items.Take(items.Count - 1)), items[^1]],
        };
    }

    /// <summary>What happened, in a few words.</summary>
    public static string Title(this IStringLocalizer<Texts> t, ApiProblem problem) =>
        t.Told(problem.Title, otherwise: t["The Api refused the request"]);

    /// <summary>Title and detail of a problem as one sentence or two.</summary>
    public static string Problem(this IStringLocalizer<Texts> t, ApiProblem problem)
    {
        return new ApiProblem(problem.Status, t.Title(problem), t.Detail(problem)).Message;
    }

    /// <summary>What was tried and what to do next, with when to try again where the Api says so.</summary>
    public static string Detail(this IStringLocalizer<Texts> t, ApiProblem problem)
    {
        var detail = t.Told(problem.Sentence?.ToString() ?? problem.Detail, problem.Sentence);
        return problem.RetryAfter is { } wait
            ? $"{detail} {t["Try again in {0}.", t.Duration(Math.Ceiling(wait.TotalSeconds) * 1000)]}".TrimStart()
            : detail;
    }
}

/// <summary>Times inside sentences: texts are made on the server, and only the browser knows the zone of its reader.</summary>
public static class TimedText
{
    // Not in any text: a noncharacter of Unicode.
    private const char Edge = '\uFDD0';

    /// <summary>Stands for a time in a sentence until it is drawn.</summary>
    public static string Mark(DateTimeOffset at) => $"{Edge}{at.ToString("O")}{Edge}";

    /// <summary>The sentence in parts: words and times in turn, beginning with words.</summary>
    public static string[] Split(string sentence) => sentence.Split(Edge);
}
