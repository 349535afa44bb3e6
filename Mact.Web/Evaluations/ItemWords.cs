using Mact.Evaluation.Reporting;

namespace Mact.Web.Evaluations;

/// <summary>Verdicts and outcomes in words; every text is a key of the pages' texts.</summary>
public static class ItemWords
{
    /// <summary>A verdict as a badge.</summary>
    public static (string Label, string Tone) Badge(ItemVerdict verdict) => verdict switch
    {
        ItemVerdict.Right => ("Right", "good"),
        ItemVerdict.Wrong => ("Wrong", "bad"),
        ItemVerdict.Unanswered => ("Not answered", "warn"),
        _ => ("Bad row", "quiet"),
    };

    /// <summary>An outcome as the reports name it.</summary>
    public static string Outcome(string outcome) => outcome switch
    {
        "answered" => "Answered",
        "notEnoughAgreement" => "Not enough agreement",
        "notUnderstood" => "Not understood",
        "halted" => "Halted",
        "cancelled" => "Cancelled",
        ItemResult.Failed => "Failed",
        ItemResult.Refused => "Not taken",
        ItemResult.BadRow => "Bad row",
        _ => outcome,
    };
}
