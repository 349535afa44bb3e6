using System.Collections.Frozen;
using System.Globalization;

namespace Mact.Core.Tables;

/// <summary>Units of measure behind a number.</summary>
internal static class Units
{
    private static readonly FrozenDictionary<string, string> Dimensions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["km"] = "length",
        ["m"] = "length",
        ["cm"] = "length",
        ["mm"] = "length",
        ["mi"] = "length",
        ["mile"] = "length",
        ["miles"] = "length",
        ["ft"] = "length",
        ["feet"] = "length",
        ["yd"] = "length",
        ["yards"] = "length",
        ["in"] = "length",
        ["inches"] = "length",
        ["nmi"] = "length",
        ["kg"] = "mass",
        ["g"] = "mass",
        ["mg"] = "mass",
        ["t"] = "mass",
        ["tons"] = "mass",
        ["lb"] = "mass",
        ["lbs"] = "mass",
        ["oz"] = "mass",
        ["s"] = "time",
        ["sec"] = "time",
        ["min"] = "time",
        ["h"] = "time",
        ["hr"] = "time",
        ["hrs"] = "time",
        ["hours"] = "time",
        ["days"] = "time",
        ["km²"] = "area",
        ["m²"] = "area",
        ["ha"] = "area",
        ["acres"] = "area",
        ["sq mi"] = "area",
        ["km2"] = "area",
        ["m2"] = "area",
        ["l"] = "volume",
        ["L"] = "volume",
        ["ml"] = "volume",
        ["gal"] = "volume",
        ["gallons"] = "volume",
        ["km/h"] = "speed",
        ["mph"] = "speed",
        ["m/s"] = "speed",
        ["kn"] = "speed",
        ["°C"] = "temperature",
        ["°F"] = "temperature",
        ["$"] = "currency",
        ["€"] = "currency",
        ["£"] = "currency",
        ["¥"] = "currency",
        ["₩"] = "currency",
        ["₹"] = "currency",
        ["₽"] = "currency",
        ["kr"] = "currency",
        ["원"] = "currency",
        ["円"] = "currency",
        ["USD"] = "currency",
        ["EUR"] = "currency",
        ["GBP"] = "currency",
    }.ToFrozenDictionary();

    /// <summary>Units whose prefixes are counted in, with the unit that they come to.</summary>
    private static readonly FrozenDictionary<string, (
        double Factor, string Unit)> Prefixed = new Dictionary<string, (double Factor, string Unit)>(StringComparer.Ordinal)
        {
            ["KB"] = (1e3, "B"),
            ["kB"] = (1e3, "B"),
            ["MB"] = (1e6, "B"),
            ["GB"] = (1e9, "B"),
            ["TB"] = (1e12, "B"),
            ["PB"] = (1e15, "B"),
            ["KiB"] = (1024, "B"),
            ["MiB"] = (1_048_576, "B"),
            ["GiB"] = (1_073_741_824, "B"),
            ["TiB"] = (1_099_511_627_776, "B"),
            ["bytes"] = (1, "B"),
            ["W"] = (1, "W"),
            ["kW"] = (1e3, "W"),
            ["MW"] = (1e6, "W"),
            ["GW"] = (1e9, "W"),
            ["Hz"] = (1, "Hz"),
            ["kHz"] = (1e3, "Hz"),
            ["MHz"] = (1e6, "Hz"),
            ["GHz"] = (1e9, "Hz"),
            ["Wh"] = (1, "Wh"),
            ["kWh"] = (1e3, "Wh"),
            ["MWh"] = (1e6, "Wh"),
            ["GWh"] = (1e9, "Wh"),
            ["TWh"] = (1e12, "Wh"),
        }.ToFrozenDictionary();

    /// <summary>The symbol of a unit that is written in words or otherwise: "feet" and "ft" are one unit.</summary>
    public static string SymbolOf(string unit) => unit switch
    {
        "feet" => "ft",
        "mile" or "miles" => "mi",
        "yards" => "yd",
        "inches" => "in",
        "lbs" => "lb",
        "sec" => "s",
        "hr" or "hrs" or "hours" => "h",
        "km2" => "km²",
        "m2" => "m²",
        "L" => "l",
        "gallons" => "gal",
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        _ => unit,
    };

    /// <summary>The quantity that a unit measures, or null where it is none that is known.</summary>
    public static string? DimensionOf(string unit) => Dimensions.GetValueOrDefault(unit);

    /// <summary>The factor and the unit that stand right behind a number.</summary>
    public static (double Factor, string Unit) After(ReadOnlySpan<char> text, FrozenDictionary<string, double> scales)
    {
        var rest = text.TrimStart(" \u00a0");
        var factor = 1.0;
        var word = FirstWord(rest);
        if (scales.TryGetValue(word, out var scale))
        {
            factor = scale;
            rest = rest[word.Length..].TrimStart(" \u00a0");
            word = FirstWord(rest);
        }
        else if (word.Length > 0 && word[0] > 0x1100 && scales.TryGetValue(word[..1], out scale))
        {
            factor = scale;
            word = word[1..];
        }

        return Prefixed.TryGetValue(word, out var prefixed) ? (factor * prefixed.Factor, prefixed.Unit)
            : Dimensions.ContainsKey(word) ? (factor, word) : (factor, string.Empty);
    }

    private static string FirstWord(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && end < 12 && (char.IsLetter(text[end]) || text[end] is '°' or '²' or '/' or '2'
            || char.GetUnicodeCategory(text[end]) == UnicodeCategory.CurrencySymbol))
        {
            end++;
        }

        return text[..end].ToString();
    }
}
