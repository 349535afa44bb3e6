using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>What is marked, and why nothing is, in words.</summary>
public static class EvidenceText
{
    /// <summary>The evidence that stands in one table.</summary>
    public static string Of(Evidence.Traced traced, string table, IStringLocalizer<Texts> t)
    {
        if (traced.Of(table) is not { } used)
        {
            return traced.IsInCondition(table)
                ? t["The program reads this table only in a condition or beside its result; which rows mattered there is not traced."]
                : t["The program does not read this table."];
        }

        var count = Show.Count(used.Rows.Count);
        string marked = traced.IsPerRow
            ? t[
                "Marked: the rows that the program gave back ({0}), in the columns that it names. They were found by running the program again with "
                    + "the row numbers.",
                count]
            : t[
                "Marked: the rows that the program's result is computed from ({0}), in the columns that it names. They were found by running the "
                    + "program again with the row numbers.",
                count];
        return traced.IsCut ? $"{marked} {t["There are more rows than can be marked."]}" : marked;
    }

    /// <summary>Why there is no row to mark.</summary>
    public static string Of(Evidence.Untraced untraced, IStringLocalizer<Texts> t)
    {
        return untraced.Gap switch
        {
            EvidenceGap.SetOperation =>
                t["The rows cannot be traced: the program merges equal rows from several sources (UNION, INTERSECT, EXCEPT)."],
            EvidenceGap.Recursion => t["The rows cannot be traced: the program calls itself (recursion)."],
            EvidenceGap.UnknownSource =>
                t["The rows cannot be traced: the program reads “{0}”, which is not one of the tables.", untraced.Detail ?? string.Empty],
            EvidenceGap.NoSource => t["This result comes from no row: the program reads no table."],
            EvidenceGap.NotAnswered => t["The rows cannot be traced: the query for them failed. {0}", t.Told(untraced.Detail, untraced.Sentence)],
            EvidenceGap.ResultDiffers => t["The rows cannot be traced: run again to return its rows as well, the program gave a different result."],
            EvidenceGap.RecordDiffers => t["The rows cannot be traced: run again, the program gives a different result from the one recorded."],
            _ => t["The rows cannot be traced reliably: programs of this form are not analysed."],
        };
    }
}

/// <summary>How a result stands to an answer.</summary>
/// <param name="Verdict">same, contains, differs.</param>
/// <param name="Missing">Values of the answer that the result does not hold.</param>
/// <param name="Text">For people.</param>
public sealed record AnswerComparison(string Verdict, IReadOnlyList<string> Missing, string Text)
{
    /// <summary>Compares values whatever they are written like (<see cref="CellValue"/>).</summary>
    public static AnswerComparison Of(IReadOnlyList<string> answer, QueryResult result, IStringLocalizer<Texts> t)
    {
        var cells = result.Rows.SelectMany(static row => row).OfType<string>().ToList();
        var missing = answer.Where(value => !cells.Exists(cell => CellValue.Key(cell) == CellValue.Key(value))).ToList();
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
}
