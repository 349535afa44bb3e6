using Mact.Core.Questions;

namespace Mact.Web.Runs;

/// <summary>What a state is called, what it means now, and what comes next.</summary>
/// <param name="Label">One or two words, for a badge.</param>
/// <param name="Now">What is going on.</param>
/// <param name="Next">What happens next, or what to do.</param>
/// <param name="Tone">good, busy, wait, warn, bad, quiet: chooses a colour.</param>
public sealed record StatusWords(string Label, string Now, string Next, string Tone)
{
    /// <summary>The words for a run.</summary>
    public static StatusWords Of(RunTimeline run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Status switch
        {
            QuestionStatus.Queued when run.Question is null => new("Loading", "Fetching the run.", "It appears as soon as the first record is here.", "quiet"),
            QuestionStatus.Queued when run.Attempt > 0 => new("Queued", "The worker gave the question back when it stopped.", "Another worker continues where it was; nothing is asked of the model twice.", "wait"),
            QuestionStatus.Queued => new("Queued", "Waiting for a free worker.", "It starts by itself. You can leave this page: the link stays valid.", "wait"),
            QuestionStatus.Running => Running(run),
            QuestionStatus.Waiting => Waiting(run),
            QuestionStatus.Answered => new("Answered", "The run is complete.", "Read the evidence, change the SQL and run it again, or ask another question.", "good"),
            QuestionStatus.NotEnoughAgreement => new("Not enough agreement", "The samples disagree more than you allowed.", "Compare what they found below, or ask again with more effort.", "warn"),
            QuestionStatus.Halted => Halted(run),
            QuestionStatus.Failed => new("Failed", (run.Outcome as Outcome.Failed)?.Error.Message ?? "The question could not be answered.", "Put right what is named here, then ask again; the tables are still stored.", "bad"),
            QuestionStatus.Cancelled => new("Cancelled", "The question was cancelled.", "What was spent until then stays recorded below. Ask again to start afresh.", "quiet"),
            _ => new(run.Status.ToString(), string.Empty, string.Empty, "quiet"),
        };
    }

    /// <summary>The badge of a status alone, as lists show it.</summary>
    public static (string Label, string Tone) Badge(QuestionStatus status) => status switch
    {
        QuestionStatus.Queued => ("Queued", "wait"),
        QuestionStatus.Running => ("Running", "busy"),
        QuestionStatus.Waiting => ("Waiting", "wait"),
        QuestionStatus.Answered => ("Answered", "good"),
        QuestionStatus.NotEnoughAgreement => ("Not enough agreement", "warn"),
        QuestionStatus.Halted => ("Halted", "warn"),
        QuestionStatus.Failed => ("Failed", "bad"),
        _ => ("Cancelled", "quiet"),
    };

    private static StatusWords Running(RunTimeline run)
    {
        var again = run.Attempt > 1 ? $" (attempt {run.Attempt})" : string.Empty;
        return new("Running", Activity(run) + again, "Each step appears below as it is decided.", "busy");
    }

    private static string Activity(RunTimeline run) => run.Steps switch
    {
        [] => "Planning the first step.",
        [.., { Votes: [.., { Accepted: true }] }] => "Writing down the answer.",
        [.., { Observed: { } } step] => $"Planning step {step.Number + 1}.",
        [.., { Executions.Count: > 0, Repaired: false, Chosen: { } } step] => $"Weighing the results of step {step.Number}.",
        [.., { Chosen: { Refused: null } } step] => $"Writing and running programs for step {step.Number}.",
        [.., var step] => $"Planning step {step.Number}.",
    };

    private static StatusWords Waiting(RunTimeline run)
    {
        if (run.Waiting is { } waiting)
        {
            return new(
                "Waiting for the model",
                waiting.Message,
                "It goes on by itself when the model answers; waiting costs no attempt. You can cancel.",
                "wait");
        }

        return run.Retry switch
        {
            { RetryAt: { } due } retry => new(
                "Will be tried again",
                $"Attempt {run.Attempt} ended: {retry.Reason}",
                $"Attempt {run.Attempt + 1} is due at {due.ToUniversalTime():HH:mm:ss} UTC and continues where this one stopped.",
                "wait"),
            { } retry => new("Given up", $"Attempt {run.Attempt} ended: {retry.Reason}", "It will not be tried again.", "bad"),
            null => new("Waiting", "Waiting.", "It goes on by itself.", "wait"),
        };
    }

    private static StatusWords Halted(RunTimeline run)
    {
        var halted = run.Outcome as Outcome.Halted;
        var next = halted?.Reason switch
        {
            HaltReason.Steps => "Ask a narrower question, or allow more steps (effort: thorough).",
            HaltReason.Budget => "Raise the budget, or ask with less effort.",
            HaltReason.NotUnderstood => "Put it in other words, try one of the example questions, or connect a language model.",
            _ => "Ask again in other words.",
        };
        return new(
            halted?.Reason == HaltReason.NotUnderstood ? "Not understood" : "Halted",
            halted?.Message ?? "The run ended without an answer.",
            next,
            "warn");
    }
}
