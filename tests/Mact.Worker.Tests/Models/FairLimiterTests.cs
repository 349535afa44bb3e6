using Mact.Worker.Models.Endpoints;

namespace Mact.Worker.Tests.Models;

public sealed class FairLimiterTests
{
    [Fact]
    public async Task Freed_places_go_round_robin_between_questions()
    {
        var limiter = new FairLimiter(1);
        var order = new List<string>();
        var first = await limiter.AcquireAsync("a", TestContext.Current.CancellationToken);
        string[] keys = ["a", "a", "a", "b", "c"];
        var waiting = keys.Select((key, i) => (Name: $"{key}{i}", Task: limiter.AcquireAsync(key, TestContext.Current.CancellationToken))).ToList();

        var held = first;
        while (waiting.Count > 0)
        {
            held.Dispose();
            await Task.WhenAny(waiting.Select(static entry => entry.Task)).WaitAsync(TestContext.Current.CancellationToken);
            var next = waiting.Single(static entry => entry.Task.IsCompleted);
            waiting.Remove(next);
            order.Add(next.Name);
            held = await next.Task;
        }

        order.ShouldBe(["a0", "b3", "c4", "a1", "a2"]);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        var limiter = new FairLimiter(1);
        var held = await limiter.AcquireAsync("a", TestContext.Current.CancellationToken);
        using var cancelling = new CancellationTokenSource();
        var gone = limiter.AcquireAsync("b", cancelling.Token);
        await cancelling.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => gone);

        held.Dispose();
        held.Dispose();

        using var place = await limiter.AcquireAsync("c", TestContext.Current.CancellationToken);
        limiter.AcquireAsync("d", TestContext.Current.CancellationToken).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task An_endpoint_never_sees_more_requests_than_configured()
    {
        await using var fixture = await ModelFixture.StartAsync(("Models:Concurrency", "2"));
        var now = 0;
        var most = 0;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Endpoint.Chat = async (context, request) =>
        {
            var count = Interlocked.Increment(ref now);
            InterlockedMax(ref most, count);
            if (count == 2)
            {
                gate.TrySetResult();
            }

            await gate.Task.WaitAsync(TestContext.Current.CancellationToken);
            Interlocked.Decrement(ref now);
            await Replies.Samples()(context, request);
        };

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => fixture.SampleAsync(ModelFixture.Request(question: $"q{i}"))));

        most.ShouldBe(2);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
            // Another request was counted in between.
        }
    }
}
