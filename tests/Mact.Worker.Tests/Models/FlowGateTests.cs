using Mact.Worker.Models;
using Mact.Worker.Models.Endpoints;
using Microsoft.Extensions.Time.Testing;

namespace Mact.Worker.Tests.Models;

/// <summary>How many samples an endpoint is given at once, and who goes first.</summary>
public sealed class FlowGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Freed_places_go_round_robin_between_questions()
    {
        var gate = Gate(1);
        var order = new List<string>();
        var held = await gate.EnterAsync("a", isEvaluation: false, 1, Token);
        string[] keys = ["a", "a", "a", "b", "c"];
        var waiting = keys.Select((key, i) => (Name: $"{key}{i}", Task: gate.EnterAsync(key, isEvaluation: false, 1, Token))).ToList();

        while (waiting.Count > 0)
        {
            held.Dispose();
            await Task.WhenAny(waiting.Select(static entry => entry.Task)).WaitAsync(Token);
            var next = waiting.Single(static entry => entry.Task.IsCompleted);
            waiting.Remove(next);
            order.Add(next.Name);
            held = await next.Task;
        }

        order.ShouldBe(["a0", "b3", "c4", "a1", "a2"]);
    }

    [Fact]
    public async Task People_go_before_evaluations()
    {
        var gate = Gate(1);
        var held = await gate.EnterAsync("a", isEvaluation: true, 1, Token);
        var evaluation = gate.EnterAsync("e", isEvaluation: true, 1, Token);
        var person = gate.EnterAsync("p", isEvaluation: false, 1, Token);

        held.Dispose();

        await person.WaitAsync(Token);
        evaluation.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place()
    {
        var gate = Gate(1);
        var held = await gate.EnterAsync("a", isEvaluation: false, 1, Token);
        using var cancelling = new CancellationTokenSource();
        var gone = gate.EnterAsync("b", isEvaluation: false, 1, cancelling.Token);
        await cancelling.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => gone);

        held.Dispose();
        held.Dispose();

        using var place = await gate.EnterAsync("c", isEvaluation: false, 1, Token);
        gate.EnterAsync("d", isEvaluation: false, 1, Token).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_request_larger_than_the_limit_goes_alone()
    {
        var gate = Gate(2);

        using var place = await gate.EnterAsync("a", isEvaluation: false, 5, Token);

        gate.EnterAsync("b", isEvaluation: false, 1, Token).IsCompleted.ShouldBeFalse();
        gate.Read().InFlight.ShouldBe(5);
        gate.Read().Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task It_is_held_back_to_what_runs_when_first_tokens_take_a_multiple_of_the_best()
    {
        var gate = Gate(40);
        var places = new List<FlowPlace>();
        for (var i = 0; i < 8; i++)
        {
            places.Add(await gate.EnterAsync($"q{i}", isEvaluation: false, 5, Token));
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        places.Take(5).ToList().ForEach(static place => place.Came(5));
        _time.Advance(TimeSpan.FromSeconds(30));
        places[5].Came(5);

        gate.Read().Limit.ShouldBe(30, "25 ran, and 5 more had just begun");
        gate.Read().HeldBack!.ToString().ShouldContain("a first token took 31");
    }

    [Fact]
    public async Task A_queue_that_the_server_says_is_empty_is_not_held_against_it()
    {
        var gate = Gate(40);
        var first = await gate.EnterAsync("a", isEvaluation: false, 5, Token);
        first.Came(5);
        var second = await gate.EnterAsync("b", isEvaluation: false, 5, Token);
        _time.Advance(TimeSpan.FromSeconds(30));
        gate.ServerSays(0);

        second.Came(5);

        gate.Read().Limit.ShouldBe(40);
    }

    [Fact]
    public async Task It_is_halved_when_tokens_come_a_multiple_slower_and_grows_again_one_request_a_round()
    {
        var gate = Gate(40);
        await RunAsync(gate, TimeSpan.FromMilliseconds(100));
        await RunAsync(gate, TimeSpan.FromMilliseconds(500));
        gate.Read().Limit.ShouldBe(20);
        gate.Read().HeldBack!.ToString().ShouldContain("tokens came every 0.48 s");

        for (var i = 0; i < 4; i++)
        {
            await RunAsync(gate, TimeSpan.FromMilliseconds(100), pressed: true);
        }

        gate.Read().Limit.ShouldBeInRange(23, 26);
    }

    [Fact]
    public async Task Limits_of_the_clocks_grow_with_what_was_seen()
    {
        var gate = Gate(40);
        gate.FirstTokenLimit.ShouldBe(TimeSpan.FromMinutes(10));
        var place = await gate.EnterAsync("a", isEvaluation: false, 1, Token);
        _time.Advance(TimeSpan.FromMinutes(9));
        place.Came(1);
        _time.Advance(TimeSpan.FromSeconds(30));
        place.Came(1);

        gate.FirstTokenLimit.ShouldBe(TimeSpan.FromMinutes(36));
        gate.StallLimit.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Tokens_a_second_are_those_of_the_last_seconds()
    {
        var gate = Gate(40);
        var place = await gate.EnterAsync("a", isEvaluation: false, 5, Token);
        for (var second = 0; second < 20; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            place.Came(30);
        }

        gate.Read().TokensPerSecond.ShouldBe(30, 3);
        _time.Advance(TimeSpan.FromSeconds(60));
        gate.Read().TokensPerSecond.ShouldBe(0);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FlowGate Gate(int start) => new(new ModelOptions { StartInFlight = start }, _time);

    private async Task RunAsync(FlowGate gate, TimeSpan gap, bool pressed = false)
    {
        var place = await gate.EnterAsync("a", isEvaluation: false, 5, Token);
        using var cancelling = new CancellationTokenSource();
        var waiting = pressed ? gate.EnterAsync("b", isEvaluation: false, 1000, cancelling.Token) : null;
        for (var token = 0; token <= 20; token++)
        {
            place.Came(5);
            _time.Advance(gap);
        }

        place.Complete();
        if (waiting is null)
        {
            place.Dispose();
            return;
        }

        place.Dispose();
        (await waiting).Dispose();
    }
}
