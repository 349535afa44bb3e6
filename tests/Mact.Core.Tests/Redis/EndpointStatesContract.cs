using Mact.Core.Redis;
using Microsoft.Extensions.Time.Testing;

namespace Mact.Core.Tests.Redis;

/// <summary>What workers tell of model endpoints, on whatever server.</summary>
public abstract class EndpointStatesContract(RedisFixture server)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_worker_tells_is_there_by_its_name_until_it_is_no_longer_valid()
    {
        var states = await OpenAsync();
        await states.PublishAsync("a", [State(inFlight: 3)], TimeSpan.FromSeconds(15), Token);
        await states.PublishAsync("b", [State(inFlight: 4)], TimeSpan.FromSeconds(60), Token);
        await states.PublishAsync("a", [State(inFlight: 5)], TimeSpan.FromSeconds(15), Token);

        var read = await states.ReadAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(16));
        var later = await states.ReadAsync(Token);
        await states.PublishAsync("b", [], TimeSpan.Zero, Token);

        read.Keys.ShouldBe(["a", "b"], ignoreOrder: true);
        read["a"].ShouldHaveSingleItem().ShouldBe(State(inFlight: 5));
        later.Keys.ShouldBe(["b"]);
        (await states.ReadAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_learnt_is_kept_by_endpoint_and_model_and_replaced_whole()
    {
        var states = await OpenAsync();
        var one = new EndpointKnowledge
        {
            Endpoint = "h:1/v1",
            Model = "m",
            MaxBatch = 4,
            Refused = ["seed", "priority"],
            TakesSystemRole = false,
            ContextTokens = 4096,
            ThinkingSwitch = "reasoning_effort",
            ThinksUnmarked = true,
            CheckedAt = Start,
        };
        await states.LearnAsync(one with { MaxBatch = 9 }, Token);
        await states.LearnAsync(one with { Model = "other" }, Token);
        await states.LearnAsync(one, Token);

        var known = await states.RecallAsync(Token);

        known.Count.ShouldBe(2);
        var read = known.Single(static knowledge => knowledge.Model == "m");
        read.Refused.ShouldBe(one.Refused);
        (read with { Refused = one.Refused }).ShouldBe(one);
    }

    [Fact]
    public async Task What_another_version_wrote_is_left_alone()
    {
        var mact = await server.EmptyAsync();
        var states = new RedisEndpointStates(mact.Connection, _time);
        await mact.Connection.GetDatabase().HashSetAsync(RedisKeys.EndpointKnowledge, "x", "{\"Endpoint\":[]}");
        await states.LearnAsync(new EndpointKnowledge { Endpoint = "h", Model = "m" }, Token);

        (await states.RecallAsync(Token)).ShouldHaveSingleItem().Model.ShouldBe("m");
    }

    private async Task<RedisEndpointStates> OpenAsync() => new((await server.EmptyAsync()).Connection, _time);

    private static EndpointState State(int inFlight) => new("h:1", "auto", inFlight, 1, 0, 40, 12.5, null, 2, null);
}
