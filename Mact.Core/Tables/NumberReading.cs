using System.Collections.Frozen;

namespace Mact.Core.Tables;

/// <summary>Which sign stands before the fraction of a number; the other one groups thousands.</summary>
public enum NumberFormat
{
    /// <summary>1,234.5.</summary>
    DecimalPoint,

    /// <summary>1.234,5.</summary>
    DecimalComma,
}

/// <summary>A cell read as a number.</summary>
/// <param name="Value">The number as written: "22.16 %" is 22.16, "(3.1)" is -3.1, "1.2M" is 1200000.</param>
/// <param name="Whole">The same number where it has no fraction and fits; otherwise <see langword="null"/>.</param>
/// <param name="IsIdentifier">Written as identifiers are: with leading zeros ("007"), or as more than 15 digits in one run.</param>
public readonly record struct NumberReading(double Value, long? Whole, bool IsIdentifier);

/// <summary>What stands beside the digits of a number in tables of several languages.</summary>
internal static class NumberWords
{
    public static readonly FrozenSet<string> Currencies = FrozenSet.ToFrozenSet(
        [
            "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "INR", "JPY", "KRW", "MXN", "NOK", "NZD", "PLN", "RMB",
            "RUB",
            "SEK", "SGD", "TRY", "USD", "ZAR", "kr", "kr.", "Kč", "zł", "Ft", "Fr.", "lei", "Rs", "Rs.", "руб", "руб.", "р.", "원", "円", "元", "圓", "圆",
        ],
        StringComparer.Ordinal);

    public static readonly FrozenDictionary<string, double> Scales = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["k"] = 1e3,
        ["K"] = 1e3,
        ["thousand"] = 1e3,
        ["Tsd"] = 1e3,
        ["Tsd."] = 1e3,
        ["тыс"] = 1e3,
        ["тыс."] = 1e3,
        ["천"] = 1e3,
        ["千"] = 1e3,
        ["만"] = 1e4,
        ["万"] = 1e4,
        ["萬"] = 1e4,
        ["lakh"] = 1e5,
        ["lakhs"] = 1e5,
        ["crore"] = 1e7,
        ["crores"] = 1e7,
        ["M"] = 1e6,
        ["Mio"] = 1e6,
        ["Mio."] = 1e6,
        ["mio"] = 1e6,
        ["mio."] = 1e6,
        ["mn"] = 1e6,
        ["mln"] = 1e6,
        ["million"] = 1e6,
        ["Million"] = 1e6,
        ["millions"] = 1e6,
        ["Millionen"] = 1e6,
        ["млн"] = 1e6,
        ["백만"] = 1e6,
        ["억"] = 1e8,
        ["億"] = 1e8,
        ["亿"] = 1e8,
        ["B"] = 1e9,
        ["bn"] = 1e9,
        ["Bn"] = 1e9,
        ["billion"] = 1e9,
        ["Billion"] = 1e9,
        ["billions"] = 1e9,
        ["Mrd"] = 1e9,
        ["Mrd."] = 1e9,
        ["mld"] = 1e9,
        ["млрд"] = 1e9,
        ["tn"] = 1e12,
        ["trillion"] = 1e12,
        ["조"] = 1e12,
        ["兆"] = 1e12,
    }.ToFrozenDictionary();
}
