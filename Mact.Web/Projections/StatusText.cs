using Microsoft.Extensions.Localization;

namespace Mact.Web.Projections;

/// <summary>What a state is called, what it means now, and what comes next.</summary>
/// <param name="Label">One or two words, for a badge.</param>
/// <param name="Now">What is going on.</param>
/// <param name="Next">What happens next, or what to do.</param>
/// <param name="Tone">good, busy, wait, warn, bad, quiet: chooses a colour.</param>
public sealed record StatusText(string Label, string Now, string Next, string Tone)
{
    /// <summary>The words for a run.</summary>
    public static StatusText Of(RunTimeline run, IStringLocalizer<Texts> t)
    {
        return run.Status switch
        {
            QuestionStatus.Queued => Queued(run, t),
            QuestionStatus.Running => Running(run, t),
            QuestionStatus.Waiting => Waiting(run, t),
            QuestionStatus.Answered =>
                new(
                    t["Answered"],
                    t["The run is complete."],
                    t["Read the evidence, change the SQL and run it again, or ask another question."],
                    "good"),
            QuestionStatus.NotEnoughAgreement => new(
                t["Not enough agreement"],
                t["The samples disagree more than you allowed."],
                t["Compare what they found below, or ask again with more effort."],
                "warn"),
            QuestionStatus.Halted => Halted(run, t),
            QuestionStatus.Failed => new(
                t["Failed"],
                run.Outcome is Outcome.Failed failed ? t.Error(failed.Error) : t["The question could not be answered."].Value,
                t["Fix the problem named here, then ask again; the tables are still stored."],
                "bad"),
            _ =>
                new(
                    t["Cancelled"],
                    t["The question was cancelled."],
                    t["What it had used by then is recorded below. Ask again to start over."],
                    "quiet"),
        };
    }

    /// <summary>The badge of a status alone, as lists show it; the label is a key of the texts.</summary>
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

    private static StatusText Queued(RunTimeline run, IStringLocalizer<Texts> t) => run switch
    {
        { Question: null } => new(t["Loading"], t["Fetching the run."], t["It appears as soon as the first record is here."], "quiet"),
        { PutBack: true } =>
            new(t["Queued"], t["The question was returned to the queue by hand."], t["It starts by itself and continues where it stopped."], "wait"),
        { Attempt: > 0 } => new(
            t["Queued"],
            t["The worker returned the question to the queue when it stopped."],
            t["Another worker continues where it was; nothing is asked of the model twice."],
            "wait"),
        _ => new(t["Queued"], t["Waiting for a free worker."], t["It starts by itself. You can leave this page: the link stays valid."], "wait"),
    };

    private static StatusText Running(RunTimeline run, IStringLocalizer<Texts> t)
    {
        var now = Activity(run, t);
        return new(t["Running"], run.Attempt > 1 ? Again(run, now, t) : now, t["Each step appears below as it is decided."], "busy");
    }

    private static string Again(RunTimeline run, string now, IStringLocalizer<Texts> t) => run.LastFailure is { } failure
        ? t["{0} This is attempt {1}, because the one before ended: {2}", now, run.Attempt, t.Reason(failure.Reason, failure.Sentence)]
        : t["{0} This is attempt {1}.", now, run.Attempt];

    private static string Activity(RunTimeline run, IStringLocalizer<Texts> t) => run.Steps switch
    {
        [] => t["Planning the first step."],
        [.., { Votes: [.., { Accepted: true }] }] => t["Writing down the answer."],
        [.., { Observed: { } } step] => t["Planning step {0}.", step.Number + 1],
        [.., { Chosen: { Refused: null, Action: "finish" } }] => t["Writing down the answer."],
        [.., { Records: [.., ToolResult { Results: [] }] } step] =>
            t["No program of step {0} gave a result. What to do next is being worked out.", step.Number],
        [.., { Records: [.., ToolResult] } step] => t["The programs of step {0} have run.", step.Number],
        [.., { Chosen: { Refused: null, Action: "retrieve" or "operate" } } step] => t["Writing and running programs for step {0}.", step.Number],
        [.., { Chosen: { Refused: null } chosen } step] => t["Step {0} is being carried out: {1}.", step.Number, SampleText.Action(chosen.Action, t)],
        [.., { Plans: { } } step] => t["The plans of step {0} are there. They are being compared and checked.", step.Number],
        [.., var step] => t["Planning step {0}.", step.Number],
    };

    private static StatusText Waiting(RunTimeline run, IStringLocalizer<Texts> t)
    {
        if (run.Waiting is { } waiting)
        {
            return new(
                t["Waiting for the model"],
                t.Waiting(waiting),
                t["It continues by itself when the model answers; waiting does not count as an attempt. You can cancel."],
                "wait");
        }

        return run.Retry switch
        {
            { RetryAt: { } due } retry => new(
                t["Will be retried"],
                t["Attempt {0} ended: {1}", run.Attempt, t.Reason(retry.Reason, retry.Sentence)],
                t["Attempt {0} is due at {1} and continues where this one stopped.", run.Attempt + 1, TimedText.Mark(due)],
                "wait"),
            { } retry =>
                new(
                    t["Failed"],
                    t["Attempt {0} ended: {1}", run.Attempt, t.Reason(retry.Reason, retry.Sentence)],
                    t["It will not be retried by itself. Ask again, or retry it on the System page."],
                    "bad"),
            null => new(t["Waiting"], t["Waiting."], t["It continues by itself."], "wait"),
        };
    }

    private static StatusText Halted(RunTimeline run, IStringLocalizer<Texts> t)
    {
        var halted = run.Outcome as Outcome.Halted;
        var next = halted?.Reason switch
        {
            HaltReason.Steps => t["Ask a narrower question, or allow more steps (effort: thorough)."],
            HaltReason.Budget => t["Raise the budget, or ask with less effort."],
            HaltReason.NotUnderstood when halted.Suggestions is { Count: > 0 } => t["Choose below which of them you mean."],
            HaltReason.NotUnderstood => t["Rephrase it, ask one of the questions below, or connect a language model."],
            _ => t["Rephrase the question and ask again."],
        };
        return new(
            t["Halted"],
            halted?.Reason switch
            {
                HaltReason.Steps => t["No answer was found within the allowed steps."],
                HaltReason.Budget => t["The budget of the question is used up."],
                HaltReason.NotUnderstood when halted.Suggestions is { Count: > 0 } =>
                    t["The question can be read in more than one way, and the readings give different results."],
                HaltReason.NotUnderstood =>
                    run.ByStandIn
                        ? t["The built-in table reader does not understand this question."]
                        : t["The model could not make sense of the question."],
                _ => t["The run ended without an answer."].Value,
            },
            next,
            "warn");
    }
}
