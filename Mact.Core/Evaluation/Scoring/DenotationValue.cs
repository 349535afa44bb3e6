using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Core.Evaluation.Scoring;

/// <summary>A value of a denotation: its normalised text, and the number or date that its canonical text is.</summary>
/// <param name="Text">Normalised.</param>
/// <param name="Number">Where the canonical text is a plain number.</param>
/// <param name="Date">Where the canonical text is a date: y-m-d with -1 for each unknown part. A year alone is a number.</param>
internal sealed partial record DenotationValue(string Text, double? Number, (int Year, int Month, int Day)? Date)
{
    private const double Tolerance = 1e-6;
    private const int Unknown = -1;

    /// <summary>Reads a value.</summary>
    /// <param name="original">As it was written.</param>
    /// <param name="canonical">Its canonical text; the original where there is none.</param>
    public static DenotationValue Read(string original, string canonical)
    {
        var text = DenotationText.Normalise(original);
        var plain = canonical.Trim();
        if (double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return new(text, number, null);
        }

        return ReadDate(plain) switch
        {
            (var year, Unknown, Unknown) => new(text, year, null),
            { } date => new(text, null, date),
            null => new(text, null, null),
        };
    }

    /// <summary>Whether a predicted value is this one.</summary>
    public bool Matches(DenotationValue predicted) =>
        Text == predicted.Text
        || (Number is { } wanted && predicted.Number is { } given && Math.Abs(wanted - given) < Tolerance)
        || (Date is { } day && predicted.Date == day);

    private static (int Year, int Month, int Day)? ReadDate(string text)
    {
        var match = DateForm().Match(text.ToLowerInvariant());
        if (!match.Success)
        {
            return null;
        }

        var (year, month, day) = (Part(match, "y"), Part(match, "m"), Part(match, "d"));
        var known = year != Unknown || month != Unknown || day != Unknown;
        return known && month is Unknown or (>= 1 and <= 12) && day is Unknown or (>= 1 and <= 31) ? (year, month, day) : null;
    }

    private static int Part(Match match, string name) =>
        int.TryParse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var part) ? part : Unknown;

    [GeneratedRegex(@"^(?<y>\d{1,4}|xx|xxxx)-(?<m>\d{1,2}|xx)-(?<d>\d{1,2}|xx)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DateForm();
}
