using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Worker.Agents.Programs;

/// <summary>
/// Which column of a one-row result a question asks for. Models put the measure beside the answer ("Oslo | 27420" for "which port has the most
/// tonnage?"): the thing is the answer, and the measure is evidence.
/// </summary>
internal static partial class AskedColumn
{
    /// <summary>The column, or null where the question asks for more than one thing, or which one is not plain.</summary>
    /// <param name="question">Its text.</param>
    /// <param name="columns">Names of the result's columns.</param>
    /// <param name="row">The row; null = NULL.</param>
    public static int? Find(string question, IReadOnlyList<string> columns, IReadOnlyList<string?> row)
    {
        if (
            columns.Count < 2
                || Several().IsMatch(question) || Pairs().Matches(question).Any(pair => Named(pair.Groups["left"].Value, columns) is { } left
            && Named(pair.Groups["right"].Value, columns) is { } right && left != right))
        {
            return null;
        }

        var numbers = row.Select(
            static cell => cell is not null && decimal.TryParse(cell, NumberStyles.Number, CultureInfo.InvariantCulture, out _)).ToList();
        if (HowMany().IsMatch(question))
        {
            return Only(numbers, number: true);
        }

        if (Noun().Match(question) is { Success: true } noun && Named(noun.Groups["noun"].Value, columns) is { } named)
        {
            return named;
        }

        return When().IsMatch(question) ? Named("date", columns) ?? Named("year", columns) ?? Named("time", columns)
            : Thing().IsMatch(question) ? Only(numbers, number: false)
            : null;
    }

    private static int? Only(List<bool> numbers, bool number) => numbers.Count(cell => cell == number) == 1 ? numbers.IndexOf(number) : null;

    // "the name and age of", "the id, name and level": two columns side by side are two things.
    [GeneratedRegex(
        @"(?<left>\w+)( of \w+)?(,? and |, )(the |its |their |his |her )?(?=(?<right>\w+))",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Pairs();

    /// <summary>The one column that a noun is for: "port" for the column "port" or "Port name", "countries" for "country".</summary>
    public static int? Named(string noun, IReadOnlyList<string> columns)
    {
        var stem = Stem(noun);
        var found = Enumerable.Range(0, columns.Count)
            .Where(index => CellIndex.WordsOf(columns[index]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(word => Stem(word) == stem))
            .ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static string Stem(string word)
    {
        var lower = word.ToLowerInvariant();
        return lower.EndsWith("ies", StringComparison.Ordinal) ? lower[..^3] + "y" : lower.EndsWith('s') && lower.Length > 3 ? lower[..^1] : lower;
    }

    [GeneratedRegex(
        @"\b(and|or) (how|what|who|which|when|where|by how|its|their|his|her|the)\b|\brespectively\b|\btogether with\b|\balong with\b|\beach\b|\bboth\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Several();

    [GeneratedRegex(
        @"^\W*(in total,? )?(how (many|much)|what (is|was|are|were) the (total|sum|number|average|mean|difference|amount|count))\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex HowMany();

    [GeneratedRegex(
        @"\b(which|what)\s+(?!is|was|are|were|did|does|do|has|had|have)(?<noun>\w+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex Noun();

    [GeneratedRegex(@"^\W*when\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex When();

    [GeneratedRegex(@"\b(who|whom|which|where|what|name)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Thing();
}
