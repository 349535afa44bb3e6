using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Mact.Client.Runs;

/// <summary>A question as the Api shows it: a projection of its records.</summary>
public sealed record QuestionView(
    string Id,
    string Question,
    QuestionStatus Status,
    IReadOnlyList<string> Answer,
    Agreement? Agreement,
    AnsweredBy? By,
    QuestionError? Error,
    TokenUsage Usage,
    double ElapsedMs,
    int Attempt,
    string? Model)
{
    /// <summary>The model name under which the built-in table reader answers: its samples are one rule drawn several times, and no vote.</summary>
    public const string StandInModel = "mact-table-reader";

    /// <summary>The built-in table reader answered, so that agreement says nothing.</summary>
    [JsonIgnore]
    public bool ByStandIn => Model == StandInModel;

    /// <summary>The tables it is asked of.</summary>
    public required IReadOnlyList<TableRef> Tables { get; init; }

    /// <summary>Paragraphs or captions that belong to the tables.</summary>
    public required IReadOnlyList<string> Context { get; init; }

    /// <summary>How it was asked to be answered.</summary>
    public required QuestionOptions Options { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>UTC; null until it is terminal.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>In words: why it is waiting, why it halted, what is going on.</summary>
    public string? Message { get; init; }

    /// <summary>The message with its values; null where it has none, or was recorded before there were any.</summary>
    public Sentence? Sentence { get; init; }

    /// <summary>Questions that a worker takes before it; null where it waits for none.</summary>
    public long? Ahead { get; init; }

    /// <summary>The names of the answer's columns where it is one of several columns and rows; null for a value or a list.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The vote among plans that chose to finish.</summary>
    public Agreement? FinishVote { get; init; }

    /// <summary>Results that lost the vote and differ from the answer in more than their form, most samples first.</summary>
    public IReadOnlyList<Dissent> Dissent { get; init; } = [];

    /// <summary>Samples that came to the answer in another form ("52.2%" and 52.2), and that the agreement does not count.</summary>
    public int InAnotherForm { get; init; }

    /// <summary>How the answer stands to what was executed; null where there is no answer.</summary>
    public AnswerBasis? Basis { get; init; }

    /// <summary>The winning program behind the answer.</summary>
    public string? Sql { get; init; }

    /// <summary>Cost of all calls; null where no price is configured.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Steps carried out so far.</summary>
    public int Steps { get; init; }

    /// <summary>Trace id of the whole run, for an external backend.</summary>
    public string? TraceId { get; init; }

    /// <summary>self, records, events, cancel.</summary>
    public IReadOnlyDictionary<string, string>? Links { get; init; }
}

/// <summary>One line of the history.</summary>
public sealed record QuestionSummary(
    string Id,
    string Text,
    QuestionStatus Status,
    IReadOnlyList<string> Answer,
    Agreement? Agreement,
    string? Model,
    DateTimeOffset SubmittedAt,
    double? ElapsedMs)
{
    /// <summary>The tables it was asked of; empty where an earlier version of the Api answers.</summary>
    public IReadOnlyList<TableRef> Tables { get; init; } = [];

    /// <summary>The names of the answer's columns where it is one of several columns and rows; null for a value or a list.</summary>
    public IReadOnlyList<string>? Columns { get; init; }
}

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
        view = records.Aggregate(view, static (view, stored) => Apply(view, stored.Record));
        var all = records.Select(static stored => stored.Record).ToList();
        var answered = all.OfType<Finished>().LastOrDefault()?.Outcome switch
        {
            Outcome.Answered answer => answer,
            Outcome.NotEnoughAgreement doubtful => doubtful.Leading,
            _ => null,
        };
        if (answered is null || view.ByStandIn)
        {
            return view;
        }

        var others = OtherVoices.Of(answered, all);
        return view with { Dissent = others.Dissent, InAnotherForm = others.InAnotherForm, Basis = others.Basis };
    }

    /// <summary>Where a question stands after its records: the one truth of it, which the store, its scripts, the history and the page are
    /// told.</summary>
    public static QuestionStatus StatusOf(IEnumerable<RunRecord> records) => records.Aggregate(QuestionStatus.Queued, StatusAfter);

    /// <summary>Where a question stands after one more record: most records say nothing of it.</summary>
    public static QuestionStatus StatusAfter(QuestionStatus before, RunRecord record) => record switch
    {
        Accepted or PutBack => QuestionStatus.Queued,
        AttemptStarted or ModelResumed => QuestionStatus.Running,
        ModelWaiting => QuestionStatus.Waiting,
        AttemptFailed failed => failed.RetryAt <= record.At ? QuestionStatus.Queued : QuestionStatus.Waiting,
        HandedBack back => back.DueAt > record.At ? QuestionStatus.Waiting : QuestionStatus.Queued,
        Finished finished => finished.Outcome.Status,
        _ => before,
    };

    private static QuestionView Apply(QuestionView view, RunRecord record)
    {
        // Clocks of several machines: time never runs backwards on the page.
        var elapsed = Math.Max(view.ElapsedMs, (record.At - view.SubmittedAt).TotalMilliseconds);
        view = view with { ElapsedMs = elapsed, Attempt = Math.Max(view.Attempt, record.Attempt), Status = StatusAfter(view.Status, record) };
        return record switch
        {
            AttemptStarted started => view.Saying($"Running on {started.Worker}."),
            AttemptFailed { RetryAt: null } failed => view with { Message = failed.Reason, Sentence = failed.Sentence },
            AttemptFailed failed => view.Saying($"{failed.Sentence ?? failed.Reason} It is tried again."),
            HandedBack back => view with { Message = back.Reason, Sentence = back.Sentence },
            PutBack => view.Saying("Put back by hand; waiting for a worker.") with
            {
                Error = null,
                FinishedAt = null,
            },
            ModelWaiting waiting => view with { Message = waiting.Message, Sentence = waiting.Sentence },
            ModelResumed => view with { Message = null, Sentence = null },
            ModelCall call => view with
            {
                Usage = view.Usage + call.Reply.Usage,
                Cost = call.Reply.Cost is { } cost ? (view.Cost ?? 0) + cost : view.Cost,
                Model = view.Model ?? call.Reply.ServedModel ?? call.Reply.Model,
            },
            ActionChosen chosen => view.Saying($"Step {chosen.Step}: {chosen.Action}."),
            Observed observed => view with { Steps = Math.Max(view.Steps, observed.Step) },
            Finished finished => End(view with { FinishedAt = record.At }, finished.Outcome),
            _ => view,
        };
    }

    private static QuestionView End(QuestionView view, Outcome outcome)
    {
        view = view with { Message = null, Sentence = null };
        return outcome switch
        {
            Outcome.Answered answered => WithAnswer(view, answered),
            Outcome.NotEnoughAgreement doubtful => WithAnswer(view, doubtful.Leading).Saying(
                $"The samples agree too little on this answer: {doubtful.Leading.Agreement?.Share ?? 0:P0}, asked for was "
                    + $"{doubtful.Threshold:P0}."),
            Outcome.Halted halted => view with { Message = halted.Message, Sentence = halted.Sentence },
            Outcome.Cancelled => view with { Message = "Cancelled." },
            Outcome.Failed failed => view with { Error = failed.Error, Message = failed.Error.Message, Sentence = failed.Error.Sentence },
            _ => view,
        };
    }

    private static QuestionView Saying(this QuestionView view, Sentence sentence) =>
        view with { Message = sentence.ToString(), Sentence = sentence.WithValues() };

    private static QuestionView WithAnswer(QuestionView view, Outcome.Answered answered) => view with
    {
        Answer = answered.Answer,
        Columns = answered.Columns,
        Message = answered.Message,
        Agreement = answered.Agreement,
        By = answered.By,
        FinishVote = answered.FinishVote,
        Sql = answered.Sql,
    };
}

/// <summary>A page of the history, newest first.</summary>
/// <param name="Items">The questions that match; may be few, or none, though <paramref name="Next"/> is set.</param>
/// <param name="Next">To be given as <c>before</c> for what follows; null on the last page.</param>
public sealed record QuestionPage(IReadOnlyList<QuestionSummary> Items, string? Next);
