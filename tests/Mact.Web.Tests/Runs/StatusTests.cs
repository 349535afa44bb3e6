using CsCheck;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Runs;

/// <summary>The page says of a question what the Api says.</summary>
public sealed class StatusTests
{
    private static readonly DateTimeOffset At = RecordedRuns.Start;

    private static readonly RunRecord[] Kinds =
    [
        new AttemptStarted("worker", 1),
        new AttemptFailed("The disk was full.", At),
        new AttemptFailed("The disk was full.", At.AddSeconds(5)),
        new AttemptFailed("The disk was full.", RetryAt: null),
        new HandedBack("The worker stops."),
        new HandedBack("The model is away.", At.AddMinutes(1)),
        new ModelWaiting("planner", "starting", "model is starting", 1),
        new ModelResumed("planner", 2),
        new PlansRead(1, []),
        new PutBack(),
        new Finished(new Outcome.Answered(["x"], AnsweredBy.Finish, null)),
        new Finished(new Outcome.Halted(HaltReason.Steps, "The limit.")),
        new Finished(new Outcome.Cancelled()),
        new Finished(new Outcome.Failed(new QuestionError(ErrorCodes.Internal, "A fault."))),
    ];

    private static readonly Gen<RunRecord[]> Walks = Gen.Int[0, Kinds.Length - 1].Select(static index => Kinds[index]).Array[0, 20];

    [Fact]
    public void Page_and_Api_say_the_same_of_any_records() => Walks.Sample(static walk =>
    {
        var records = RecordedRuns.Store(
            [
                new Accepted(RecordedRuns.Question) { Key = "accepted", At = At },
                .. walk.Select(static (record, index) => record with { Key = $"{index}", At = At }),
            ]);

        RunTimeline.From(records).Status.ShouldBe(QuestionProjection.Project(RecordedRuns.Question, records).Status);
    });
}
