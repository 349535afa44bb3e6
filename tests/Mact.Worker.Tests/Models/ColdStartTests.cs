using Mact.Core.Queueing;
using Mact.Worker.Models;
using Microsoft.AspNetCore.Http;

namespace Mact.Worker.Tests.Models;

/// <summary>Endpoints that are not there yet: who waits, who is told, and when it ends.</summary>
public sealed class ColdStartTests
{
    [Fact]
    public async Task A_closed_port_is_waited_for_until_something_listens()
    {
        var port = FreePort.Find();
        await using var fixture = await ModelFixture.StartAsync(_ => $"Endpoint=http://127.0.0.1:{port}/v1;Model=auto");
        ScriptedEndpoint? late = null;
        fixture.Observer.OnWaiting = async waited =>
        {
            if (waited > TimeSpan.FromSeconds(60))
            {
                late ??= await ScriptedEndpoint.StartAsync(port);
            }
        };

        var batch = await fixture.SampleInTimeAsync();

        batch.Model.ShouldBe("Qwen/Qwen3-8B");
        batch.Usage.Requests.ShouldBe(1);
        fixture.Observer.Waits.ShouldAllBe(static wait => wait.Reason == WaitReasons.Starting && wait.Endpoint == "planner");
        await late!.DisposeAsync();
    }

    [Fact]
    public async Task Notices_come_at_once_and_then_at_growing_intervals()
    {
        await using var fixture = await ModelFixture.StartAsync();
        ColdFor(fixture, TimeSpan.FromSeconds(600));

        await fixture.SampleInTimeAsync();

        var times = fixture.Observer.Waits.Select(static wait => wait.Waited.TotalSeconds).ToList();
        times[0].ShouldBeLessThan(6);
        times.Count.ShouldBeInRange(5, 18);
        times.ShouldBe(times.Order());
        times.Zip(times.Skip(1), static (a, b) => b - a).ShouldAllBe(static gap => gap > 4 && gap < 80);
        fixture.Observer.Waits[^1].Message.ShouldMatch("^model is starting, [0-9]+ s$");
    }

    [Fact]
    public async Task Calls_that_wait_share_one_probe()
    {
        await using var alone = await ModelFixture.StartAsync();
        ColdFor(alone, TimeSpan.FromSeconds(300));
        await alone.SampleInTimeAsync();

        await using var fixture = await ModelFixture.StartAsync();
        ColdFor(fixture, TimeSpan.FromSeconds(300));
        var batches = await fixture.InTimeAsync(
            Task.WhenAll(Enumerable.Range(0, 8).Select(i => fixture.SampleAsync(ModelFixture.Request(question: $"q{i}")))));

        batches.ShouldAllBe(static batch => batch.Usage.Requests == 1);
        fixture.Endpoint.Chats.Count.ShouldBe(8);
        fixture.Endpoint.Looks.ShouldBeLessThan(alone.Endpoint.Looks + 10);
    }

    [Fact]
    public async Task Failures_of_a_server_that_never_answered_are_waited_for()
    {
        await using var fixture = await ModelFixture.StartAsync();
        var ready = fixture.Time.GetUtcNow().AddSeconds(120);
        fixture.Endpoint.Chat = (context, request) => fixture.Time.GetUtcNow() < ready
            ? Replies.Error(500, "Internal server error", "InternalServerError")(context, request)
            : Replies.Samples()(context, request);

        var batch = await fixture.SampleInTimeAsync();

        batch.Usage.Requests.ShouldBe(1);
        batch.Tries.Count.ShouldBeInRange(5, 30);
    }

    [Fact]
    public async Task Failures_that_never_end_fail_the_question_after_the_first_answer_budget()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(500, "Internal server error", "InternalServerError");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelUnavailable);
        error.Message.ShouldContain("without ever answering");
    }

    [Fact]
    public async Task An_endpoint_that_never_comes_fails_the_question_after_the_longest_wait()
    {
        var port = FreePort.Find();
        await using var fixture = await ModelFixture.StartAsync(
            _ => $"Endpoint=http://127.0.0.1:{port}/v1;Model=auto", ("Models:MaxWaitAge", "00:05:00"));

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelUnavailable);
        error.Message.ShouldContain("was not ready for 300 s (connection refused)");
        (await fixture.HealthAsync()).Status.ShouldBe(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded);
    }

    [Fact]
    public async Task A_gateway_that_holds_the_first_request_for_400_seconds_is_waited_for()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Models = HeldFor(fixture, TimeSpan.FromSeconds(400), Replies.Models("Qwen/Qwen3-8B"));

        var batch = await fixture.SampleInTimeAsync();

        batch.Usage.Requests.ShouldBe(1);
        fixture.Endpoint.Looks.ShouldBe(1);
        fixture.Observer.Waits.ShouldContain(static wait => wait.Reason == WaitReasons.Starting);
    }

    [Fact]
    public async Task An_endpoint_that_was_idle_may_take_as_long_as_at_first()
    {
        await using var fixture = await ModelFixture.StartAsync();
        await fixture.SampleAsync();
        fixture.Time.Advance(TimeSpan.FromMinutes(10));
        fixture.Endpoint.Answer(HeldFor(fixture, TimeSpan.FromSeconds(400), Replies.Samples()));

        (await fixture.SampleInTimeAsync()).Tries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_generation_that_never_ends_is_not_sent_again_and_again()
    {
        await using var fixture = await ModelFixture.StartAsync(("Models:FirstTokenTimeout", "00:03:00"));
        await fixture.SampleAsync();
        fixture.Endpoint.Chat = (context, _) => fixture.Endpoint.HangAsync(context);

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelUnavailable);
        error.Message.ShouldContain("no first token within 180 s");
        fixture.Endpoint.Chats.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_call_never_takes_longer_than_its_total_budget()
    {
        await using var fixture = await ModelFixture.StartAsync(("Models:TotalBudget", "00:03:00"), ("Models:FirstTokenTimeout", "00:10:00"));
        fixture.Endpoint.Chat = (context, _) => fixture.Endpoint.HangAsync(context);

        (await fixture.FailAsync()).Message.ShouldContain("longer than 180 s in all");
    }

    [Fact]
    public async Task Who_cancels_while_waiting_is_let_go_and_the_probe_ends()
    {
        var port = FreePort.Find();
        await using var fixture = await ModelFixture.StartAsync(_ => $"Endpoint=http://127.0.0.1:{port}/v1;Model=auto");
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        fixture.Observer.OnWaiting = waited => waited > TimeSpan.FromSeconds(30) ? cancelling.CancelAsync() : Task.CompletedTask;

        await Should.ThrowAsync<OperationCanceledException>(() =>
            fixture.InTimeAsync(fixture.Client.SampleAsync(ModelFixture.Request(), fixture.Observer, cancelling.Token)));
    }

    [Fact]
    public async Task Who_cancels_while_the_model_generates_closes_the_connection()
    {
        await using var fixture = await ModelFixture.StartAsync();
        var arrived = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        fixture.Endpoint.Chat = async (context, _) =>
        {
            arrived.SetResult();
            await fixture.Endpoint.HangAsync(context);
            left.SetResult();
        };
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sampling = fixture.Client.SampleAsync(ModelFixture.Request(), fixture.Observer, cancelling.Token);
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);

        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => sampling);
        await left.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_lost_lease_that_the_observer_reports_ends_the_call()
    {
        var port = FreePort.Find();
        await using var fixture = await ModelFixture.StartAsync(_ => $"Endpoint=http://127.0.0.1:{port}/v1;Model=auto");
        fixture.Observer.OnWaiting = static _ => throw new LeaseLostException();

        await Should.ThrowAsync<LeaseLostException>(() => fixture.SampleInTimeAsync());
    }

    private static void ColdFor(ModelFixture fixture, TimeSpan time)
    {
        var ready = fixture.Time.GetUtcNow() + time;
        fixture.Endpoint.Models = (context, request) => fixture.Time.GetUtcNow() < ready
            ? Replies.Json(503, "{}")(context, request)
            : Replies.Models("Qwen/Qwen3-8B")(context, request);
    }

    /// <summary>Answers after a while, of the test's time.</summary>
    private static ScriptedReply HeldFor(ModelFixture fixture, TimeSpan time, ScriptedReply reply) =>
        async (HttpContext context, ReceivedRequest request) =>
    {
        await fixture.Endpoint.HoldAsync(() => Task.Delay(time, fixture.Time, context.RequestAborted));
        await reply(context, request);
    };
}
