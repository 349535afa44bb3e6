using System.Diagnostics;
using Mact.Core.Runs;

namespace Mact.Core.Questions;

/// <summary>What a question looks like, derived from its records alone.</summary>
public static class QuestionProjection
{
    /// <summary>Folds the records, in order, into the view; elapsed time runs up to the last record.</summary>
    public static QuestionView Project(Question question, IReadOnlyList<StoredRecord> records)
    {
        var view = new QuestionView(
            question.Id,
            question.Text,
            QuestionStatus.Queued,
            Answer: [],
            Agreement: null,
            By: null,
            Error: null,
            TokenUsage.None,
            ElapsedMs: 0,
            Attempt: 0,
            Model: null)
        {
            Tables = question.Tables,
            Context = question.Context,
            Options = question.Options,
            SubmittedAt = question.SubmittedAt,
            TraceId = ActivityContext.TryParse(question.TraceParent, question.TraceState, out var trace) ? trace.TraceId.ToHexString() : null,
            Message = "Waiting for a worker.",
        };
        return records.Aggregate(view, static (view, stored) => Apply(view, stored.Record));
    }

    private static QuestionView Apply(QuestionView view, RunRecord record)
    {
        // Clocks of several machines: time never runs backwards on the page.
        var elapsed = Math.Max(view.ElapsedMs, (record.At - view.SubmittedAt).TotalMilliseconds);
        view = view with { ElapsedMs = elapsed, Attempt = Math.Max(view.Attempt, record.Attempt) };
        return record switch
        {
            AttemptStarted started => view with { Status = QuestionStatus.Running, Message = $"Running on {started.Worker}." },
            AttemptFailed { RetryAt: null } failed => view with { Message = failed.Reason },
            AttemptFailed failed => view with { Status = QuestionStatus.Waiting, Message = $"{failed.Reason} It is tried again." },
            HandedBack back => view with { Status = QuestionStatus.Queued, Message = back.Reason },
            PutBack => view with
            {
                Status = QuestionStatus.Queued,
                Message = "Put back by hand; waiting for a worker.",
                Error = null,
                FinishedAt = null,
            },
            ModelWaiting waiting => view with { Status = QuestionStatus.Waiting, Message = waiting.Message },
            ModelResumed => view with { Status = QuestionStatus.Running, Message = null },
            ModelCall call => view with
            {
                Usage = view.Usage + call.Usage,
                Cost = call.Cost is { } cost ? (view.Cost ?? 0) + cost : view.Cost,
                Model = view.Model ?? call.ServedModel ?? call.Model,
            },
            ActionChosen chosen => view with { Message = $"Step {chosen.Step}: {chosen.Action}." },
            Observed observed => view with { Steps = Math.Max(view.Steps, observed.Step) },
            Finished finished => End(view with { FinishedAt = record.At }, finished.Outcome),
            _ => view,
        };
    }

    private static QuestionView End(QuestionView view, Outcome outcome)
    {
        view = view with { Status = outcome.Status, Message = null };
        return outcome switch
        {
            Outcome.Answered answered => WithAnswer(view, answered),
            Outcome.NotEnoughAgreement doubtful => WithAnswer(view, doubtful.Leading) with
            {
                Message = $"The samples agree too little on this answer: {doubtful.Leading.Agreement?.Share ?? 0:P0}, asked for was {doubtful.Threshold:P0}.",
            },
            Outcome.Halted halted => view with { Message = halted.Message },
            Outcome.Cancelled => view with { Message = "Cancelled." },
            Outcome.Failed failed => view with { Error = failed.Error, Message = failed.Error.Message },
            _ => view,
        };
    }

    private static QuestionView WithAnswer(QuestionView view, Outcome.Answered answered) => view with
    {
        Answer = answered.Answer,
        Agreement = answered.Agreement,
        By = answered.By,
        FinishVote = answered.FinishVote,
        Sql = answered.Sql,
    };
}
