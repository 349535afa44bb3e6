using System.Globalization;
using Mact.Web.ApiAccess;
using Mact.Web.Localization;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Runs;

/// <summary>How a result stands to an answer.</summary>
/// <param name="Verdict">same, contains, differs.</param>
/// <param name="Missing">Values of the answer that the result does not hold.</param>
/// <param name="Words">For people.</param>
public sealed record AnswerComparison(string Verdict, IReadOnlyList<string> Missing, string Words)
{
    /// <summary>Compares values as texts, upper and lower case being the same, and as numbers where both are numbers.</summary>
    public static AnswerComparison Of(IReadOnlyList<string> answer, QueryResult result, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(t);
        var cells = result.Rows.SelectMany(static row => row).OfType<string>().ToList();
        var missing = answer.Where(value => !cells.Exists(cell => Same(cell, value))).ToList();
        if (missing.Count > 0)
        {
            return new("differs", missing, missing.Count == answer.Count
                ? t["This result does not hold the answer."]
                : t["This result lacks {0}.", t.List([.. missing.Select(static value => $"“{value}”")])]);
        }

        return cells.Count == answer.Count && result.RowCount == result.Rows.Count
            ? new("same", [], t["This result is the answer."])
            : new("contains", [], t["This result holds the answer, among {0}.", t.Count(cells.Count, "{0} value", "{0} values")]);
    }

    private static bool Same(string left, string right) =>
        string.Equals(left.Trim(), right.Trim(), StringComparison.OrdinalIgnoreCase)
        || (Number(left) is { } first && Number(right) is { } second && Math.Abs(first - second) <= 1e-9 * Math.Max(1, Math.Abs(first)));

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value) ? value : null;
}
