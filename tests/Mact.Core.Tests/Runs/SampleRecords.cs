namespace Mact.Core.Tests.Runs;

/// <summary>One record of every kind, with every member set to what is not its default.</summary>
internal static class SampleRecords
{
    public static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly Question Question = new(
        "q1",
        "Which \"city\" won <most>?",
        [new TableRef("hash1", "cities"), new TableRef("hash2", "wins")],
        ["A caption."],
        new QuestionOptions
        {
            Strategy = Strategy.Mix,
            Temperature = 0.7,
            Seed = 42,
            Selection = ActionSelection.Combined,
            Shortcut = ShortcutMode.Trust,
            Priority = QuestionPriority.Evaluation,
            Budget = new Budget(10, 1000, 2.5, 0.05m),
            Model = "m",
        },
        At,
        "client")
    {
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        TraceState = "vendor=1",
    };

    public static readonly Outcome.Answered Answered = new(["Oslo", "Bergen"], AnsweredBy.Shortcut, new Agreement(2, 5, 1, Executed: true))
    {
        FinishVote = new Agreement(5, 5, 2, Executed: false),
        Sql = "SELECT 1",
        EvidenceStep = 1,
    };

    public static readonly ModelCall ModelCall = new(
        CallPurpose.Repair,
        2,
        [new PromptPartRef("system", ["h1"]), new PromptPartRef("user", ["h2", "h3"])],
        N: 2,
        Temperature: 0.6,
        Seed: 100,
        new([
            new Completion(0, 100, "text", "stop", CompletionStatus.Complete) { Reasoning = "hm", MeanLogprob = -0.5, HeadLogprob = -0.25 },
            new Completion(1, 101, string.Empty, FinishReason: null, CompletionStatus.Empty),
        ],
        new TokenUsage(2, 1000, 50, 900))
        {
            Endpoint = "coder",
            Server = "localhost:8000",
            Model = "asked",
            ServedModel = "served",
            ResponseId = "chatcmpl-1",
            StartedAt = At,
            DurationMs = 12.5,
            Tries = [new CallTry(At, 12.5, 2, 503, "unavailable"), new CallTry(At, 1, 2, Status: null, Error: null)],
            Ladder = SamplingLadder.Singles,
            Cost = 0.0123m,
            SpanId = "b7ad6b7169203331",
        })
    {
        Key = "2/repair/0",
        At = At,
        Attempt = 1,
    };

    private static readonly IReadOnlyList<VoteOption> Options = [new("Oslo", 2.5, [0, 1], [2]), new("Bergen", 1, [3], [])];

    public static IReadOnlyList<RunRecord> All { get; } =
    [
        new Accepted(Question) { Key = "accepted", At = At },
        new AttemptStarted("worker", 12.5) { Key = "claim/1/started", At = At, Attempt = 1 },
        new AttemptFailed("The disk was full.", At.AddSeconds(5)) { Key = "claim/1/failed", At = At, Attempt = 1 },
        new HandedBack("The worker stops.") { Key = "claim/1/handedBack", At = At, Attempt = 1 },
        new PutBack { Key = "claim/3/putBack", At = At },
        new ModelWaiting("planner", "starting", "model is starting, 42 s", 42_000) { Key = "wait/1", At = At, Attempt = 1 },
        new ModelResumed("planner", 43_000) { Key = "resume/1", At = At, Attempt = 1 },
        ModelCall,
        new ToolResult(
            1,
            "sql",
            5,
            [
                new ToolSample(0, "SELECT 1", ToolSampleStatus.Ok, 0, Error: null, 1.5),
                new ToolSample(1, string.Empty, ToolSampleStatus.NoCode, Group: null, "no code", 0),
            ],
            [new ResultGroup("hash", ["a"], [["1"], [null]], 2, [0])]) { Key = "1/sql", At = At, Attempt = 1, StartedAt = At, DurationMs = 2.5 },
        new PlansRead(
            1,
            [
                new PlanSample(0, PlanStatus.Valid, "think", "retrieve", "rows", "guess", "Oslo"),
                new PlanSample(1, PlanStatus.Truncated, string.Empty, null, null, null, null),
            ])
        {
            Key = "1/plans",
            At = At,
            Attempt = 1,
        },
        new ActionChosen(1, ActionSelection.Logp, "think", "retrieve", "rows", 0, Options, "repeated") { Key = "1/action", At = At, Attempt = 1 },
        new Observed(
            1,
            "1 row",
            Verified: true,
            new Agreement(2, 5, 1, Executed: true),
            Options,
            "step1",
            "SELECT 1",
            "first") { Key = "1/observed", At = At, Attempt = 1 },
        new AnswerVoted(
            2,
            AnsweredBy.Finish,
            Options,
            new Agreement(5, 5, 2, Executed: false),
            Accepted: true,
            "all agree") { Key = "2/answer", At = At, Attempt = 1 },
        new Finished(Answered) { Key = "claim/1/finished", At = At.AddSeconds(9), Attempt = 1 },
    ];

    public static IReadOnlyList<Outcome> Outcomes { get; } =
    [
        Answered,
        new Outcome.NotEnoughAgreement(Answered, 0.5),
        new Outcome.Halted(HaltReason.NotUnderstood, "The reader does not understand this."),
        new Outcome.Cancelled(),
        new Outcome.Failed(new QuestionError(ErrorCodes.ModelNotFound, "No such model.", ["a", "b"])),
    ];
}
