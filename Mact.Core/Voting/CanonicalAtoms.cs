using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mact.Core.Tables;

namespace Mact.Core.Voting;

/// <summary>Single values in canonical form.</summary>
internal static class CanonicalAtoms
{
    public static string[] Row(ReadOnlySpan<Cell> row)
    {
        var atoms = new string[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            atoms[i] = Of(TextOf(row[i]));
        }

        return atoms;
    }

    /// <summary>A cell's value as text; numbers in invariant round-trip form, NULL as empty.</summary>
    public static string TextOf(Cell cell) => cell.Value switch
    {
        null => string.Empty,
        double number => number.ToString("R"),
        IFormattable number => number.ToString(null, null),
        string text => text,
        var other => other.ToString() ?? string.Empty,
    };

    /// <summary>Adds the items of a value that may itself be a list; blank ones are left out.</summary>
    public static void AddItems(string value, List<string> atoms, bool units)
    {
        foreach (var item in AnswerItems.SplitWords(value))
        {
            var atom = Of(item, units);
            if (atom.Length > 0)
            {
                atoms.Add(atom);
            }
        }
    }

    /// <summary>One value: a number with its unit, a date, or folded text.</summary>
    public static string Of(string text) => Of(text, units: true);

    private static string Of(string text, bool units)
    {
        var folded = Fold(UnitCase.Keep(text));
        if (folded.Length is 0 or > 64)
        {
            return folded;
        }

        return CanonicalNumber.TryFormat(folded, units) ?? CanonicalDate.TryFormat(folded) ?? folded;
    }

    /// <summary>Lower case, single spaces, plain quotes and dashes, no outer quotes, no final period.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var original in text)
        {
            var c = Plain(original);
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                if (folded.Length > 0 && folded[^1] != ' ')
                {
                    folded.Append(' ');
                }
            }
            else
            {
                folded.Append(char.ToLowerInvariant(c));
            }
        }

        var result = folded.ToString().Trim();
        if (result.Length >= 2 && result[0] == result[^1] && result[0] is '"' or '\'' or '`' && result.Length >= 2)
        {
            result = result[1..^1].Trim();
        }

        return TrimPeriod(result);
    }

    // "Ana." and "Ana" are one answer; "Washington, D.C." keeps its last period, as an abbreviation has another one before.
    private static string TrimPeriod(string text) =>
        text.EndsWith('.') && text.IndexOf('.', StringComparison.Ordinal) == text.Length - 1 ? text[..^1].TrimEnd() : text;

    private static char Plain(char c) => c switch
    {
        '\u2018' or '\u2019' or '\u02bc' => '\'',
        '\u201c' or '\u201d' => '"',
        >= '\u2010' and <= '\u2015' or '\u2212' => '-',
        _ => c,
    };
}

/// <summary>
/// Letters of a unit whose case is their meaning: 5 mW is no 5 MW, and 5 Mb (bits) no 5 MB (bytes). All in small letters nothing is meant by it:
/// 5 mb is 5 MB.
/// </summary>
internal static partial class UnitCase
{
    private const int LongestText = 64;
    private const int LimitMilliseconds = 1_000;

    /// <summary>The text with such letters spelt out, so that folding case loses nothing.</summary>
    public static string Keep(string text) => text.Length is 0 or > LongestText || !text.Any(char.IsAsciiDigit)
        ? text
        : Bits().Replace(Milli().Replace(text, "${number}milli${unit}"), "${number}bit${rest}");

    [GeneratedRegex(@"^(?<number>\s*[-+(\u2212]?[\d.,\s]+\)?\s*)m(?<unit>(?:Wh?|V|A|J|N|Hz|Pa)\.?\s*)$", RegexOptions.None, LimitMilliseconds)]
    private static partial Regex Milli();

    [GeneratedRegex(@"^(?<number>\s*[-+(\u2212]?[\d.,\s]+\)?\s*[kKMGT])b(?<rest>(?:ps|/s)?\.?\s*)$", RegexOptions.None, LimitMilliseconds)]
    private static partial Regex Bits();
}

/// <summary>Calendar dates brought to ISO. Spellings that could be two dates (03/04/2020) are left as text.</summary>
internal static class CanonicalDate
{
    private static readonly string[] Formats =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss",
        "d MMMM yyyy", "d MMM yyyy", "MMMM d, yyyy", "MMM d, yyyy", "MMMM d yyyy", "MMM d yyyy",
    ];

    /// <summary>yyyy-MM-dd (with the time where there is one other than midnight), or null.</summary>
    public static string? TryFormat(string folded)
    {
        if (folded.Length is < 8 or > 25 || !folded.Any(char.IsAsciiDigit))
        {
            return null;
        }

        if (!DateTime.TryParseExact(folded, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var date))
        {
            return null;
        }

        return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss");
    }
}
