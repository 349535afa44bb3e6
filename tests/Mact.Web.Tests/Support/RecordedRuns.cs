namespace Mact.Web.Tests.Support;

/// <summary>Runs as a worker records them, one for every way a run can go.</summary>
internal static class RecordedRuns
{
    public const string Id = "01jq3s7m0000000000example1";
    public const string WinningSql =
        "SELECT \"city\", \"visitors_2023\" - \"visitors_2019\" AS gain\nFROM \"cities\"\nWHERE \"country\" = 'Portugal'\nORDER BY gain DESC LIMIT 1";

    public static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static Question Question { get; } = new(
        Id,
        "Which city in Portugal gained the most visitors between 2019 and 2023?",
        [new("t-cities", "cities")],
        [],
        new QuestionOptions(),
        Start,
        "test")
    {
        TraceParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    };

    public static IReadOnlyList<StoredRecord> Queued => Store(Accepted);

    public static IReadOnlyList<StoredRecord> Started => Store(Accepted, Claimed);

    public static IReadOnlyList<StoredRecord> WaitingForModel => Store(
        Accepted,
        Claimed,
        new ModelWaiting("planner", "starting", "The model is starting, 42 s", 42_000) { Key = "wait/0", At = At(43), Attempt = 1 });

    public static IReadOnlyList<StoredRecord> Retried => Store(
        Accepted,
        Claimed,
        new AttemptFailed("the worker lost its lease.", At(60)) { Key = "failed/1", At = At(30), Attempt = 1 });

    public static IReadOnlyList<StoredRecord> HandedBack => Store(
        Accepted,
        Claimed,
        new HandedBack("the worker stops.") { Key = "handed/1", At = At(3), Attempt = 1 });

    public static IReadOnlyList<StoredRecord> InFirstStep => Store(Accepted, Claimed, PlanCall(1, 0.8), Plans, Chosen);

    /// <summary>Two steps, three of five programs agree, a unanimous finish.</summary>
    public static IReadOnlyList<StoredRecord> Answered => Store([.. Steps, Voted, End(ThreeOfFive)]);

    public static IReadOnlyList<StoredRecord> NotEnough => Store([.. Steps, Voted, End(new Outcome.NotEnoughAgreement(ThreeOfFive, 0.8))]);

    public static IReadOnlyList<StoredRecord> Guessed => Store(
        Accepted,
        Claimed,
        PlanCall(1, 0.8),
        End(new Outcome.Answered(["Porto"], AnsweredBy.DirectFallback, new Agreement(4, 5, 0, Executed: false))));

    /// <summary>The plans agree at once and programs confirm it: no action is chosen.</summary>
    public static IReadOnlyList<StoredRecord> EarlyAgreement => Store(
        Accepted,
        Claimed,
        PlanCall(1, 0.2),
        Plans,
        CodeCall,
        Executed,
        new AnswerVoted(
            1,
            AnsweredBy.Shortcut,
            [new("Porto", 3, [0, 1, 3], [0, 1, 3])],
            new(3, 5, 1, Executed: true),
            Accepted: true,
            "An executed program gives the same result.")
        {
            Key = "1/vote",
            At = At(4.3),
            Attempt = 1,
        },
        End(new Outcome.Answered(["Porto"], AnsweredBy.Shortcut, new(3, 5, 1, Executed: true)) { Sql = WinningSql }));

    public static IReadOnlyList<StoredRecord> NotUnderstood => Store(
        Accepted,
        Claimed,
        PlanCall(1, 0.8),
        End(new Outcome.Halted(HaltReason.NotUnderstood, "The built-in reader does not understand this; connect a model.")));

    public static IReadOnlyList<StoredRecord> Cancelled => Store(Accepted, Claimed, End(new Outcome.Cancelled()));

    public static IReadOnlyList<StoredRecord> Failed => Store(
        Accepted,
        Claimed,
        End(new Outcome.Failed(new(ErrorCodes.ModelNotFound, "The endpoint does not serve “llama”.", ["mact-table-reader", "qwen3-32b"]))));

    /// <summary>Every place that holds text from outside holds this one.</summary>
    public static IReadOnlyList<StoredRecord> Hostile(string text) => Store(
        new Accepted(Question with { Text = text, Tables = [new("t", text)] }) { Key = "accepted", At = Start },
        new ModelWaiting(text, text, text, 5) { Key = "wait", At = At(1), Attempt = 1 },
        new AttemptFailed(text, RetryAt: null) { Key = "failed", At = At(1), Attempt = 1 },
        PlanCall(1, 1, text),
        new PlansRead(
            1,
            [
                new(0, PlanStatus.Valid, text, text, text, text, text), new(1, PlanStatus.UnknownAction, text, text, null, null, null),
            ])
        { Key = "1/plans", At = At(2), Attempt = 1 },
        new ActionChosen(
            1, ActionSelection.Consistency, text, text, text, 0, [new(text, 1, [0], [])], text)
        { Key = "1/chosen", At = At(2), Attempt = 1 },
        new ToolResult(
            1,
            "sql",
            2,
            [new(0, text, ToolSampleStatus.Ok, 0, null, 1), new(1, text, ToolSampleStatus.Error, null, text, 1)],
            [new("h", [text, text], [[text, text], [text, null]], 2, [0])])
        { Key = "1/tool", At = At(3), StartedAt = At(3), DurationMs = 5, Attempt = 1 },
        new Observed(
            1,
            text,
            true,
            new(1, 2, 1, true),
            [new(text, 1, [0], []), new(text + "2", 1, [], [1])],
            text,
            text,
            text)
        { Key = "1/observed", At = At(3), Attempt = 1 },
        new AnswerVoted(
            1,
            AnsweredBy.Finish,
            [new(text, 1, [], [0]), new(text + "2", 1, [], [1])],
            new(1, 2, 1, true),
            true,
            text)
        { Key = "1/vote", At = At(4), Attempt = 1 },
        End(new Outcome.Answered([text], AnsweredBy.Finish, new(1, 2, 1, true)) { Sql = text }));

    public static IReadOnlyList<StoredRecord> Store(params RunRecord[] records) =>
        [.. records.Select(static (record, index) => new StoredRecord(index + 1, record))];

    private static Outcome.Answered ThreeOfFive { get; } = new(["Porto"], AnsweredBy.Finish, new Agreement(3, 5, 1, Executed: true))
    {
        FinishVote = new Agreement(5, 5, 2, Executed: false),
        Sql = WinningSql,
        EvidenceStep = 1,
    };

    private static RunRecord Accepted => new Accepted(Question) { Key = "accepted", At = Start };

    private static RunRecord Claimed => new AttemptStarted("worker-1", 120) { Key = "started/1", At = At(0.12), Attempt = 1 };

    private static RunRecord[] Steps =>
    [
        Accepted, Claimed, PlanCall(1, 0.2), Plans, Chosen, CodeCall, Executed, Observed,
        PlanCall(2, 4.4),
        new PlansRead(
            2,
            [.. Enumerable.Range(0, 5).Select(static i => new PlanSample(i, PlanStatus.Valid, "The first step found "
                + "Porto.", "finish", "Porto", null, "Porto"))])
        {
            Key = "2/plans", At = At(5.6), Attempt = 1,
        },
        new ActionChosen(
            2,
            ActionSelection.Consistency,
            "The first step found Porto, so the question is answered.",
            "finish",
            "Porto",
            0,
            [new("Finish[Porto]", 5, [], [0, 1, 2, 3, 4])])
        {
            Key = "2/chosen", At = At(5.6), Attempt = 1,
        },
    ];

    private static RunRecord Plans => new PlansRead(
        1,
        [
            new(
                0,
                PlanStatus.Valid,
                "I need the change per city in Portugal.",
                "operate",
                "difference of visitors_2023 and visitors_2019 for Portugal, largest first",
                "Porto 1.1 million",
                "Porto"),
            new(
                1,
                PlanStatus.Valid,
                "Compute the gain for each Portuguese city.",
                "operate",
                "difference of visitors_2023 and visitors_2019 for Portugal, largest first",
                "Porto",
                "Porto"),
            new(2, PlanStatus.Valid, "First look the rows up.", "retrieve", "rows where country is Portugal", "Lisbon, Porto, Faro", "Lisbon"),
            new(
                3,
                PlanStatus.Valid,
                "The gain decides.",
                "operate",
                "difference of visitors_2023 and visitors_2019 for Portugal, largest first",
                null,
                "Porto"),
            new(4, PlanStatus.Truncated, "I should", null, null, null, null),
        ])
    { Key = "1/plans", At = At(1.9), Attempt = 1 };

    private static RunRecord Chosen => new ActionChosen(
        1,
        ActionSelection.Consistency,
        "I need the change per city in Portugal.",
        "operate",
        "difference of visitors_2023 and visitors_2019 for Portugal, largest first",
        0,
        [new("Operate[difference …]", 3, [], [0, 1, 3]), new("Retrieve[rows where country is Portugal]", 1, [], [2])])
    { Key = "1/chosen", At = At(1.9), Attempt = 1 };

    private static ModelCall CodeCall => PlanCall(1, 2.0) with
    {
        Purpose = CallPurpose.Code,
        Key = "1/code/0",
        At = At(3.9),
        Reply = PlanCall(1, 2.0).Reply with
        {
            Endpoint = "coder",
            Usage = new(1, 812, 240, 512),
            DurationMs = 1900,
            Completions =
            [
                .. Enumerable.Range(0, 5).Select(
                    static i => new Completion(i, 40 + i, "```sql\n" + WinningSql + "\n```", "stop", CompletionStatus.Complete)),
            ],
        },
    };

    private static RunRecord Executed => new ToolResult(
        1,
        "sql",
        5,
        [
            new(0, WinningSql, ToolSampleStatus.Ok, 0, null, 0.4),
            new(1, WinningSql, ToolSampleStatus.Ok, 0, null, 0.3),
            new(2, "SELECT city, visitors_2023 FROM cities WHERE country = 'Portugal' ORDER BY 2 DESC LIMIT 1", ToolSampleStatus.Ok, 1, null, 0.3),
            new(
                3,
                "SELECT city, visitors_2023 - visitors_2019 FROM cities WHERE country LIKE 'Portugal' ORDER BY 2 DESC LIMIT 1 -- largest gain",
                ToolSampleStatus.Ok,
                0,
                null,
                0.3),
            new(4, "SELECT town FROM cities", ToolSampleStatus.Error, null, "no such column: town. Did you mean \"city\"?", 0.1),
        ],
        [
            new("a1", ["city", "gain"], [["Porto", "1100000"]], 1, [0, 1, 3]),
            new("b2", ["city", "visitors_2023"], [["Lisbon", "4100000"]], 1, [2]),
        ])
    { Key = "1/tool", At = At(4.2), StartedAt = At(3.95), DurationMs = 12, Attempt = 1 };

    private static RunRecord Observed => new Observed(
        1,
        "city | gain\nPorto | 1100000",
        Verified: true,
        new Agreement(3, 5, 1, Executed: true),
        [new("Porto, 1100000", 3.5, [0, 1, 3], [0]), new("Lisbon, 4100000", 1, [2], [])],
        "step1",
        WinningSql)
    { Key = "1/observed", At = At(4.3), Attempt = 1 };

    private static RunRecord Voted => new AnswerVoted(
        2,
        AnsweredBy.Finish,
        [new("Porto", 5, [], [0, 1, 2, 3, 4])],
        new Agreement(5, 5, 2, Executed: false),
        Accepted: true,
        "All 5 plans chose to finish with Porto, read from step 1.")
    { Key = "2/vote", At = At(5.7), Attempt = 1 };

    private static RunRecord End(Outcome outcome) => new Finished(outcome) { Key = "finished", At = At(5.8), Attempt = 1 };

    private static ModelCall PlanCall(
        int step, double start, string text = "Thought 1: I need the change per city.\nAction 1: Operate[difference]\nObservation 1: Porto") =>
        new(
        CallPurpose.Plan,
        step,
        [new("system", ["p-rules"]), new("user", ["p-table", "p-task"])],
        N: 5,
        Temperature: 0.6,
        Seed: 20,
        new(
            [
                .. Enumerable.Range(0, 5).Select(
                    i => i == 4
                        ? new Completion(i, 20 + i, text, "length", CompletionStatus.Truncated)
                        : new Completion(i, 20 + i, text, "stop", CompletionStatus.Complete)),
            ],
            new TokenUsage(1, 1204, 655, 1024))
        {
            Endpoint = "planner",
            Server = "localhost:8000",
            Model = "mact-table-reader",
            StartedAt = At(start),
            DurationMs = 1650,
            Tries = [new(At(start), 1650, 5, 200, null)],
        })
        {
            Key = $"{step}/plan/0",
            At = At(start + 1.2),
            Attempt = 1,
        };

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);
}
