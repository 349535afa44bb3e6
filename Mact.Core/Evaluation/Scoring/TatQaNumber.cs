using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Core.Evaluation.Scoring;

/// <summary>A number as financial tables and their readers write it: "$1,234.5", "(3.1)", "22.16%", "$1.2 million".</summary>
/// <param name="Value">Without its scale; negative where it stands in parentheses or has a minus sign.</param>
/// <param name="Factor">Of the percent sign or scale word that it carries itself; null where it carries none.</param>
internal sealed partial record TatQaNumber(double Value, double? Factor)
{
    private const double Percent = 0.01;

    /// <summary>The factor of a scale's name; 1 for the empty one.</summary>
    public static double FactorOf(string scale) => scale.Trim().ToLowerInvariant() switch
    {
        "thousand" or "thousands" => 1e3,
        "million" or "millions" => 1e6,
        "billion" or "billions" => 1e9,
        "percent" or "%" => Percent,
        _ => 1,
    };

    /// <summary>Reads a whole item as a number, or null where it is a text.</summary>
    public static TatQaNumber? TryRead(string item)
    {
        var match = Form().Match(item.Trim());
        if (!match.Success)
        {
            return null;
        }

        var digits = match.Groups["digits"].Value.Replace(",", string.Empty, StringComparison.Ordinal);
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            return null;
        }

        var negative = match.Groups["minus"].Success || match.Groups["open"].Success;
        var scale = match.Groups["scale"];
        double? factor = scale.Success ? FactorOf(scale.Value) : match.Groups["percent"].Success ? Percent : null;
        return new(negative ? -value : value, factor);
    }

    /// <summary>Rounded to two decimals, in ones, with four decimals, so that equal amounts are equal texts.</summary>
    public string Write(string scale)
    {
        // A percentage that says so itself keeps its decimals.
        var rounded = Factor == Percent ? Value : double.Parse(Value.ToString("F2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Plain(rounded * (Factor ?? FactorOf(scale)));
    }

    /// <summary>With four decimals, neither rounded before nor scaled.</summary>
    public string WritePlain() => Plain(Value);

    private static string Plain(double value) => (Math.Abs(value) < 0.00005 ? 0 : value).ToString("F4", CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<minus>[-−–])?\s*[$€£¥]?\s*(?<open>\()?\s*[$€£¥]?\s*(?<minus>[-−–])?\s*[$€£¥]?\s*(?<digits>(\d[\d,]*(\.\d*)?|\.\d+)([eE][-+]?\d+)?)\s*(?<percent>%)?\s*(?(open)\))\s*(?<percent>%)?\s*(?<scale>thousands?|millions?|billions?|percent)?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Form();
}
