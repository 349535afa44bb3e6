namespace Mact.Web.Localization;

/// <summary>Numbers, durations, tokens and times as every page shows them.</summary>
public static class Show
{
    /// <summary>An estimate with two digits that count: 1,800, 12,000, 1,200,000.</summary>
    public static long Rounded(long value)
    {
        if (value < 100)
        {
            return value;
        }

        var unit = (long)Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return (long)Math.Round((double)value / unit) * unit;
    }

    /// <summary>"12,345".</summary>
    public static string Count(long value) => value.ToString("N0");

    /// <summary>"1 row", "2 rows", "12,345 rows".</summary>
    public static string Count(long value, string one, string? many = null) => $"{Count(value)} {(value == 1 ? one : many ?? one + "s")}";

    /// <summary>"1,234 tokens".</summary>
    public static string Tokens(long value) => Count(value, "token");

    /// <summary>"60 %"; a share of 0 to 1 in.</summary>
    public static string Percent(double share) => $"{share * 100:0} %";

    /// <summary>"60.5%": a length in drawings; a share of 0 to 1 in.</summary>
    public static string Length(double share) => $"{share * 100:0.###}%";

    /// <summary>"0.0042"; the currency is the one that prices are configured in.</summary>
    public static string Money(decimal value) => value.ToString(value < 1 ? "0.0000" : "N2");

    /// <summary>"4.2 MB"; bytes in.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{Count(bytes)} B",
        < 1024 * 1024 => $"{bytes / 1024.0:0.#} kB",
        _ => $"{bytes / 1024.0 / 1024.0:0.#} MB",
    };

    /// <summary>"2026-11-22 17:05 UTC".</summary>
    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'");

    /// <summary>"17:05:09 UTC".</summary>
    public static string TimeOfDay(DateTimeOffset at) => at.ToUniversalTime().ToString("HH:mm:ss 'UTC'");

    /// <summary>"2026-11-22", UTC.</summary>
    public static string Date(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd");

    /// <summary>"0.6", "0.95": a setting, as it was given.</summary>
    public static string Setting(double value) => value.ToString("0.######");

    /// <summary>At most so many characters, with an ellipsis where something is left out.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
}
