using CsCheck;

namespace Mact.Web.Tests.Runs;

/// <summary>One truth for a status: the page says what the Api says, whatever the records are.</summary>
public sealed class StatusTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly Question Question = new("q", "How many?", [], [], new QuestionOptions(), Start, "client");

    private static readonly Outcome.Answered Answered = new(["42"], AnsweredBy.Finish, new Agreement(4, 5, 1, Executed: true));

    private static readonly Gen<TimeSpan> Later = Gen.Int[-2, 2].Select(static seconds => TimeSpan.FromSeconds(seconds));

    private static readonly Outcome[] Outcomes =
    [
        Answered,
        new Outcome.NotEnoughAgreement(Answered, 0.9),
        new Outcome.Halted(HaltReason.Steps, "The limit on steps."),
        new Outcome.Cancelled(),
        new Outcome.Failed(new QuestionError(ErrorCodes.ModelUnavailable, "It is away.")),
    ];

    private static readonly Gen<RunRecord> Records = Gen.Int[0, 8].SelectMany(static kind => kind switch
    {
        0 => Gen.Const<RunRecord>(new AttemptStarted("worker", 1)),
        1 => Later.Select(static later => (RunRecord)new AttemptFailed("The disk was full.", Start + later)),
        2 => Gen.Const<RunRecord>(new AttemptFailed("The disk was full.", RetryAt: null)),
        3 => Later.Select(static later => (RunRecord)new HandedBack("The worker stops.", Start + later)),
        4 => Gen.Const<RunRecord>(new HandedBack("The worker stops.")),
        5 => Gen.Const<RunRecord>(new ModelWaiting("planner", "starting", "model is starting", 1)),
        6 => Gen.Const<RunRecord>(new ModelResumed("planner", 2)),
        7 => Gen.Const<RunRecord>(new PutBack()),
        _ => Gen.Int[0, Outcomes.Length - 1].Select(static index => (RunRecord)new Finished(Outcomes[index])),
    }).Select(Later, static (record, later) => record with { At = Start + later });

    [Fact]
    public void For_any_records_the_page_has_the_status_that_the_api_tells() => Records.Array[0, 12].Sample(records =>
    {
        IReadOnlyList<StoredRecord> stored =
        [
            new(1, new Accepted(Question) { Key = "accepted", At = Start }),
            .. records.Select(static (record, index) => new StoredRecord(index + 2, record with { Key = $"record/{index}" })),
        ];

        var told = QuestionProjection.Project(Question, stored);

        RunTimeline.From(stored).Status.ShouldBe(told.Status);
        QuestionProjection.StatusOf(stored.Select(static item => item.Record)).ShouldBe(told.Status);
    });
}
