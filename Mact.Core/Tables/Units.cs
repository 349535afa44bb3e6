using System.Collections.Frozen;
using System.Globalization;

namespace Mact.Core.Tables;

/// <summary>Units of measure behind a number.</summary>
internal static class Units
{
    /// <summary>Quantities with their units, each with its other spellings.</summary>
    private static readonly Dictionary<string, string[]> Quantities = new(StringComparer.Ordinal)
    {
        ["length"] =
        [
            "km|kms|kilometre|kilometres|kilometer|kilometers", "m|metre|metres|meter|meters", "cm|centimetres|centimeters",
            "mm|millimetres|millimeters",
            "mi|mile|miles", "ft|foot|feet", "yd|yds|yard|yards", "in|inch|inches", "nmi|nautical miles", "μm|µm", "nm",
        ],
        ["mass"] =
        [
            "kg|kgs|kilogram|kilograms|kilos", "g|gram|grams", "mg", "t|tonne|tonnes", "ton|tons", "lb|lbs|pound|pounds",
            "oz|ounce|ounces", "st",
        ],
        ["time"] =
        [
            "s|sec|secs|second|seconds|Sek", "ms", "µs|μs", "min|mins|minute|minutes|Min", "h|hr|hrs|hour|hours|Std", "day|days|Tage", "week|weeks",
            "month|months", "year|years|yr|yrs|Jahre",
        ],
        ["area"] = ["km²|km2|sqkm", "m²|m2|sqm", "ha|hectares", "acre|acres", "sqmi|mi²", "sqft|ft²"],
        ["volume"] = ["l|L|litre|litres|liter|liters", "ml|mL", "gal|gallon|gallons", "m³|m3", "cl", "hl", "pt|pints"],
        ["speed"] = ["km/h|kph|kmh", "mph", "m/s", "kn|kt|knots"],
        ["temperature"] = ["°C|℃", "°F|℉"],
        ["power"] = ["W", "hp|bhp", "PS"],
        ["energy"] = ["Wh", "J", "kJ", "MJ", "cal", "kcal"],
        ["data"] = ["B", "bit"],
        ["currency"] =
        [
            "$|USD|dollar|dollars|달러", "€|EUR|euro|euros|Euro", "£|GBP", "¥|JPY|円|엔", "₩|KRW|원", "₹|INR|Rs|Rs.", "₽|RUB|руб|руб.|р.", "kr|kr.",
            "SEK", "NOK", "DKK", "CHF|Fr.", "CNY|RMB|元|圆|위안", "zł|PLN", "Kč|CZK", "Ft|HUF", "₺|TRY", "CAD", "AUD", "BRL", "MXN",
            "HKD", "SGD", "NZD", "ZAR",
        ],
    };

    private static readonly FrozenDictionary<string, (string Dimension, string Unit)> Known = Quantities
        .SelectMany(static quantity => quantity.Value, static (quantity, names) => (quantity.Key, Names: names.Split('|')))
        .SelectMany(static unit => unit.Names, static (unit, name) => (name, Value: (unit.Key, unit.Names[0])))
        .ToFrozenDictionary(static pair => pair.name, static pair => pair.Value, StringComparer.Ordinal);

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
    public static string? DimensionOf(string unit) => Known.TryGetValue(unit, out var known) ? known.Dimension : null;

    /// <summary>Whether this is a unit.</summary>
    public static bool IsKnown(string unit) => Known.ContainsKey(unit) || Prefixed.ContainsKey(unit);

    /// <summary>The currency that is written beside a number: "$" for "$5", "US$5", "5 USD"; empty where there is none.</summary>
    public static string CurrencyOf(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.GetUnicodeCategory(text[at]) == UnicodeCategory.CurrencySymbol)
            {
                // "C$", "HK$": a dollar of another country.
                var from = at;
                while (from > 0 && char.IsAsciiLetterUpper(text[from - 1]))
                {
                    from--;
                }

                var name = text[from..(at + 1)].ToString();
                return name is "US$" ? "$" : Known.TryGetValue(name, out var symbol) ? symbol.Unit : name;
            }
        }

        if (!HasLetter(text))
        {
            return string.Empty;
        }

        foreach (var word in text.ToString().Split([' ', '\u00a0', '\u202f', '(', ')', '-', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            var letters = word.AsSpan().Trim("0123456789.,'’").ToString();
            if (letters.Length > 0 && Known.TryGetValue(letters, out var currency) && currency.Dimension == "currency")
            {
                return currency.Unit;
            }
        }

        return string.Empty;
    }

    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

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
            : Known.TryGetValue(word, out var known) ? (factor, known.Unit) : (factor, string.Empty);
    }

    private static string FirstWord(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && end < 12 && (char.IsLetter(text[end]) || text[end] is '°' or '²' or '³' or '℃' or '℉' or '/' or '2' or '3'
            || char.GetUnicodeCategory(text[end]) == UnicodeCategory.CurrencySymbol))
        {
            end++;
        }

        return text[..end].ToString();
    }
}
