using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mact.Core.Evaluation.Scoring;

/// <summary>
/// The text normalisation of denotation accuracy: accents stripped; quotes and dashes unified; trailing citations, footnote marks, parenthesised
/// details and outer double quotes dropped as long as there are any; one final full stop dropped; spaces collapsed; lower case.
/// </summary>
internal static partial class DenotationText
{
    private const string FootnoteMarks = "•♦†‡*#+";

    public static string Normalise(string value)
    {
        var text = Plain(value).Trim();
        for (var before = string.Empty; before != text;)
        {
            before = text;
            text = TrailingMarks().Replace(text, string.Empty);
            text = TrailingDetails().Replace(text, string.Empty);
            text = OuterQuotes().Replace(text, "${inner}");
            text = text.Trim();
        }

        text = text.EndsWith('.') ? text[..^1] : text;
        return Spaces().Replace(text, " ").Trim().ToLowerInvariant();
    }

    private static string Plain(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var character in WellFormed(value).Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            text.Append(character switch
            {
                '‘' or '’' or '´' or '`' => '\'',
                '“' or '”' => '"',
                '‐' or '‑' or '‒' or '–' or '—' or '−' => '-',
                _ => character,
            });
        }

        return text.ToString();
    }

    // Half a surrogate pair cannot be normalised.
    private static string WellFormed(string value) => value.IsNormalizable() ? value : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));

    private static bool IsNormalizable(this string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                return false;
            }
        }

        return true;
    }

    // A value that is nothing but a citation, or begins with the mark, is the value itself.
    [GeneratedRegex("(?<!^)(\\s*\\[[^\\]]*\\]|[" + FootnoteMarks + "]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TrailingMarks();

    [GeneratedRegex(@"(?<!^)(\s+\([^)]*\))+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TrailingDetails();

    [GeneratedRegex("^\"(?<inner>[^\"]*)\"$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OuterQuotes();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
