using System.Globalization;

namespace Mact.Core.Voting;

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

        return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
