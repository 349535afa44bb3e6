using Mact.Core.Tests.Runs;

namespace Mact.Core.Tests.Questions;

public sealed class QuestionProjectionTests
{
    private static readonly DateTimeOffset At = SampleRecords.At;

    [Fact]
    public void A_question_without_records_is_queued()
    {
        var view = Project();

        view.Status.ShouldBe(QuestionStatus.Queued);
        view.Usage.ShouldBe(TokenUsage.None);
        view.Cost.ShouldBeNull();
        view.Message.ShouldNotBeNullOrEmpty();
        view.TraceId.ShouldBe("0af7651916cd43dd8448eb211c80319c");
        view.Tables.ShouldBe(SampleRecords.Question.Tables);
    }

    [Fact]
    public void An_unreadable_traceparent_gives_no_trace_id() =>
        QuestionProjection.Project(SampleRecords.Question with { TraceParent = "nonsense" }, []).TraceId.ShouldBeNull();

    [Fact]
    public void Usage_and_cost_are_sums_over_all_calls()
    {
        var view = Project(
            SampleRecords.ModelCall,
            SampleRecords.ModelCall with { Key = "other", Reply = SampleRecords.ModelCall.Reply with { Cost = null } },
            SampleRecords.ModelCall with { Key = "third" });

        view.Usage.ShouldBe(new TokenUsage(6, 3000, 150, 2700));
        view.Cost.ShouldBe(0.0246m);
        view.Model.ShouldBe("served");
    }

    [Fact]
    public void The_status_follows_the_records()
    {
        var started = new AttemptStarted("worker 1", 1) { Key = "s", At = At, Attempt = 1 };
        var waiting = new ModelWaiting("planner", "starting", "model is starting, 42 s", 42_000) { Key = "w", At = At, Attempt = 1 };
        var resumed = new ModelResumed("planner", 43_000) { Key = "r", At = At, Attempt = 1 };

        Project(started).Status.ShouldBe(QuestionStatus.Running);
        Project(started, waiting).Status.ShouldBe(QuestionStatus.Waiting);
        Project(started, waiting).Message.ShouldBe("model is starting, 42 s");
        Project(started, waiting, resumed).Status.ShouldBe(QuestionStatus.Running);
        Project(started, new HandedBack("The worker stops.") { Key = "h", At = At }).Status.ShouldBe(QuestionStatus.Queued);
        Project(started, new HandedBack("The model is away.", At.AddMinutes(1)) { Key = "h", At = At }).Status.ShouldBe(QuestionStatus.Waiting);
        Project(started, new AttemptFailed("The disk was full.", At) { Key = "f", At = At, Attempt = 1 }).Status.ShouldBe(QuestionStatus.Queued);
        var retried = Project(started, new AttemptFailed("The disk was full.", At.AddSeconds(5)) { Key = "f", At = At, Attempt = 1 });
        retried.Status.ShouldBe(QuestionStatus.Waiting);
        retried.Message.ShouldNotBeNull().ShouldContain("The disk was full.");
        retried.Attempt.ShouldBe(1);
    }

    [Fact]
    public void An_answer_is_shown_with_its_agreement_its_sql_and_how_it_was_reached()
    {
        var view = Project([.. SampleRecords.All]);

        view.Status.ShouldBe(QuestionStatus.Answered);
        view.Answer.ShouldBe(["Oslo", "Bergen"]);
        view.Agreement.ShouldBe(new Agreement(2, 5, 1, Executed: true));
        view.FinishVote.ShouldBe(new Agreement(5, 5, 2, Executed: false));
        view.By.ShouldBe(AnsweredBy.Shortcut);
        view.Sql.ShouldBe("SELECT 1");
        view.Steps.ShouldBe(1);
        view.ElapsedMs.ShouldBe(9_000);
        view.FinishedAt.ShouldBe(At.AddSeconds(9));
    }

    [Fact]
    public void Too_little_agreement_still_shows_the_leading_answer()
    {
        var view = Project(Finish(new Outcome.NotEnoughAgreement(SampleRecords.Answered, 0.5)));

        view.Status.ShouldBe(QuestionStatus.NotEnoughAgreement);
        view.Answer.ShouldBe(["Oslo", "Bergen"]);
        view.Message.ShouldNotBeNull().ShouldContain("40");
    }

    [Fact]
    public void Halts_failures_and_cancellations_say_why()
    {
        Project(Finish(new Outcome.Halted(HaltReason.Budget, "10 requests are used."))).Message.ShouldBe("10 requests are used.");
        Project(Finish(new Outcome.Cancelled())).Status.ShouldBe(QuestionStatus.Cancelled);
        var failed = Project(Finish(new Outcome.Failed(new QuestionError(ErrorCodes.ModelNotFound, "No such model.", ["a"]))));
        failed.Status.ShouldBe(QuestionStatus.Failed);
        failed.Error!.Served.ShouldBe(["a"]);
        failed.Message.ShouldBe("No such model.");
    }

    [Fact]
    public void A_question_that_was_put_back_is_queued_again_without_its_old_error()
    {
        var view = Project(
            Finish(new Outcome.Failed(new QuestionError(ErrorCodes.AttemptsExhausted, "Given up."))),
            new PutBack { Key = "p", At = At });

        view.Status.ShouldBe(QuestionStatus.Queued);
        view.Error.ShouldBeNull();
        view.FinishedAt.ShouldBeNull();
    }

    private static Finished Finish(Outcome outcome) => new(outcome) { Key = "finished", At = At.AddSeconds(1), Attempt = 1 };

    private static QuestionView Project(params IReadOnlyList<RunRecord> records) =>
        QuestionProjection.Project(SampleRecords.Question, [.. records.Select(static (record, index) => new StoredRecord(index + 1, record))]);
}
