using System.Collections.Frozen;
using System.Globalization;

namespace Mact.Core.Tables;

/// <summary>A unit of measure.</summary>
/// <param name="Quantity">What it measures; amounts of two units of one quantity are not added up.</param>
/// <param name="Names">Its spellings, parted by bars; the first is its symbol where that is not given.</param>
/// <param name="Base">The unit in which votes compare it; null where they take its name as it is written.</param>
/// <param name="Factor">How many of the base it is.</param>
/// <param name="Short">Its symbol where no spelling is.</param>
internal sealed record Unit(string Quantity, string Names, string? Base = null, decimal Factor = 1, string? Short = null)
{
    public string[] Spellings { get; } = Names.Split('|');

    /// <summary>As it is shown.</summary>
    public string Symbol => Short ?? Spellings[0];
}

/// <summary>Units of measure behind a number.</summary>
internal static class Units
{
    /// <summary>
    /// The one list of them. Voting compares all of a kind in one unit; kinds that only convention converts (currencies, degrees, tons) are not
    /// converted.
    /// </summary>
    public static IReadOnlyList<Unit> All { get; } =
    [
        new("length", "km|kms|kilometre|kilometres|kilometer|kilometers", "m", 1_000m),
        new("length", "m|metre|metres|meter|meters", "m", 1m),
        new("length", "cm|centimetre|centimetres|centimeter|centimeters", "m", 0.01m),
        new("length", "mm|millimetre|millimetres|millimeter|millimeters", "m", 0.001m),
        new("length", "mi|mile|miles", "m", 1_609.344m),
        new("length", "ft|foot|feet", "m", 0.3048m),
        new("length", "yd|yds|yard|yards", "m", 0.9144m),
        new("length", "in"),
        new("length", "inch|inches", "m", 0.0254m, "in"),
        new("length", "nmi|nautical miles"), new("length", "μm|µm"), new("length", "nm"),
        new("mass", "kg|kgs|kilogram|kilograms|kilos", "g", 1_000m),
        new("mass", "g|gram|grams", "g", 1m),
        new("mass", "mg", "g", 0.001m),
        new("mass", "t|tonne|tonnes", "g", 1_000_000m),
        new("mass", "ton|tons", "ton", 1m),
        new("mass", "lb|lbs", "g", 453.59237m),
        // In an answer it may as well be the currency.
        new("mass", "pound|pounds", "pound", 1m, "lb"),
        new("mass", "oz|ounce|ounces"), new("mass", "st"),
        new("time", "s|sec|secs|second|seconds|Sek", "s", 1m),
        new("time", "ms|millisecond|milliseconds", "s", 0.001m),
        new("time", "µs|μs"),
        new("time", "min|mins|minute|minutes|Min", "s", 60m),
        new("time", "h|hr|hrs|hour|hours|Std", "s", 3_600m),
        new("time", "day|days|Tage", "s", 86_400m),
        new("time", "week|weeks", "s", 604_800m),
        new("time", "month|months", "month", 1m),
        new("time", "year|years|yr|yrs|Jahre", "month", 12m),
        new("area", "km²|km2|sqkm", "m²", 1_000_000m),
        new("area", "m²|m2|sqm", "m²", 1m),
        new("area", "ha|hectare|hectares", "m²", 10_000m),
        new("area", "acre|acres"), new("area", "sqmi|mi²"), new("area", "sqft|ft²"),
        new("volume", "l|L|litre|litres|liter|liters", "l", 1m),
        new("volume", "ml|mL", "l", 0.001m),
        new("volume", "gal|gallon|gallons"), new("volume", "m³|m3"), new("volume", "cl"), new("volume", "hl"), new("volume", "pt|pints"),
        new("speed", "km/h|kph|kmh", "km/h", 1m),
        new("speed", "mph", "km/h", 1.609344m),
        new("speed", "m/s"), new("speed", "kn|kt|knots"),
        new("temperature", "°C|℃", "°c", 1m), new("temperature", "°F|℉", "°f", 1m),
        new("power", "W"), new("power", "hp|bhp"), new("power", "PS"),
        new("energy", "Wh"), new("energy", "J"), new("energy", "kJ"), new("energy", "MJ"), new("energy", "cal"), new("energy", "kcal"),
        new("data", "B"), new("data", "bit"),
        new(Currency, "$|USD|US$|dollar|dollars|달러", "usd", 1m),
        new(Currency, "€|EUR|euro|euros|Euro", "eur", 1m),
        new(Currency, "£|GBP", "gbp", 1m),
        new(Currency, "¥|JPY|円|엔", "jpy", 1m),
        new(Currency, "₩|KRW|원", "krw", 1m),
        new(Currency, "₹|INR|Rs|Rs.", "inr", 1m),
        new(Currency, "₽|RUB|руб|руб.|р.", "rub", 1m),
        new(Currency, "₺|TRY|TL", "try", 1m),
        .. ("kr|kr. SEK NOK DKK ISK CHF|Fr.|SFr.|sFr. CNY|RMB|元|圆|圓|위안 zł|PLN Kč|CZK Ft|HUF lei|RON лв|лв.|BGN din|din.|дин|дин.|RSD HRK MKD "
            + "₴|UAH|грн|грн. Br|BYN ₸|KZT|тг ₾|GEL ֏|AMD ₼|AZN UZS ₪|ILS|NIS|ש״ח CAD|C$ AUD|A$ NZD|NZ$ HKD|HK$ SGD|S$ TWD|NT$ "
            + "MXN|MX$ BRL|R$ ARS CLP COP PEN|S/|S/. UYU BOB|Bs|Bs. PYG|₲ VES CRC|₡ GTQ DOP|RD$ ZAR|R THB|฿|บาท ₫|VND|đ IDR|Rp|Rp. MYR|RM ₱|PHP "
            + "BDT|৳ PKR LKR NPR KHR|៛ LAK|₭ MMK MNT|₮ AED SAR|ر.س QAR KWD BHD OMR JOD IQD IRR|﷼ EGP|E£ MAD DZD TND NGN|₦ GHS|GH₵ KES|KSh|Ksh "
            + "TZS|TSh UGX|USh ETB XAF|FCFA XOF|CFA RWF ZMW MUR")
            .Split(' ').Select(static names => new Unit(Currency, names)),
    ];

    /// <summary>Currencies as they are written in letters beside a number.</summary>
    public static IEnumerable<string> CurrencyWords => All.Where(static unit => unit.Quantity == Currency)
        .SelectMany(static unit => unit.Spellings).Where(static name => char.IsLetter(name[0]) && name.Length <= 4);

    private const string Currency = "currency";

    private static readonly FrozenDictionary<string, Unit> Known = All
        .SelectMany(static unit => unit.Spellings, static (unit, name) => (name, unit))
        .DistinctBy(static pair => pair.name)
        .ToFrozenDictionary(static pair => pair.name, static pair => pair.unit, StringComparer.Ordinal);

    /// <summary>Units whose prefixes are counted in, with the unit that they come to.</summary>
    private static readonly FrozenDictionary<string, (double Factor, string Unit)> Prefixed =
        new Dictionary<string, (double Factor, string Unit)>(StringComparer.Ordinal)
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
            ["bps"] = (1, "bps"),
            ["kbps"] = (1e3, "bps"),
            ["Kbps"] = (1e3, "bps"),
            ["Mbps"] = (1e6, "bps"),
            ["Gbps"] = (1e9, "bps"),
            ["kbit/s"] = (1e3, "bps"),
            ["Mbit/s"] = (1e6, "bps"),
            ["Gbit/s"] = (1e9, "bps"),
            ["KB/s"] = (8e3, "bps"),
            ["MB/s"] = (8e6, "bps"),
            ["GB/s"] = (8e9, "bps"),
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

    /// <summary>The quantity that a unit measures, or null where it is none that is known.</summary>
    public static string? DimensionOf(string unit) => Known.TryGetValue(unit, out var known) ? known.Quantity : null;

    /// <summary>What a unit is compared in: the name of the base and how many of it the unit is; null where nothing converts it.</summary>
    public static (string Name, double Factor)? BaseOf(string unit) =>
        Known.TryGetValue(unit, out var known) && known.Base is { } name ? (name, (double)known.Factor) : null;

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
                return name is "US$" ? "$" : Known.TryGetValue(name, out var known) ? known.Symbol : name;
            }
        }

        if (!HasLetter(text))
        {
            return string.Empty;
        }

        foreach (var word in text.ToString().Split([' ', '\u00a0', '\u202f', '(', ')', '-', '+'], StringSplitOptions.RemoveEmptyEntries))
        {
            var letters = word.AsSpan().Trim("0123456789.,'’").ToString();
            if (letters.Length > 0 && Known.TryGetValue(letters, out var known) && known.Quantity == Currency)
            {
                return known.Symbol;
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
            : Known.TryGetValue(word, out var known) ? (factor, known.Symbol) : (factor, string.Empty);
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
