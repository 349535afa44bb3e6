namespace Mact.Web.Projections;

/// <summary>
/// A run as its pages show it: a pure projection of the records. Whatever is not in the records is not in here, so that no page can claim it.
/// </summary>
public sealed record RunTimeline
{
    /// <summary>The model name under which the built-in table reader answers.</summary>
    public const string StandInModel = QuestionView.StandInModel;

    /// <summary>The question; null while not even the first record is there.</summary>
    public Question? Question { get; init; }

    /// <summary>Where it stands.</summary>
    public QuestionStatus Status { get; init; }

    /// <summary>How it ended; null until then.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>Highest attempt seen; 0 before the first claim.</summary>
    public int Attempt { get; init; }

    /// <summary>Who works, or worked, on it last.</summary>
    public string? Worker { get; init; }

    /// <summary>What it waits for at this moment; null when it does not wait for a model.</summary>
    public ModelWaiting? Waiting { get; init; }

    /// <summary>The last thing that went wrong with an attempt, while it is not yet tried again.</summary>
    public AttemptFailed? Retry { get; init; }

    /// <summary>Why the attempt before the present one ended; null in a first attempt, and after a hand-over without a failure.</summary>
    public AttemptFailed? LastFailure { get; init; }

    /// <summary>It was given up and put back by hand, and has not started again yet.</summary>
    public bool PutBack { get; init; }

    /// <summary>The journal that it is a projection of.</summary>
    public IReadOnlyList<RunRecord> Records { get; init; } = [];

    /// <summary>In order, from 1.</summary>
    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    /// <summary>Claims, waits and failures between the steps, in order.</summary>
    public IReadOnlyList<RunRecord> Incidents { get; init; } = [];

    /// <summary>Every model call, in order of start.</summary>
    public IReadOnlyList<ModelCall> Calls { get; init; } = [];

    /// <summary>Every execution, in order of start.</summary>
    public IReadOnlyList<ToolResult> Executions { get; init; } = [];

    /// <summary>At least one completion came from the built-in table reader.</summary>
    public bool ByStandIn => Calls.Any(static call => (call.Reply.ServedModel ?? call.Reply.Model) == StandInModel);

    /// <summary>
    /// The question as the built-in table reader read it: its samples are one rule drawn several times, and nothing was voted on. Null where it did
    /// not answer, and for runs of before it told its reading apart from its texts.
    /// </summary>
    public string? OneRule => RuleOf(Calls);

    internal static string? RuleOf(IEnumerable<ModelCall> calls) =>
        calls.Where(static call => (call.Reply.ServedModel ?? call.Reply.Model) == StandInModel)
            .SelectMany(static call => call.Reply.Completions)
            .Select(static completion => completion.Reasoning)
            .FirstOrDefault(static reading => reading is not null);

    /// <summary>Time of the last record (UTC).</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>Nothing more will come.</summary>
    public bool IsOver => Outcome is not null;

    /// <summary>The answer with what speaks for it, or null.</summary>
    public RunAnswer? Answer { get; init; }

    /// <summary>From submission to the terminal record; null until then.</summary>
    public double? ElapsedMs => Question is { } question && Outcome is not null && LastAt is { } last
        ? (last - question.SubmittedAt).TotalMilliseconds
        : null;

    /// <summary>The trace id of the submitting request, for an external backend.</summary>
    public string? TraceId => Question?.TraceParent?.Split('-') is [_, { Length: 32 } trace, ..] ? trace : null;

    /// <summary>Folds the records of a run.</summary>
    /// <param name="records">In order of sequence.</param>
    /// <param name="earlier">Steps of an earlier projection of the same run; those to which nothing was added are taken over.</param>
    public static RunTimeline From(IReadOnlyList<StoredRecord> records, IReadOnlyList<RunStep>? earlier = null)
    {
        var plain = records.Select(static stored => stored.Record).ToList();
        var timeline = new RunTimeline();
        foreach (var record in plain)
        {
            timeline = timeline.After(record);
        }

        timeline = timeline with
        {
            Records = plain,
            Steps = RunStep.GroupByStep(plain, earlier ?? []),
            Incidents = [.. plain.Where(static record => record is AttemptStarted or AttemptFailed or HandedBack or ModelWaiting or ModelResumed)],
            Calls = [.. plain.OfType<ModelCall>().OrderBy(static call => call.Reply.StartedAt)],
            Executions = [.. plain.OfType<ToolResult>().OrderBy(static result => result.StartedAt)],
            LastAt = plain.Count == 0 ? null : plain[^1].At,
        };
        return timeline with { Answer = RunAnswer.From(timeline) };
    }

    private RunTimeline After(RunRecord record)
    {
        var next = this with { Attempt = Math.Max(Attempt, record.Attempt), Status = QuestionProjection.StatusAfter(Status, record) };
        return record switch
        {
            Accepted accepted => next with { Question = accepted.Question },
            AttemptStarted started => next with { Worker = started.Worker, Waiting = null, LastFailure = Retry, Retry = null, PutBack = false },
            AttemptFailed failed => next with { Waiting = null, Retry = failed },
            Client.Runs.PutBack => next with { Outcome = null, Waiting = null, Retry = null, PutBack = true },
            HandedBack => next with { Waiting = null },
            ModelWaiting waiting => next with { Waiting = waiting },
            Finished finished => next with { Outcome = finished.Outcome, Waiting = null, Retry = null },
            _ => next with { Waiting = next.Status == QuestionStatus.Waiting ? Waiting : null },
        };
    }
}

/// <summary>What the records say of one step. Every member is null or empty until its record is there.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Plans">The plans as read.</param>
/// <param name="Chosen">The action that was chosen.</param>
/// <param name="Executions">What was run: normally one, two after a repair.</param>
/// <param name="Observed">What was concluded.</param>
/// <param name="Votes">Votes on final answers that took place at this step.</param>
/// <param name="Calls">All model calls of the step.</param>
public sealed record RunStep(
    int Number,
    PlansRead? Plans,
    ActionChosen? Chosen,
    IReadOnlyList<ToolResult> Executions,
    Observed? Observed,
    IReadOnlyList<AnswerVoted> Votes,
    IReadOnlyList<ModelCall> Calls)
{
    /// <summary>Earlier refused choices of the same step, in order.</summary>
    public IReadOnlyList<ActionChosen> Refused { get; init; } = [];

    /// <summary>What the step was made from, in order.</summary>
    public IReadOnlyList<RunRecord> Records { get; init; } = [];

    /// <summary>The executed result that won the vote; null where none was executed or a mere guess won.</summary>
    public ResultGroup? Winner => Observed is { Options: [{ Executed: [var sample, ..] }, ..] }
        ? Executions.Reverse().SelectMany(static execution => execution.Results).FirstOrDefault(group => group.Samples.Contains(sample))
        : null;

    /// <summary>The built-in table reader wrote its plans.</summary>
    public bool ByStandIn => Calls.Any(static call => (call.Reply.ServedModel ?? call.Reply.Model) == RunTimeline.StandInModel);

    /// <summary>The one rule by which the built-in table reader wrote the step's samples; null where a model did.</summary>
    public string? OneRule => RunTimeline.RuleOf(Calls);

    /// <summary>Why something was executed, as far as the records between it and the execution before it say.</summary>
    public ExecutionCause CauseOf(ToolResult execution)
    {
        var before = Records.TakeWhile(record => record != execution).ToList();
        var last = before.FindLastIndex(static record => record is ToolResult);
        return last < 0 ? ExecutionCause.First
            : before.Skip(last).Any(static record => record is ModelCall { Purpose: CallPurpose.Repair }) ? ExecutionCause.Repair
            : before.Skip(last).Any(static record => record is AnswerVoted { By: AnsweredBy.Shortcut, Accepted: false }) ? ExecutionCause.NotConfirmed
            : ExecutionCause.Unknown;
    }

    /// <summary>Records of steps, grouped and in order.</summary>
    /// <param name="records">All records of a run, in order.</param>
    /// <param name="earlier">Steps made before from fewer records; those to which nothing was added are taken over as they are.</param>
    public static IReadOnlyList<RunStep> GroupByStep(IEnumerable<RunRecord> records, IReadOnlyList<RunStep> earlier) =>
    [
        .. records
            .Select(static record => (Step: StepOf(record), Record: record))
            .Where(static item => item.Step > 0)
            .GroupBy(static item => item.Step, static item => item.Record)
            .OrderBy(static group => group.Key)
            .Select(group => From(group.Key, [.. group], earlier)),
    ];

    private static RunStep From(int number, List<RunRecord> records, IReadOnlyList<RunStep> earlier) =>
        earlier.FirstOrDefault(step => step.Number == number && step.Records.SequenceEqual(records, ReferenceEqualityComparer.Instance))
            ?? From(number, records);

    private static RunStep From(int number, List<RunRecord> records)
    {
        var calls = records.OfType<ModelCall>().ToList();
        var choices = records.OfType<ActionChosen>().ToList();
        return new(
            number,
            records.OfType<PlansRead>().LastOrDefault(),
            choices.LastOrDefault(),
            [.. records.OfType<ToolResult>()],
            records.OfType<Observed>().LastOrDefault(),
            [.. records.OfType<AnswerVoted>()],
            calls)
        {
            Records = records,
            Refused = [.. choices.Take(Math.Max(0, choices.Count - 1)).Where(static choice => choice.Refused is not null)],
        };
    }

    private static int StepOf(RunRecord record) => record switch
    {
        ModelCall call => call.Step,
        PlansRead plans => plans.Step,
        ActionChosen chosen => chosen.Step,
        ToolResult result => result.Step,
        Observed observed => observed.Step,
        AnswerVoted voted => voted.Step,
        _ => 0,
    };
}

/// <summary>Why a step was executed.</summary>
public enum ExecutionCause
{
    /// <summary>For the first time.</summary>
    First,

    /// <summary>No program had given a result, and the coder was shown why.</summary>
    Repair,

    /// <summary>What the plans agreed on early was not confirmed, so that an action was chosen and carried out.</summary>
    NotConfirmed,

    /// <summary>Again, and the records do not say why.</summary>
    Unknown,
}
