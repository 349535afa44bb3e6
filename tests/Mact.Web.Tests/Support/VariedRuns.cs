namespace Mact.Web.Tests.Support;

/// <summary>More ways a run can go, made from the recorded ones.</summary>
internal static class VariedRuns
{
    /// <summary>Results split 2-1-1 with a failure; the finish is unanimous all the same.</summary>
    public static IReadOnlyList<StoredRecord> Split => With(RecordedRuns.Answered, static record => record switch
    {
        ToolResult result => result with
        {
            Samples = [.. result.Samples.Select(static sample => sample with { Group = new int?[] { 0, 1, 2, 0, null }[sample.Index] })],
            Results =
            [
                result.Results[0] with { Samples = [0, 3] },
                result.Results[1] with { Samples = [1], Rows = [["Faro", "50000"]] },
                result.Results[1] with { Canonical = "c3", Samples = [2] },
            ],
        },
        Observed observed => observed with
        {
            Agreement = new(2, 5, 1, Executed: true),
            Options = [new("Porto, 1100000", 2.5, [0, 3], [0]), new("Faro, 50000", 1, [1], []), new("Lisbon, 4100000", 1, [2], [2])],
            Tie = null,
        },
        Finished => new Finished(new Outcome.Answered(["Porto"], AnsweredBy.Finish, new(2, 5, 1, Executed: true))
        {
            FinishVote = new(5, 5, 2, Executed: false),
            Sql = RecordedRuns.WinningSql,
            EvidenceStep = 1,
        })
        { Key = record.Key, At = record.At, Attempt = 1 },
        _ => record,
    });

    /// <summary>What the plans agreed on early was contradicted by the programs, so an action was chosen and carried out.</summary>
    public static IReadOnlyList<StoredRecord> Contradicted
    {
        get
        {
            var early = RecordedRuns.EarlyAgreement.Select(static stored => stored.Record).ToList();
            var answered = RecordedRuns.Answered.Select(static stored => stored.Record).ToList();
            return RecordedRuns.Store(
            [
                .. early.TakeWhile(static record => record is not AnswerVoted),
                early.OfType<AnswerVoted>().Single() with { Accepted = false, Reason = "The executed programs give another result." },
                answered.OfType<ActionChosen>().First(),
                answered.OfType<ModelCall>().First(static call => call.Purpose == CallPurpose.Code) with { Key = "1/code/again" },
                answered.OfType<ToolResult>().First() with { Key = "1/tool/again" },
            ]);
        }
    }

    /// <summary>All programs failed; the coder was shown why, and two of five of the second round ran.</summary>
    public static IReadOnlyList<StoredRecord> Repaired =>
        RecordedRuns.Store([.. RecordedRuns.Answered.Select(static stored => stored.Record).SelectMany(static record => record switch
    {
        ToolResult result => new RunRecord[]
        {
            result with
            {
                Key = "1/tool/first",
                Results = [],
                Samples =
                [
                    .. result.Samples.Select(
                        static sample =>
                            sample with
                            {
                                Code = "SELECT town FROM cities",
                                Status = ToolSampleStatus.Error,
                                Group = null,
                                Error = "no such column: town",
                            }),
                ],
            },
            Code with
            {
                Purpose = CallPurpose.Repair,
                Key = "1/repair/0",
                At = result.At,
                Reply = Code.Reply with { Usage = new(1, 1307, 261, 900), DurationMs = 1234, StartedAt = result.At },
            },
            result with
            {
                Samples =
                [
                    .. result.Samples.Select(
                        static sample =>
                            sample.Index is 0
                                or 1 ? sample : sample with { Status = ToolSampleStatus.Error, Group = null, Error = "no such column: place" }),
                ],
                Results = [result.Results[0] with { Samples = [0, 1] }],
            },
        },
        Observed observed => [observed with { Agreement = new(2, 5, 1, Executed: true), Options = [new("Porto, 1100000", 2, [0, 1], [])] }],
        Finished { Outcome: Outcome.Answered answered } finished =>
            [finished with { Outcome = answered with { Agreement = new(2, 5, 1, Executed: true) } }],
        _ => [record],
    })]);

    /// <summary>A step was carried out, and then the steps were used up.</summary>
    public static IReadOnlyList<StoredRecord> HaltedBySteps =>
        Until<Observed>(new Outcome.Halted(HaltReason.Steps, "6 steps were carried out and no plan chose to finish."));

    /// <summary>A step was carried out, and then the budget was used up.</summary>
    public static IReadOnlyList<StoredRecord> HaltedByBudget =>
        Until<Observed>(new Outcome.Halted(HaltReason.Budget, "The budget of 3,000 tokens is used up."));

    /// <summary>Prices are configured, a request failed twice, and adaptive sampling saved two programs.</summary>
    public static IReadOnlyList<StoredRecord> Priced => With(RecordedRuns.Answered, static record => record switch
    {
        ModelCall { Purpose: CallPurpose.Code } call => call with
        {
            Reply = call.Reply with
            {
                Cost = 0.0123m,
                Tries =
                [
                    new(call.Reply.StartedAt, 310, 5, 503, "Service Unavailable"),
                    new(call.Reply.StartedAt.AddMilliseconds(400), 270, 5, null, "The connection was reset."),
                    new(call.Reply.StartedAt.AddMilliseconds(800), 1100, 5, 200, null),
                ],
            },
        },
        ModelCall call => call with { Reply = call.Reply with { Cost = 0.0456m } },
        ToolResult result => result with { Asked = 5, SavedSamples = 2, SavedTokens = 96 },
        _ => record,
    });

    /// <summary>No model was asked: recorded replies of an earlier question answered.</summary>
    public static IReadOnlyList<StoredRecord> Replayed => With(RecordedRuns.Answered, static record => record switch
    {
        Accepted accepted =>
            accepted with { Question = accepted.Question with { Options = accepted.Question.Options with { ReplayOf = "earlier-1" } } },
        ModelCall call =>
            call with
            {
                Reply = call.Reply with
                {
                    Usage = TokenUsage.None,
                    DurationMs = 0,
                    Tries = [],
                    Ladder = SamplingLadder.Replayed,
                    Replayed = new("earlier-1", call.Reply.Usage, call.Reply.DurationMs, Cost: null),
                },
            },
        _ => record,
    });

    /// <summary>The second attempt is at work; the first ended for a recorded reason.</summary>
    public static IReadOnlyList<StoredRecord> SecondAttempt => RecordedRuns.Store(
    [
        .. RecordedRuns.Retried.Select(static stored => stored.Record),
        new AttemptStarted("worker-2", 750) { Key = "started/2", At = RecordedRuns.Start.AddSeconds(61), Attempt = 2 },
    ]);

    /// <summary>It was given up; nothing was tried again.</summary>
    public static IReadOnlyList<StoredRecord> GivenUp => RecordedRuns.Store(
    [
        .. RecordedRuns.Started.Select(static stored => stored.Record),
        new AttemptFailed("the worker crashed.", RetryAt: null) { Key = "failed/1", At = RecordedRuns.Start.AddSeconds(9), Attempt = 1 },
    ]);

    /// <summary>A given-up question was put back by hand.</summary>
    public static IReadOnlyList<StoredRecord> PutBack => RecordedRuns.Store(
    [
        .. RecordedRuns.Failed.Select(static stored => stored.Record),
        new PutBack { Key = "put-back/1", At = RecordedRuns.Start.AddSeconds(99) },
    ]);

    private static ModelCall Code =>
        RecordedRuns.Answered.Select(static stored => stored.Record).OfType<ModelCall>().First(static call => call.Purpose == CallPurpose.Code);

    private static IReadOnlyList<StoredRecord> With(IReadOnlyList<StoredRecord> records, Func<RunRecord, RunRecord> change) =>
        RecordedRuns.Store([.. records.Select(stored => change(stored.Record))]);

    private static IReadOnlyList<StoredRecord> Until<T>(Outcome outcome)
        where T : RunRecord
    {
        var records = RecordedRuns.Answered.Select(static stored => stored.Record).ToList();
        return RecordedRuns.Store(
            [
                .. records.Take(records.FindIndex(static record => record is T) + 1),
                new Finished(outcome) { Key = "finished", At = RecordedRuns.Start.AddSeconds(5.5), Attempt = 1 },
            ]);
    }
}
