using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>States of evaluations in words; every text is a key of the pages' texts.</summary>
public static class EvaluationText
{
    /// <summary>What a state is called, what it means now, and what comes next.</summary>
    /// <param name="view">The evaluation.</param>
    /// <param name="workers">Workers alive; null where it is not known.</param>
    public static StatusText Of(EvaluationView view, int? workers = null)
    {
        return view.Status switch
        {
            EvaluationStatus.Running when workers == 0 => new(
                "Running",
                "No worker is running: the questions wait.",
                "It continues by itself when a worker starts. You can pause or cancel it.",
                "warn"),
            EvaluationStatus.Running when view.Done == 0 =>
                new("Running", "The first questions are being answered.", "You can leave this page: the evaluation goes on without it.", "busy"),
            EvaluationStatus.Running => new(
                "Running",
                "Its questions are asked at low priority: people who ask in the meantime come first.",
                "You can leave this page: the evaluation goes on without it.",
                "busy"),
            EvaluationStatus.Paused =>
                new(
                    "Paused",
                    "No more questions are submitted; those in the queue are still answered.",
                    "Resume it when you like: finished questions are not asked again.",
                    "wait"),
            EvaluationStatus.Cancelling => new("Cancelling", "Its unfinished questions are being cancelled.", "The results so far are kept.", "wait"),
            EvaluationStatus.Cancelled =>
                new("Cancelled", "It was ended before all questions were answered.", "The figures below cover the results up to then.", "quiet"),
            EvaluationStatus.Finished when HasFailed(view) => new(
                "Failed",
                "No question could be run.",
                "Look at the reasons in the list of questions, fix what they name, and start it again.",
                "bad"),
            EvaluationStatus.Finished =>
                new("Finished", "Every row has its result.", "Read why questions were judged wrong, or compare it with another evaluation.", "good"),
            _ => new("Deleting", "It is being removed.", "It will be gone in a moment.", "quiet"),
        };
    }

    /// <summary>Nothing more will change by itself.</summary>
    public static bool IsOver(EvaluationStatus status) =>
        status is EvaluationStatus.Finished or EvaluationStatus.Cancelled or EvaluationStatus.Deleting;

    /// <summary>How long the rest will take at the pace so far, in milliseconds; null where that cannot be told.</summary>
    public static double? RemainingMs(EvaluationView view)
    {
        return view is { Status: EvaluationStatus.Running, Done: > 4, ActiveSeconds: > 0 } && view.Done < view.Total
            ? view.ActiveSeconds * 1000 / view.Done * (view.Total - view.Done)
            : null;
    }

    private static bool HasFailed(EvaluationView view) =>
        view.Summaries.Sum(static arm => arm.Accuracy.Of) is > 0 and var asked && view.Summaries.Sum(static arm => arm.Failed) == asked;
}

/// <summary>Verdicts and outcomes in words; every text is a key of the pages' texts.</summary>
public static class ItemText
{
    /// <summary>A verdict as a badge.</summary>
    public static (string Label, string Tone) Badge(ItemVerdict verdict) => verdict switch
    {
        ItemVerdict.Right => ("Right", "good"),
        ItemVerdict.Wrong => ("Wrong", "bad"),
        ItemVerdict.Unanswered => ("Not answered", "warn"),
        _ => ("Bad row", "quiet"),
    };

    /// <summary>A type of questions: those that follow from the form of a question have a text, those of a data set are its own words.</summary>
    public static string Type(string type, IStringLocalizer<Texts> t) => type switch
    {
        "single value" => t["single value"],
        "list" => t["list"],
        "several tables" => t["several tables"],
        _ => type,
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
        ItemResult.Refused => "Not accepted",
        ItemResult.BadRow => "Bad row",
        _ => outcome,
    };
}

/// <summary>What a paired comparison says.</summary>
public static class ComparisonText
{
    // The usual level: one time in twenty by chance.
    private const double Level = 0.05;

    /// <summary>The verdict; a key of the pages' texts.</summary>
    public static string Verdict(RunComparison comparison)
    {
        return comparison switch
        {
            { Discordant.Count: 0, Both: 0, Neither: 0 } => "The two have no question in common, so nothing can be compared.",
            { Discordant.Count: 0 } => "Both have the same verdict on every question: there is no difference to explain.",
            { PValue: < Level, OnlyFirst: var first, OnlySecond: var second } => first > second
                ? "The first is better: chance alone would rarely split the questions so unevenly."
                : "The second is better: chance alone would rarely split the questions so unevenly.",
            _ => "Chance alone could explain the difference: there is no winner.",
        };
    }

    /// <summary>"0.021", "&lt; 0.0001".</summary>
    public static string PValue(double p) => p < 0.0001 ? "< 0.0001" : p.ToString("0.####");

    /// <summary>Points of per cent by which the first is ahead, over the paired items: "+2.5".</summary>
    public static string Difference(RunComparison comparison)
    {
        var pairs = comparison.Both + comparison.OnlyFirst + comparison.OnlySecond + comparison.Neither;
        var points = pairs == 0 ? 0 : 100.0 * (comparison.OnlyFirst - comparison.OnlySecond) / pairs;
        return points.ToString("+0.0;-0.0;0.0");
    }
}

/// <summary>Shares with their intervals, as every page of evaluations shows them.</summary>
public static class ShareText
{
    /// <summary>"35.0 %"; "–" of nothing.</summary>
    public static string Percent(Proportion share)
    {
        return share.Of == 0 ? "–" : Percent(share.Value);
    }

    /// <summary>"35.0 %"; a share of 0 to 1 in.</summary>
    public static string Percent(double share) => $"{share * 100:0.0} %";

    /// <summary>"28.7 to 41.8 %"; "–" of nothing.</summary>
    public static string Interval(Proportion share)
    {
        return share.Of == 0 ? "–" : $"{share.Low * 100:0.0} – {share.High * 100:0.0} %";
    }

    /// <summary>"70 / 200".</summary>
    public static string Count(Proportion share)
    {
        return $"{Show.Count(share.Count)} / {Show.Count(share.Of)}";
    }
}

/// <summary>Names of arms for people; keys of the pages' texts.</summary>
public static class StrategyLabel
{
    /// <summary>The label of a strategy; another arm is called by its own name.</summary>
    public static string Of(string arm) => arm switch
    {
        "auto" => "Auto",
        "agent" => "Agent",
        "direct" => "Direct",
        "sql" => "SQL",
        "mix" => "Mix",
        _ => arm,
    };
}
