using System.Globalization;
using System.Text;

namespace Mact.DevServices.Tests.Reader;

/// <summary>
/// Denotation accuracy by the rules of the WikiTableQuestions evaluator: two sets of values are equal, values compared as numbers, dates or
/// normalised texts.
/// </summary>
internal static class WtqScore
{
    public static bool IsRight(IReadOnlyList<string> target, IReadOnlyList<string> canonical, IReadOnlyList<string> predicted)
    {
        var wanted = target.Zip(canonical).Select(pair => (Text: Normal(pair.First), Canonical: pair.Second)).DistinctBy(pair => pair.Text).ToList();
        var given = predicted.Select(Normal).Distinct(StringComparer.Ordinal).ToList();
        return wanted.Count == given.Count
            && wanted.TrueForAll(
                pair => given.Exists(text => text == pair.Text || SameNumber(pair.Canonical, text) || SameDate(pair.Canonical, text)));
    }

    private static bool SameNumber(string canonical, string text) =>
        double.TryParse(canonical, NumberStyles.Float, CultureInfo.InvariantCulture, out var wanted)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var given)
        && Math.Abs(wanted - given) < 1e-6;

    private static bool SameDate(string canonical, string text) =>
        canonical.Count(character => character == '-') == 2 && canonical.All(character => char.IsAsciiDigit(character) || character is '-' or 'x')
            && canonical == text;

    // Accents stripped, quotes and dashes unified, trailing citations, notes and details dropped, one full stop dropped, spaces collapsed, lower
    // case.
    private static string Normal(string value)
    {
        var text = Plain(value);
        for (var before = string.Empty; before != text;)
        {
            before = text;
            text = WithoutEnding(text.Trim().TrimEnd('•', '♦', '†', '‡', '*', '#', '+').TrimEnd(), '[', ']');
            text = WithoutEnding(text, '(', ')');
            if (text.Length >= 2 && text[0] == '"' && text[^1] == '"' && !text[1..^1].Contains('"', StringComparison.Ordinal))
            {
                text = text[1..^1];
            }
        }

        text = text.EndsWith('.') ? text[..^1] : text;
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
    }

    private static string WithoutEnding(string text, char open, char close)
    {
        var start = text.EndsWith(close) ? text.LastIndexOf(open) : -1;
        return start > 0 && (open == '[' || text[start - 1] == ' ') ? text[..start].TrimEnd() : text;
    }

    private static string Plain(string value)
    {
        var text = new StringBuilder();
        foreach (var character in value.Normalize(NormalizationForm.FormKD))
        {
            if (char.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                text.Append(character switch
                {
                    '‘' or '’' or '´' or '`' => '\'',
                    '“' or '”' => '"',
                    '‐' or '‑' or '‒' or '–' or '—' or '−' => '-',
                    _ => character,
                });
            }
        }

        return text.ToString();
    }
}
