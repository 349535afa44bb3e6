using System.Diagnostics;
using Mact.Core.Queueing;
using Mact.Worker.Agents;

namespace Mact.Worker.Tests.Pump;

public sealed class QuestionPumpTests : IDisposable
{
    private readonly GarnetInProcess _redis = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _redis.Dispose();

    [Fact]
    public async Task A_submitted_question_is_answered_with_its_tables_at_hand()
    {
        RunContext? seen = null;
        await using var worker = await StartAsync(new ScriptedRunner((context, _) =>
        {
            seen = context;
            return Task.FromResult(ScriptedRunner.Answer);
        }));

        var question = await worker.SubmitAsync();

        var view = await worker.WaitForAsync(question, QuestionStatus.Answered);
        view.Answer.ShouldBe(["42"]);
        view.Attempt.ShouldBe(1);
        seen!.Tables.Single().Name.ShouldBe("t");
        seen.Journal.Records[0].ShouldBeOfType<Accepted>();
    }

    [Fact]
    public async Task A_replay_is_run_with_the_records_of_the_question_that_it_names()
    {
        RunContext? seen = null;
        await using var worker = await StartAsync(new ScriptedRunner((context, _) =>
        {
            seen = context;
            return Task.FromResult(ScriptedRunner.Answer);
        }));
        var earlier = await worker.SubmitAsync();
        await worker.WaitForAsync(earlier, QuestionStatus.Answered);
        seen!.Recorded.ShouldBeEmpty();

        await worker.WaitForAsync(await worker.SubmitAsync(options: new() { ReplayOf = earlier.Id }), QuestionStatus.Answered);
        seen!.Recorded.OfType<Finished>().ShouldHaveSingleItem();

        await worker.WaitForAsync(await worker.SubmitAsync(options: new() { ReplayOf = "never-asked" }), QuestionStatus.Answered);
        seen!.Recorded.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_span_of_an_attempt_continues_the_trace_of_the_click()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Mact.Worker",
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var worker = await StartAsync(ScriptedRunner.Answering());

        var question = await worker.SubmitAsync("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        await worker.WaitForAsync(question, QuestionStatus.Answered);

        Activity[] Mine()
        {
            lock (spans)
            {
                return [.. spans.Where(span => Equals(span.GetTagItem("messaging.message.id"), question.Id))];
            }
        }

        await Eventually.TrueAsync(() => Task.FromResult(Mine().Length > 0));
        var span = Mine().Single();
        span.OperationName.ShouldBe("questions process");
        span.Kind.ShouldBe(ActivityKind.Consumer);
        span.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        span.ParentSpanId.ToHexString().ShouldBe("b7ad6b7169203331");
        span.GetTagItem("messaging.system").ShouldBe("redis");
        span.GetTagItem("mact.attempt").ShouldBe(1);
    }

    [Fact]
    public async Task Only_what_can_be_started_is_claimed()
    {
        var runner = ScriptedRunner.Blocking();
        await using var worker = await StartAsync(runner, ("Worker:Concurrency", "2"));
        for (var i = 0; i < 5; i++)
        {
            await worker.SubmitAsync();
        }

        await Eventually.TrueAsync(() => Task.FromResult(runner.Running == 2));

        var queue = await worker.Queue.InspectAsync(Token);
        (queue.Leased, queue.Ready).ShouldBe((2, 3));
        runner.MostAtOnce.ShouldBe(2);
    }

    [Fact]
    public async Task A_lease_is_renewed_for_as_long_as_the_run_takes()
    {
        await using var worker = await StartAsync(ScriptedRunner.Blocking(), ("Queue:LeaseTime", "00:00:00.600"));
        var question = await worker.SubmitAsync();
        await worker.WaitForAsync(question, QuestionStatus.Running);

        // The end of the lease moves on by more than twice its length: without renewal it would have run out.
        var first = await LeaseEndAsync(worker, question);
        await Eventually.TrueAsync(async () => await LeaseEndAsync(worker, question) > first + 1_200);

        (await worker.ViewAsync(question)).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_stops_a_running_question_and_its_run()
    {
        var runner = ScriptedRunner.Blocking();
        await using var worker = await StartAsync(runner);
        var question = await worker.SubmitAsync();
        await Eventually.TrueAsync(() => Task.FromResult(runner.Running == 1));

        (await worker.Queue.CancelAsync(question.Id, Token)).ShouldBeTrue();

        await worker.WaitForAsync(question, QuestionStatus.Cancelled);
        await Eventually.TrueAsync(() => Task.FromResult(runner.Running == 0));
        (await worker.RecordsAsync(question)).OfType<HandedBack>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lost_lease_stops_the_run_and_its_result_is_refused()
    {
        var runner = ScriptedRunner.Blocking();
        await using var worker = await StartAsync(runner, ("Queue:LeaseTime", "00:00:00.300"), ("Worker:Concurrency", "1"));
        var question = await worker.SubmitAsync();
        await Eventually.TrueAsync(() => Task.FromResult(runner.Running == 1));

        // As if this worker had been paused past its lease and another one had come.
        await Eventually.TrueAsync(async () =>
        {
            await worker.Redis.SortedSetAddAsync("{mact}:queue:leased", question.Id, 1);
            return await worker.Queue.ClaimAsync("other", TimeSpan.FromMinutes(5), Token) is not null;
        });

        await Eventually.TrueAsync(() => Task.FromResult(runner.Running == 0));
        (await worker.ViewAsync(question)).Status.ShouldBe(QuestionStatus.Running);
        (await worker.RecordsAsync(question)).OfType<AttemptFailed>().Single().Reason.ShouldContain("worker under test");
        runner.Started.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_learns_of_its_lost_lease_by_itself_is_dropped()
    {
        await using var worker = await StartAsync(new ScriptedRunner((_, _) => throw new LeaseLostException()), ("Worker:Concurrency", "1"));
        var question = await worker.SubmitAsync();

        await Eventually.TrueAsync(async () => (await worker.RecordsAsync(question)).Count > 1);

        (await worker.RecordsAsync(question)).ShouldNotContain(static record => record is AttemptFailed || record is Finished);
    }

    [Fact]
    public async Task Stopping_lets_a_run_end_within_the_drain_time()
    {
        var release = new TaskCompletionSource();
        var runner = new ScriptedRunner(async (_, stop) =>
        {
            await release.Task.WaitAsync(stop);
            return ScriptedRunner.Answer;
        });
        await using var worker = await StartAsync(runner, ("Worker:DrainTime", "00:01:00"));
        var question = await worker.SubmitAsync();
        await Eventually.TrueAsync(() => Task.FromResult(runner.Running == 1));

        var stopping = worker.StopAsync();
        release.SetResult();
        await stopping;

        (await worker.ViewAsync(question)).Status.ShouldBe(QuestionStatus.Answered);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stopping_hands_back_what_does_not_end_and_consumes_no_attempt(bool heedsItsToken)
    {
        var runner = heedsItsToken
            ? ScriptedRunner.Blocking()
            : new ScriptedRunner(static async (_, _) =>
            {
                await Task.Delay(Timeout.Infinite, Token);
                return ScriptedRunner.Answer;
            });
        await using var worker = await StartAsync(runner);
        var question = await worker.SubmitAsync();
        await Eventually.TrueAsync(() => Task.FromResult(runner.Running == 1));

        await worker.StopAsync();

        (await worker.ViewAsync(question)).Status.ShouldBe(QuestionStatus.Queued);
        (await worker.RecordsAsync(question)).OfType<HandedBack>().Count().ShouldBe(1);
        await using var next = await StartAsync(ScriptedRunner.Answering());
        (await next.WaitForAsync(question, QuestionStatus.Answered)).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task A_question_that_always_fails_is_given_up_with_every_reason()
    {
        var tries = 0;
        await using var worker = await StartAsync(
            new ScriptedRunner((_, _) => throw new InvalidOperationException($"fault {Interlocked.Increment(ref tries)}")));
        var question = await worker.SubmitAsync();

        var view = await worker.WaitForAsync(question, QuestionStatus.Failed);

        view.Error!.Code.ShouldBe(ErrorCodes.AttemptsExhausted);
        var reasons = (await worker.RecordsAsync(question)).OfType<AttemptFailed>().Select(static failed => failed.Reason).ToList();
        reasons.Count.ShouldBe(3);
        reasons.Index().ShouldAllBe(static reason => reason.Item.Contains($"fault {reason.Index + 1}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_that_is_gone_fails_the_question_in_words()
    {
        var runner = ScriptedRunner.Answering();
        await using var worker = await StartAsync(runner, ("Worker:Concurrency", "1"), ("Queue:PollInterval", "00:00:05"));
        await worker.StopAsync();
        var question = await worker.SubmitAsync();
        await worker.Redis.KeyDeleteAsync($"{{mact}}:table:{question.Tables[0].Id}");

        await using var next = await StartAsync(runner);

        var view = await next.WaitForAsync(question, QuestionStatus.Failed);
        view.Error!.Code.ShouldBe(ErrorCodes.TableMissing);
        view.Message.ShouldNotBeNull().ShouldContain("\"t\"");
        runner.Started.ShouldBe(0);
    }

    [Fact]
    public async Task A_question_whose_tables_are_too_large_for_a_worker_fails_in_words()
    {
        var runner = ScriptedRunner.Answering();
        await using var worker = await StartAsync(runner, ("Worker:MaxCellsAtOnce", "1"));
        var question = await worker.SubmitAsync();

        var view = await worker.WaitForAsync(question, QuestionStatus.Failed);

        view.Error!.Code.ShouldBe(ErrorCodes.TablesTooLarge);
        view.Message.ShouldNotBeNull().ShouldContain("Worker:MaxCellsAtOnce");
        runner.Started.ShouldBe(0);
    }

    [Fact]
    public async Task A_worker_is_counted_while_it_lives_and_gone_at_once_when_it_stops()
    {
        await using var worker = await StartAsync(ScriptedRunner.Answering());
        await Eventually.TrueAsync(async () => (await worker.Queue.InspectAsync(Token)).Workers == 1);

        await worker.StopAsync();

        (await worker.Queue.InspectAsync(Token)).Workers.ShouldBe(0);
    }

    private Task<PumpHost> StartAsync(IQuestionRunner runner, params (string Key, string Value)[] settings) =>
        PumpHost.StartAsync(_redis.Port, runner, settings);

    private static async Task<double> LeaseEndAsync(PumpHost worker, Question question) =>
        await worker.Redis.SortedSetScoreAsync("{mact}:queue:leased", question.Id) ?? 0;
}
