using System.Globalization;
using System.Text.RegularExpressions;
using Mact.Core.Voting;
using Mact.Worker.Agents.Programs;

namespace Mact.Worker.Agents.Answers;

/// <summary>An answer in values.</summary>
/// <param name="Values">In their order; row by row for a table.</param>
/// <param name="Evidence">The executed result that they are, or are part of; null where none is.</param>
internal sealed record FormattedAnswer(IReadOnlyList<string> Values, ResultGroup? Evidence)
{
    /// <summary>The answer is the whole result, not a part of it: all of its rows are the answer, also those that were not shown.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The columns of a table that was written as lines with bars.</summary>
    public IReadOnlyList<string>? Columns { get; init; }
}

/// <summary>
/// Turns what a planner wrote into values: an executed result that it equals is shown as it was executed; else the text is freed
/// of its sentence and split into items. Marks of emphasis are taken off only where no executed result and no cell has them.
/// </summary>
internal static partial class AnswerFormatter
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // How many rows a planner is shown of a long result.
    private static readonly (int Rows, string Word)[] ShownRows = [(20, "twenty"), (10, "ten"), (5, "five")];

    /// <summary>The values, and the executed result that they are.</summary>
    /// <param name="answer">What was written.</param>
    /// <param name="question">Decides whether a unit or scale that was written stays.</param>
    /// <param name="executed">Executed results, the latest first.</param>
    /// <param name="cells">The cells of the tables.</param>
    public static FormattedAnswer Format(string answer, string question, IReadOnlyList<ResultGroup> executed, CellIndex? cells = null)
    {
        var formatted = Choose(answer, question, executed, cells);
        return formatted with { Values = [.. formatted.Values.Select(OneLine)] };
    }

    private static FormattedAnswer Choose(string answer, string question, IReadOnlyList<ResultGroup> executed, CellIndex? cells)
    {
        var written = answer.Trim();
        var bare = Bare(written);
        string[] spellings = cells?.Spell(written) is not null ? [written] : cells?.Spell(bare) is not null ? [bare] : [bare, WithoutMarks(bare)];
        foreach (var spelling in spellings.Distinct(StringComparer.Ordinal))
        {
            if (executed.FirstOrDefault(group => Matches(spelling, question, group)) is { } same)
            {
                return KeepsUnit(spelling, question) ? new(Items(spelling), same) : new(Values(same), same) { IsWhole = true };
            }
        }

        var plain = spellings[^1];
        if (Table(plain) is { } table)
        {
            return table;
        }

        var items = cells?.Spell(plain) is { } cell ? [cell] : Items(plain);
        var source = executed.FirstOrDefault(group => items.All(item => Find(group, item) is not null));
        return source is null
            ? new(Whole(plain, executed) is { } whole ? [whole] : items, null)
            : new([.. items.Select(item => KeepsUnit(item, question) ? item : Find(source, item)!)], source);
    }

    /// <summary>The values of a result, row by row; NULLs left out.</summary>
    public static IReadOnlyList<string> Values(ResultGroup group) =>
        [.. group.Rows.SelectMany(row => row).OfType<string>().Where(value => value.Length > 0).Select(OneLine)];

    /// <summary>A cell with line breaks is still one value.</summary>
    public static string OneLine(string value) => value.Contains('\n', StringComparison.Ordinal) ? value.ReplaceLineEndings(" ").Trim() : value;

    // A copy of the part that was shown stands for all rows: the planner saw no more. Not so where the question asks for so many.
    private static bool Matches(string answer, string question, ResultGroup group)
    {
        if (ObservationVote.KeyOf(answer, [group]) == group.Canonical)
        {
            return true;
        }

        var copied = CanonicalForm.OfText(RowsShown().Replace(answer, string.Empty));
        return group.RowCount > group.Rows.Count && ShownRows.Any(
            shown =>
                !Regex.IsMatch(question, $@"\b({shown.Rows}|{shown.Word})\b", RegexOptions.IgnoreCase, Limit)
                    && CanonicalForm.OfText(RowsShown().Replace(ObservationText.Of(group, null, shown.Rows), string.Empty)) == copied);
    }

    // "| town | pots |" lines that no result equals: cells, not lines.
    private static FormattedAnswer? Table(string answer) =>
        BarTable.TryRead(answer) is { } lines && lines.All(line => line.Count == lines[0].Count)
            ? new([.. lines.Skip(1).SelectMany(static line => line).Select(static cell => cell == "NULL" ? string.Empty : cell)], null)
            {
                Columns = lines[0].Count > 1 ? lines[0] : null,
            }
            : null;

    private static string? Find(ResultGroup group, string item)
    {
        var key = CanonicalForm.OfTexts([item], units: false).Key;
        var cells = group.Rows.SelectMany(static row => row).OfType<string>().ToList();
        return key.Length == 0
            ? null
            : cells.Find(cell => cell == item) ?? cells.Find(cell => CanonicalForm.OfTexts([cell], units: false).Key == key && SameUnit(cell, item));
    }

    // "30 min" is not "30 s"; 30 alone may be either.
    private static bool SameUnit(string cell, string item) =>
        CanonicalForm.OfTexts([cell]) is var left && CanonicalForm.OfTexts([item]) is var right
        && (left == right || left == CanonicalForm.OfTexts([cell], units: false) || right == CanonicalForm.OfTexts([item], units: false));

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

    private static string WithoutMarks(string text)
    {
        foreach (var mark in (ReadOnlySpan<string>)["**", "__", "`", "*", "_"])
        {
            if (text.Length > 2 * mark.Length && text.StartsWith(mark, StringComparison.Ordinal) && text.EndsWith(mark, StringComparison.Ordinal)
                && !text[mark.Length..^mark.Length].Contains(mark, StringComparison.Ordinal))
            {
                return text[mark.Length..^mark.Length].Trim();
            }
        }

        return text;
    }

    // "12.5 %" for "by how many percent", "3 million" for "in millions": asked for, so it stays.
    private static bool KeepsUnit(string item, string question) =>
        item.Any(char.IsAsciiDigit)
            && item.Any(c => char.IsLetter(c) || c is '%' or '$' or '€' or '£')
            && AsksForUnit().IsMatch(question)
            && !double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex(@"^(the\s+)?(final\s+)?answer(\s+is|\s*:)\s*:?\s*", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Lead();

    [GeneratedRegex(
        @"\b(with|include|including|give|state)\b.{0,20}\b(unit|units|scale|percent sign|currency)\b|\bin what (unit|currency|scale)\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex AsksForUnit();

    // "(20 of 21 rows; table step1 has them all)", "…", "and so on".
    [GeneratedRegex(
        @"(\n?\(\d+ of \d+ rows[^)\n]*\)|[\s,;|]*(\.\.\.|…|\betc\b\.?|\band (so on|\d+ (more|others))\b)\.?)*\s*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        5000)]
    private static partial Regex RowsShown();
}
