using Mact.DevServices.Model.Engine;
using Microsoft.Extensions.Time.Testing;

namespace Mact.DevServices.Tests.Model;

public sealed class LatencyTests
{
    private static readonly LatencyProfile H100 = LatencyProfiles.Find("qwen3-8b-h100")!;

    [Theory]
    [InlineData(1, 3.6)]
    [InlineData(8, 4.1)]
    [InlineData(32, 5.6)]
    public void N_completions_of_512_tokens_take_what_the_measurements_say(int n, double seconds) =>
        Simulate([Request(2048, Repeat(512, n))]).TotalSeconds.ShouldBe(seconds, tolerance: 0.15);

    [Fact]
    public void Eight_completions_cost_about_an_eighth_more_than_one_not_eight_times()
    {
        var one = Simulate([Request(2048, [512])]);
        var eight = Simulate([Request(2048, Repeat(512, 8))]);

        (eight / one).ShouldBeInRange(1.08, 1.18);
    }

    [Fact]
    public void One_request_for_eight_is_quicker_than_eight_requests_one_after_the_other()
    {
        var together = Simulate([Request(2048, Repeat(512, 8))]);
        var oneByOne = Enumerable.Range(0, 8).Aggregate(TimeSpan.Zero, static (sum, _) => sum + Simulate([Request(2048, [512])]));

        (oneByOne / together).ShouldBeGreaterThan(6);
    }

    [Theory]
    [InlineData(128, 14.0)]
    [InlineData(1024, 34.0)]
    [InlineData(2048, 61.0)]
    [InlineData(8192, 254.0)]
    public void A_lone_first_token_takes_what_was_measured(int prompt, double milliseconds) =>
        Simulate([Request(prompt, [1])]).TotalMilliseconds.ShouldBe(milliseconds, tolerance: 0.06 * milliseconds);

    [Fact]
    public void More_of_anything_never_takes_less() => CsCheck.Check.Sample(
        CsCheck.Gen.Select(CsCheck.Gen.Int[1, 4000], CsCheck.Gen.Int[1, 60], CsCheck.Gen.Int[1, 8]),
        static (prompt, tokens, n) =>
        {
            var base0 = Simulate([Request(prompt, Repeat(tokens, n))]);
            Simulate([Request(prompt + 100, Repeat(tokens, n))]).ShouldBeGreaterThan(base0);
            Simulate([Request(prompt, Repeat(tokens + 1, n))]).ShouldBeGreaterThan(base0);
            Simulate([Request(prompt, Repeat(tokens, n + 1))]).ShouldBeGreaterThan(base0);
        },
        iter: 100);

    [Fact]
    public void A_cached_prompt_starts_sooner()
    {
        var metrics = new EngineMetrics();
        var simulation = new EngineSimulation(H100, metrics);

        var cold = Run(simulation, [Request(4096, [1])]);
        var warm = Run(simulation, [Request(4096, [1])]);

        warm.ShouldBeLessThan(cold / 5);
    }

    [Fact]
    public void A_full_cache_preempts_and_still_finishes_everything()
    {
        var metrics = new EngineMetrics();
        var small = H100 with { CacheTokens = 400 };
        var simulation = new EngineSimulation(small, metrics);
        var requests = Enumerable.Range(0, 4).Select(i => new SimulatedRequest(Request(64, [100], salt: $"{i}"))).ToList();
        requests.ForEach(simulation.Add);

        while (simulation.HasWork)
        {
            simulation.Step();
        }

        requests.ShouldAllBe(static request => request.IsDone);
        metrics.Write("m", "v").ShouldNotContain("vllm:num_preemptions_total{engine=\"0\",model_name=\"m\"} 0.0");
    }

    [Fact]
    public void A_lower_priority_number_goes_first()
    {
        var simulation = new EngineSimulation(H100 with { MaxSequences = 1 }, new EngineMetrics());
        var later = new SimulatedRequest(Request(64, [5], salt: "a") with { Priority = 5 });
        var sooner = new SimulatedRequest(Request(64, [5], salt: "b") with { Priority = -5 });
        simulation.Add(later);
        simulation.Add(sooner);

        while (!sooner.IsDone)
        {
            simulation.Step();
        }

        later.Sequences[0].Generated.ShouldBe(0);
    }

    [Fact]
    public async Task On_the_clock_a_request_takes_its_simulated_time_times_the_scale()
    {
        var time = new FakeTimeProvider();
        var engine = new TimedEngine(new EngineSimulation(H100, new EngineMetrics()), 0.5, time);
        var request = Request(2048, [10]);
        var expected = Simulate([request]) * 0.5;
        var start = time.GetTimestamp();

        var run = DrainAsync(engine, request, TestContext.Current.CancellationToken);
        while (!run.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(0.1));
            await Task.Yield();
        }

        (await run).ShouldBe(10);
        time.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(expected);
    }

    [Fact]
    public async Task A_reply_says_whether_its_speed_is_simulated()
    {
        await using var quick = await Endpoint.StartAsync();
        await using var timed = await Endpoint.StartAsync(configure: static options =>
        {
            options.Latency.Profile = "qwen3-8b-h100";
            options.Latency.TimeScale = 0.0001;
        });

        using var plain = await quick.ChatAsync(Requests.Plain);
        using var simulated = await timed.ChatAsync(Requests.With("\"n\":3"));

        plain.Headers.GetValues("X-Mact-Stand-In").ShouldBe(["model-endpoint"]);
        simulated.Headers.GetValues("X-Mact-Stand-In").ShouldBe(["model-endpoint; simulated-latency=qwen3-8b-h100"]);
        (await Endpoint.JsonAsync(simulated)).GetProperty("choices").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Taking_a_request_back_leaves_the_engine_free()
    {
        var time = new FakeTimeProvider();
        var simulation = new EngineSimulation(H100, new EngineMetrics());
        var engine = new TimedEngine(simulation, 1, time);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var run = DrainAsync(engine, Request(64, [1000]), cancellation.Token);
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => run);
        simulation.HasWork.ShouldBeFalse();
    }

    private static async Task<int> DrainAsync(TimedEngine engine, EngineRequest request, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var _ in engine.RunAsync(request, cancellationToken))
        {
            count++;
        }

        return count;
    }

    private static TimeSpan Simulate(IEnumerable<EngineRequest> requests) => Run(new EngineSimulation(H100, new EngineMetrics()), requests);

    private static TimeSpan Run(EngineSimulation simulation, IEnumerable<EngineRequest> requests)
    {
        foreach (var request in requests)
        {
            simulation.Add(new SimulatedRequest(request));
        }

        var total = TimeSpan.Zero;
        while (simulation.HasWork)
        {
            total += simulation.Step().Duration;
        }

        return total;
    }

    private static EngineRequest Request(int prompt, int[] outputs, string? salt = null) =>
        new(prompt, PrefixCache.BlocksOf([.. Enumerable.Range(0, prompt)], salt), outputs, 0);

    private static int[] Repeat(int tokens, int n) => [.. Enumerable.Repeat(tokens, n)];
}
