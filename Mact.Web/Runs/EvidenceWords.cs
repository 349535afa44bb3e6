using Mact.Web.Localization;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Runs;

/// <summary>What is marked, and why nothing is, in words.</summary>
public static class EvidenceWords
{
    /// <summary>Of one table.</summary>
    public static string Of(Evidence.Traced traced, string table, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(traced);
        ArgumentNullException.ThrowIfNull(t);
        if (traced.Of(table) is not { } used)
        {
            return traced.IsInCondition(table)
                ? t["The program reads this table only in a condition or beside its result; which rows mattered there is not traced."]
                : t["The program does not read this table."];
        }

        var count = Formatting.Show.Count(used.Rows.Count);
        string marked = traced.IsPerRow
            ? t["Marked: the rows that the program gave back ({0}), in the columns that it names. They were found by running the program again with the row numbers.", count]
            : t["Marked: the rows that the program's result is computed from ({0}), in the columns that it names. They were found by running the program again with the row numbers.", count];
        return traced.IsCut ? $"{marked} {t["There are more than can be marked."]}" : marked;
    }

    /// <summary>Why there is no row to mark.</summary>
    public static string Of(Evidence.Untraced untraced, IStringLocalizer<Texts> t)
    {
        ArgumentNullException.ThrowIfNull(untraced);
        ArgumentNullException.ThrowIfNull(t);
        return untraced.Gap switch
        {
            EvidenceGap.SetOperation => t["The rows cannot be traced: the program makes one of equal rows from several sources (UNION, INTERSECT, EXCEPT)."],
            EvidenceGap.Recursion => t["The rows cannot be traced: the program calls itself (recursion)."],
            EvidenceGap.UnknownSource => t["The rows cannot be traced: the program reads “{0}”, which is none of the tables.", untraced.Detail ?? string.Empty],
            EvidenceGap.NoSource => t["No row is behind this result: the program reads no table."],
            EvidenceGap.NotAnswered => t["The rows cannot be traced: asking for them failed. {0}", untraced.Detail ?? string.Empty],
            EvidenceGap.ResultDiffers => t["The rows cannot be traced: asked for together with its rows, the program gave another result."],
            EvidenceGap.RecordDiffers => t["The rows cannot be traced: run again, the program gives another result than this run has recorded."],
            _ => t["The rows cannot be traced for sure: the program is built in a way that is not taken apart."],
        };
    }
}
