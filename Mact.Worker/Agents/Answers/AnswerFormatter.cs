using System.Globalization;
using System.Text.RegularExpressions;
using Mact.Core.Runs;
using Mact.Core.Voting;
using Mact.Worker.Agents.Tools;

namespace Mact.Worker.Agents.Answers;

/// <summary>
/// Turns what a planner wrote into values: an executed result that it equals is shown as it was executed; else the text is freed
/// of its sentence and split into items.
/// </summary>
internal static partial class AnswerFormatter
{
    /// <summary>The values, and the executed result that they are.</summary>
    /// <param name="answer">What was written.</param>
    /// <param name="question">Decides whether a unit or scale that was written stays.</param>
    /// <param name="executed">Executed results, the latest first.</param>
    public static (IReadOnlyList<string> Values, ResultGroup? Evidence) Format(string answer, string question, IReadOnlyList<ResultGroup> executed)
    {
        var (values, evidence) = Choose(answer, question, executed);
        return ([.. values.Select(OneLine)], evidence);
    }

    private static (IReadOnlyList<string> Values, ResultGroup? Evidence) Choose(string answer, string question, IReadOnlyList<ResultGroup> executed)
    {
        var bare = Bare(answer);
        foreach (var group in executed)
        {
            if (Matches(bare, group))
            {
                return (KeepsUnit(bare, question) ? Items(bare) : Values(group), group);
            }
        }

        var items = Items(bare);
        var source = executed.FirstOrDefault(group => items.All(item => Find(group, item) is not null));
        return source is null
            ? (Whole(bare, executed) is { } whole ? [whole] : items, null)
            : ([.. items.Select(item => KeepsUnit(item, question) ? item : Find(source, item)!)], source);
    }

    /// <summary>The values of a result, row by row; NULLs left out.</summary>
    public static IReadOnlyList<string> Values(ResultGroup group) => [.. group.Rows.SelectMany(row => row).OfType<string>().Where(value => value.Length > 0).Select(OneLine)];

    // A cell with line breaks is still one value.
    private static string OneLine(string value) => value.Contains('\n', StringComparison.Ordinal) ? value.ReplaceLineEndings(" ").Trim() : value;

    private static bool Matches(string answer, ResultGroup group) =>
        group.RowCount == group.Rows.Count && ObservationVote.KeyOf(answer, [group]) == group.Canonical;

    private static string? Find(ResultGroup group, string item)
    {
        var key = CanonicalForm.OfTexts([item]).Key;
        return key.Length == 0 ? null : group.Rows.SelectMany(row => row).FirstOrDefault(cell => cell is not null && CanonicalForm.OfTexts([cell]).Key == key);
    }

    // A value with a comma of its own ("Washington, D.C.") is one value where a cell says so.
    private static string? Whole(string answer, IReadOnlyList<ResultGroup> executed) =>
        executed.Select(group => Find(group, answer)).FirstOrDefault(cell => cell is not null);

    private static IReadOnlyList<string> Items(string answer)
    {
        var items = AnswerItems.Split(answer);
        return items.Count == 0 ? [answer] : items;
    }

    /// <summary>"The answer is Ana." is Ana.</summary>
    private static string Bare(string answer)
    {
        var text = answer.Trim();
        var lead = Lead().Match(text);
        text = lead.Success ? text[lead.Length..].Trim() : text;
        return text.EndsWith('.') && text.IndexOf('.', StringComparison.Ordinal) == text.Length - 1 ? text[..^1] : text;
    }

    // "12.5 %" for "by how many percent", "3 million" for "in millions": asked for, so it stays.
    private static bool KeepsUnit(string item, string question) =>
        item.Any(char.IsAsciiDigit) && item.Any(c => char.IsLetter(c) || c is '%' or '$' or '€' or '£') && AsksForUnit().IsMatch(question) && !double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"^(the\s+)?(final\s+)?answer(\s+is|\s*:)\s*:?\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lead();

    [GeneratedRegex(@"\b(with|include|including|give|state)\b.{0,20}\b(unit|units|scale|percent sign|currency)\b|\bin what (unit|currency|scale)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AsksForUnit();
}
