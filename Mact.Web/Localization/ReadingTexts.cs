using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Localization;

/// <summary>
/// What the built-in reader says a question asks ("sum of Revenue for each Region, where Year is more than 2020") in the language of the page. Its
/// patterns are few and fixed; names and cells stay as they are, and so does what is none of its patterns.
/// </summary>
public static partial class ReadingTexts
{
    private const string Where = ", where ";
    private const string And = " and ";
    private const string NotUnderstood = "NOT_UNDERSTOOD: ";

    /// <summary>The reading in the language of the page; in English as it is.</summary>
    public static string Reading(this IStringLocalizer<Texts> t, string reading)
    {
        if (t["language-code"].ResourceNotFound)
        {
            return reading;
        }

        var at = reading.IndexOf(Where, StringComparison.Ordinal);
        return at < 0 ? What(t, reading) : t["{0}, where {1}", What(t, reading[..at]), Conditions(t, reading[(at + Where.Length)..])];
    }

    /// <summary>A question with the reading that its asker means behind it ("Which one? (Region with the smallest Revenue)"), to be read.</summary>
    public static string Offered(this IStringLocalizer<Texts> t, string question) =>
        question.EndsWith(')') && question.LastIndexOf("? (", StringComparison.Ordinal) is >= 0 and var at
            ? $"{question[..(at + 1)]} ({t.Reading(question[(at + 3)..^1])})"
            : question;

    /// <summary>The reader's thought before its first step; another thought as it is told.</summary>
    public static string Thought(this IStringLocalizer<Texts> t, string thought) => AsRead().Match(thought) is { Success: true } read
        ? $"{t["One rule, no vote."]} {t["The question was read as: {0}.", t.Reading(read.Groups["a"].Value)]}"
        : t.Told(thought, otherwise: thought);

    /// <summary>An answer as a plan wrote it; where it says that the question is not understood, that in the language of the page.</summary>
    public static string Written(this IStringLocalizer<Texts> t, string? text) => text?.StartsWith(NotUnderstood, StringComparison.Ordinal) == true
        ? t.Told(text[NotUnderstood.Length..], otherwise: t["The model could not make sense of the question."])
        : text ?? string.Empty;

    private static string What(IStringLocalizer<Texts> t, string text)
    {
        if (Extreme().Match(text) is { Success: true } extreme)
        {
            var (of, by) = (extreme.Groups["a"].Value, extreme.Groups["b"].Value);
            return (extreme.Groups["row"].Success, extreme.Groups["largest"].Success) switch
            {
                (true, true) => t["{0} of the row with the largest {1}", of, by],
                (true, false) => t["{0} of the row with the smallest {1}", of, by],
                (false, true) => t["{0} with the largest {1}", of, Measure(t, by)],
                (false, false) => t["{0} with the smallest {1}", of, Measure(t, by)],
            };
        }

        if (Grouped().Match(text) is { Success: true } grouped)
        {
            return t["{0} for each {1}", Measure(t, grouped.Groups["a"].Value), grouped.Groups["b"].Value];
        }

        if (Difference().Match(text) is { Success: true } difference)
        {
            return t["difference in {0} between {1} and {2}", difference.Groups["a"].Value, One(t, difference, "b"), One(t, difference, "c")];
        }

        return Whether().Match(text) is not { Success: true } whether ? Measure(t, text)
            : whether.Groups["more"].Success
                ? t["whether {0} is more for {1} than for {2}", whether.Groups["a"].Value, One(t, whether, "b"), One(t, whether, "c")]
                : t["whether {0} is less for {1} than for {2}", whether.Groups["a"].Value, One(t, whether, "b"), One(t, whether, "c")];
    }

    private static string Measure(IStringLocalizer<Texts> t, string text) => Measured().Match(text) is not { Success: true } measure ? text
        : (measure.Groups["f"].Value, measure.Groups["a"].Value) switch
        {
            ("number of rows", _) => t["number of rows"],
            ("number of different " or "number of different values of ", var of) => t["number of different values of {0}", of],
            ("sum of ", var of) => t["sum of {0}", of],
            ("average ", var of) => t["average of {0}", of],
            ("median ", var of) => t["median of {0}", of],
            ("largest ", var of) => t["largest {0}", of],
            (_, var of) => t["smallest {0}", of],
        };

    // A cell may hold the word that parts conditions: what is none by itself belongs to the one before it.
    private static string Conditions(IStringLocalizer<Texts> t, string text)
    {
        List<string> parts = [];
        foreach (var part in text.Split(And))
        {
            if (parts.Count > 0 && (!Condition().IsMatch(part) || !Condition().IsMatch(parts[^1])))
            {
                parts[^1] += And + part;
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join(", ", parts.Select(part => One(t, part)));
    }

    private static string One(IStringLocalizer<Texts> t, Match match, string group) => One(t, match.Groups[group].Value);

    private static string One(IStringLocalizer<Texts> t, string text)
    {
        if (Either().Match(text) is { Success: true } either)
        {
            return t["{0} or {1}", One(t, either, "a"), One(t, either, "b")];
        }

        if (Condition().Match(text) is not { Success: true } condition)
        {
            return text;
        }

        if (condition.Groups["none"].Success)
        {
            return t["there is no {0}", condition.Groups["none"].Value];
        }

        var part = condition.Groups["part"].Value;
        var value = condition.Groups["v"].Value;
        string name = part switch
        {
            "the year of " => t["the year of {0}", condition.Groups["n"].Value],
            "the month of " => t["the month of {0}", condition.Groups["n"].Value],
            _ => condition.Groups["n"].Value,
        };
        string values = part == "the month of " && Array.IndexOf(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, value) is >= 0 and var month
            ? t["month {0}", month + 1]
            : value.Split(" or ") is [var first, .. { Length: > 0 } others] ? others.Aggregate(first, (before, next) => t["{0} or {1}", before, next])
            : value;
        return condition.Groups["c"].Value switch
        {
            "not " => t["{0} is not {1}", name, values],
            "less than " => t["{0} is less than {1}", name, values],
            "at most " => t["{0} is at most {1}", name, values],
            "more than " => t["{0} is more than {1}", name, values],
            "at least " => t["{0} is at least {1}", name, values],
            _ => t["{0} is {1}", name, values],
        };
    }

    [GeneratedRegex(@"^One rule, no vote\. I read the question as: (?<a>.+)\.$", Options, 5000)]
    private static partial Regex AsRead();

    [GeneratedRegex("^(?<a>.+?)(?<row> of the row)? with the ((?<largest>largest)|smallest) (?<b>.+)$", Options, 5000)]
    private static partial Regex Extreme();

    [GeneratedRegex("^(?<a>.+?) for each (?<b>.+)$", Options, 5000)]
    private static partial Regex Grouped();

    [GeneratedRegex("^difference in (?<a>.+?) between (?<b>.+? is .+?) and (?<c>.+)$", Options, 5000)]
    private static partial Regex Difference();

    [GeneratedRegex("^whether (?<a>.+?) is ((?<more>more)|less) for (?<b>.+?) than for (?<c>.+)$", Options, 5000)]
    private static partial Regex Whether();

    [GeneratedRegex("^(?<f>number of rows$|number of different (values of )?|sum of |average |median |largest |smallest )(?<a>.*)$", Options, 5000)]
    private static partial Regex Measured();

    [GeneratedRegex(
        "^(there is no (?<none>.+)|(?<part>the (year|month) of )?(?<n>.+?) is (?<c>not |less than |at most |more than |at least )?(?<v>.+))$",
        Options, 5000)]
    private static partial Regex Condition();

    [GeneratedRegex(@"^(?<a>(?<n>.+?) is .+?) or (?<b>\k<n> is .+)$", Options, 5000)]
    private static partial Regex Either();

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
}
