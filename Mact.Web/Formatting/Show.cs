using System.Globalization;

namespace Mact.Web.Formatting;

/// <summary>Numbers, durations, tokens and times as every page shows them.</summary>
public static class Show
{
    /// <summary>An estimate with two digits that count: 1,800, 12,000, 1.2 million.</summary>
    public static string Rounded(long value)
    {
        if (value < 100)
        {
            return Count(value);
        }

        var unit = (long)Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        var rounded = (long)Math.Round((double)value / unit) * unit;
        return rounded < 1_000_000 ? Count(rounded) : string.Create(CultureInfo.InvariantCulture, $"{rounded / 1e6:0.#} million");
    }

    /// <summary>"12,345".</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 row", "2 rows", "12,345 rows".</summary>
    public static string Count(long value, string one, string? many = null) => $"{Count(value)} {(value == 1 ? one : many ?? one + "s")}";

    /// <summary>"840 ms", "3.2 s", "1 min 05 s", "2 h 03 min"; milliseconds in.</summary>
    public static string Duration(double milliseconds)
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
                : string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms");
        }

        var seconds = milliseconds / 1000;
        if (seconds < 59.95)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
        }

        var whole = TimeSpan.FromSeconds(Math.Round(seconds));
        return whole.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalMinutes} min {whole.Seconds:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalHours} h {whole.Minutes:00} min");
    }

    /// <summary>"1,234 tokens".</summary>
    public static string Tokens(long value) => Count(value, "token");

    /// <summary>"60 %"; a share of 0 to 1 in.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    /// <summary>"0.0042"; the currency is the one that prices are configured in.</summary>
    public static string Money(decimal value) => value.ToString(value < 1 ? "0.0000" : "N2", CultureInfo.InvariantCulture);

    /// <summary>"4.2 MB"; bytes in.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => Count(bytes, "byte"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.#} MB"),
    };

    /// <summary>"2026-11-22 17:05 UTC".</summary>
    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>"just now", "4 min ago", "3 h ago", then the date.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalSeconds: < 45 } => "just now",
        { TotalMinutes: < 60 } age => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (int)age.TotalMinutes)} min ago"),
        { TotalHours: < 24 } age => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours} h ago"),
        _ => at.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    /// <summary>Words for a list: "a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => string.Empty,
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}",
    };

    /// <summary>At most so many characters, with an ellipsis where something is left out.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
}
