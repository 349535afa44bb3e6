using Mact.Evaluation.Stored;
using Mact.Web.Runs;

namespace Mact.Web.Evaluations;

/// <summary>States of evaluations in words; every text is a key of the pages' texts.</summary>
public static class EvaluationWords
{
    /// <summary>What a state is called, what it means now, and what comes next.</summary>
    /// <param name="view">The evaluation.</param>
    /// <param name="workers">Workers alive; null where it is not known.</param>
    public static StatusWords Of(EvaluationView view, int? workers = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Status switch
        {
            EvaluationStatus.Running when workers == 0 => new(
                "Running", "No worker is running: the questions wait.", "It goes on by itself when a worker starts. You can pause or cancel it.", "warn"),
            EvaluationStatus.Running when view.Done == 0 => new("Running", "The first questions are being answered.", "You can leave this page: the evaluation goes on without it.", "busy"),
            EvaluationStatus.Running => new(
                "Running", "Its questions are asked at low priority: people who ask meanwhile come first.", "You can leave this page: the evaluation goes on without it.", "busy"),
            EvaluationStatus.Paused => new("Paused", "Nothing more is handed in; questions in the queue are still carried out.", "Resume it when you like: finished questions are not asked again.", "wait"),
            EvaluationStatus.Cancelling => new("Cancelling", "Its unfinished questions are being cancelled.", "The results so far stay.", "wait"),
            EvaluationStatus.Cancelled => new("Cancelled", "It was ended before all questions were answered.", "The figures below are over the results until then.", "quiet"),
            EvaluationStatus.Finished when HasFailed(view) => new(
                "Failed", "No question could be carried out.", "Look at the reasons in the list of questions, put right what they name, and start it again.", "bad"),
            EvaluationStatus.Finished => new("Finished", "Every row has its result.", "Read why questions were judged wrong, or compare it with another evaluation.", "good"),
            _ => new("Deleting", "It is being removed.", "It is gone in a moment.", "quiet"),
        };
    }

    /// <summary>Nothing more will change by itself.</summary>
    public static bool IsOver(EvaluationStatus status) => status is EvaluationStatus.Finished or EvaluationStatus.Cancelled or EvaluationStatus.Deleting;

    /// <summary>How long the rest will take at the pace so far, in milliseconds; null where that cannot be told.</summary>
    public static double? RemainingMs(EvaluationView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view is { Status: EvaluationStatus.Running, Done: > 4, ActiveSeconds: > 0 } && view.Done < view.Total
            ? view.ActiveSeconds * 1000 / view.Done * (view.Total - view.Done)
            : null;
    }

    private static bool HasFailed(EvaluationView view) =>
        view.Summaries.Sum(static arm => arm.Accuracy.Of) is > 0 and var asked && view.Summaries.Sum(static arm => arm.Failed) == asked;
}
