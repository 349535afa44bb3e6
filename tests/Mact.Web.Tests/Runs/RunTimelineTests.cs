using Mact.Web.Tests.Localization;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Runs;

public sealed class RunTimelineTests
{
    public static TheoryData<string, QuestionStatus, string> States => new()
    {
        { nameof(RecordedRuns.Queued), QuestionStatus.Queued, "Queued" },
        { nameof(RecordedRuns.Started), QuestionStatus.Running, "Running" },
        { nameof(RecordedRuns.InFirstStep), QuestionStatus.Running, "Running" },
        { nameof(RecordedRuns.WaitingForModel), QuestionStatus.Waiting, "Waiting for the model" },
        { nameof(RecordedRuns.Retried), QuestionStatus.Waiting, "Will be tried again" },
        { nameof(RecordedRuns.HandedBack), QuestionStatus.Queued, "Queued" },
        { nameof(RecordedRuns.Answered), QuestionStatus.Answered, "Answered" },
        { nameof(RecordedRuns.NotEnough), QuestionStatus.NotEnoughAgreement, "Not enough agreement" },
        { nameof(RecordedRuns.NotUnderstood), QuestionStatus.Halted, "Not understood" },
        { nameof(RecordedRuns.Cancelled), QuestionStatus.Cancelled, "Cancelled" },
        { nameof(RecordedRuns.Failed), QuestionStatus.Failed, "Failed" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Every_state_has_a_name_and_words_and_a_next_step(string run, QuestionStatus status, string label)
    {
        var timeline = RunTimeline.From(Recorded(run));

        var words = StatusText.Of(timeline, Said.English);

        timeline.Status.ShouldBe(status);
        words.Label.ShouldBe(label);
        words.Now.ShouldNotBeNullOrWhiteSpace();
        words.Next.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void Nothing_is_claimed_of_an_empty_journal()
    {
        var timeline = RunTimeline.From([]);

        timeline.Question.ShouldBeNull();
        timeline.Answer.ShouldBeNull();
        timeline.IsOver.ShouldBeFalse();
        timeline.Steps.ShouldBeEmpty();
        timeline.ElapsedMs.ShouldBeNull();
        timeline.TraceId.ShouldBeNull();
        Waterfall.Of(timeline, Said.English).Bars.ShouldBeEmpty();
        StatusText.Of(timeline, Said.English).Label.ShouldBe("Loading");
    }

    [Fact]
    public void There_is_no_answer_before_the_terminal_record_however_far_the_run_is()
    {
        var records = RecordedRuns.Answered;

        for (var length = 0; length < records.Count; length++)
        {
            RunTimeline.From([.. records.Take(length)]).Answer.ShouldBeNull();
        }

        RunTimeline.From(records).Answer.ShouldNotBeNull().Values.ShouldBe(["Porto"]);
    }

    [Fact]
    public void Agreement_is_that_of_the_outcome_and_not_the_unanimous_finish()
    {
        var answer = RunTimeline.From(RecordedRuns.Answered).Answer.ShouldNotBeNull();

        AgreementText.Of(answer.Agreement, Said.English).ShouldBe("3 of 5 programs gave this result");
        answer.Trust.ShouldBe(AnswerTrust.Majority);
        answer.FinishVote.ShouldNotBeNull().Votes.ShouldBe(5);
        AgreementText.Warning(answer, Said.English).ShouldBeNull();
    }

    [Theory]
    [InlineData(2, 5, true, AnswerTrust.Low)]
    [InlineData(5, 10, true, AnswerTrust.Low)]
    [InlineData(3, 5, true, AnswerTrust.Majority)]
    [InlineData(5, 5, true, AnswerTrust.Unanimous)]
    [InlineData(5, 5, false, AnswerTrust.NotExecuted)]
    [InlineData(0, 0, true, AnswerTrust.NotVoted)]
    public void Trust_follows_the_share_and_whether_anything_was_executed(int votes, int of, bool executed, AnswerTrust trust)
    {
        var outcome = new Outcome.Answered(["x"], AnsweredBy.Finish, new Agreement(votes, of, 1, executed));
        var timeline = RunTimeline.From(RecordedRuns.Store(new Finished(outcome) { Key = "finished", At = RecordedRuns.Start }));

        var answer = timeline.Answer.ShouldNotBeNull();

        answer.Trust.ShouldBe(trust);
        (AgreementText.Warning(answer, Said.English) is null).ShouldBe(trust is AnswerTrust.Majority or AnswerTrust.Unanimous);
    }

    [Fact]
    public void Dissent_is_what_lost_the_vote_that_the_agreement_comes_from()
    {
        var dissent = RunTimeline.From(RecordedRuns.Answered).Answer.ShouldNotBeNull().Dissent.ShouldHaveSingleItem();

        (dissent.Value, dissent.Programs, dissent.Plans, dissent.Step).ShouldBe(("Lisbon, 4100000", 1, 0, 1));
        dissent.Voices(Said.English).ShouldBe("1 program");
    }

    [Fact]
    public void Totals_are_the_sums_of_the_recorded_calls()
    {
        var timeline = RunTimeline.From(RecordedRuns.Answered);
        var calls = RecordedRuns.Answered.Select(static stored => stored.Record).OfType<ModelCall>().ToList();

        var all = RoleTotal.Sum("All", timeline.Calls);
        var roles = RoleTotal.Of(timeline.Calls);

        all.Calls.ShouldBe(calls.Count);
        all.Usage.InputTokens.ShouldBe(calls.Sum(static call => call.Reply.Usage.InputTokens));
        all.Usage.OutputTokens.ShouldBe(calls.Sum(static call => call.Reply.Usage.OutputTokens));
        all.DurationMs.ShouldBe(calls.Sum(static call => call.Reply.DurationMs));
        all.Cost.ShouldBeNull();
        roles.Select(static role => role.Role).ShouldBe(["Planner", "Coder"]);
        roles.Sum(static role => role.Usage.InputTokens).ShouldBe(all.Usage.InputTokens);
    }

    [Fact]
    public void Waterfall_has_a_bar_for_everything_timed_and_none_leaves_the_scale()
    {
        var timeline = RunTimeline.From(RecordedRuns.Answered);

        var waterfall = Waterfall.Of(timeline, Said.English);

        var samples = timeline.Executions.Sum(static execution => execution.Samples.Count);
        var decisions = RecordedRuns.Answered.Count(static stored => stored.Record is ActionChosen or Observed or AnswerVoted);
        waterfall.Bars.Count.ShouldBe(timeline.Calls.Count + timeline.Executions.Count + samples + decisions + 1);
        waterfall.Bars.Count(static bar => bar.Kind == "vote").ShouldBe(4);
        waterfall.Bars.ShouldAllBe(bar => bar.StartMs >= 0 && bar.StartMs + bar.DurationMs <= waterfall.TotalMs + 0.001);
        waterfall.Bars.Select(static bar => bar.StartMs).ShouldBeInOrder();
    }

    [Fact]
    public void Programs_are_grouped_by_result_and_every_sample_is_in_exactly_one_group()
    {
        var execution = RunTimeline.From(RecordedRuns.Answered).Executions.ShouldHaveSingleItem();

        var groups = ProgramGroup.Of(execution);

        groups.Select(static group => group.Samples.Count).ShouldBe([3, 1, 1]);
        groups.SelectMany(static group => group.Samples).Select(static sample => sample.Index).Order().ShouldBe([0, 1, 2, 3, 4]);
        groups[0].Programs.Count.ShouldBe(2);
        groups[2].Error.ShouldNotBeNull().ShouldContain("no such column");
    }

    [Fact]
    public void Trace_id_and_elapsed_time_come_from_the_records()
    {
        var timeline = RunTimeline.From(RecordedRuns.Answered);

        timeline.TraceId.ShouldBe("4bf92f3577b34da6a3ce929d0e0e4736");
        timeline.ElapsedMs.ShouldNotBeNull().ShouldBe(5800, 0.01);
    }

    [Fact]
    public void A_wait_ends_when_the_endpoint_answers_again()
    {
        var records = RecordedRuns.WaitingForModel.Select(static stored => stored.Record)
            .Append(new ModelResumed("planner", 42_000) { Key = "resumed", At = RecordedRuns.Start.AddSeconds(44), Attempt = 1 });

        var timeline = RunTimeline.From(RecordedRuns.Store([.. records]));

        timeline.Status.ShouldBe(QuestionStatus.Running);
        timeline.Waiting.ShouldBeNull();
    }

    internal static IReadOnlyList<StoredRecord> Recorded(string name) =>
        (IReadOnlyList<StoredRecord>)typeof(RecordedRuns).GetProperty(name)!.GetValue(obj: null)!;

    [Fact]
    public void A_given_up_question_that_was_put_back_is_queued_again()
    {
        var records = RecordedRuns.Failed;
        var run = RunTimeline.From([.. records, new(records.Count + 1, new PutBack { Key = "put-back/1", At = RecordedRuns.Start, Attempt = 0 })]);

        run.Status.ShouldBe(QuestionStatus.Queued);
        run.IsOver.ShouldBeFalse();
        run.Outcome.ShouldBeNull();
    }
}
