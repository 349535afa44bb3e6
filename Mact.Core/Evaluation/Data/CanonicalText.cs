using System.Text.RegularExpressions;

namespace Mact.Core.Evaluation.Data;

/// <summary>
/// A canonical form for answers of data that has none: thousands commas, a currency sign, a percent sign and a word of unit after the number are dropped
/// ("36,767" → "36767", "12 years" → "12"). Only the expected answer gets it, never the answer under test.
/// </summary>
internal static partial class CanonicalText
{
    public static string Of(string answer)
    {
        var match = Amount().Match(answer.Trim());
        return match.Success ? match.Groups["number"].Value.Replace(",", string.Empty, StringComparison.Ordinal) : answer.Trim();
    }

    [GeneratedRegex(@"^[$€£¥]?\s*(?<number>-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?)\s*(%|[\p{L}]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Amount();
}
