using Mact.Core.Models;
using Mact.Worker.Models;
using Mact.Worker.Models.Endpoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Mact.Worker.Tests.Models;

/// <summary>What one process learnt of a server, the next one knows.</summary>
public sealed class EndpointPublisherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("llama.cpp", 5, 4)]
    [InlineData("vLLM, Gemma", 3, 2)]
    [InlineData("OpenAI, a reasoning model", 7, 2)]
    [InlineData("vLLM, a distilled model without a parser", 3, 2)]
    public async Task A_new_worker_pays_nothing_for_what_an_old_one_learnt(string family, int learning, int knowing)
    {
        var store = new MemoryEndpointStates();
        await using var old = await FamilyQuestion.StartAsync(ServerFamilies.Of(family));
        await old.AskAsync(cancellationToken: Token);
        await PublisherOf(old.Services, store).PublishAsync(Token);

        // The same server under the same name, for a process that knows nothing.
        await using var fresh = old.Again();
        await PublisherOf(fresh.Services, store).PublishAsync(Token);
        var before = old.Endpoint.Chats.Count;
        await fresh.AskAsync(cancellationToken: Token);

        (before, fresh.Endpoint.Chats.Count).ShouldBe((learning, knowing));
    }

    [Fact]
    public async Task The_use_of_an_endpoint_is_told_by_worker_and_without_its_key()
    {
        var store = new MemoryEndpointStates();
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("vLLM"));
        await question.AskAsync(cancellationToken: Token);

        await PublisherOf(question.Services, store).PublishAsync(Token);

        var state = (await store.ReadAsync(Token)).ShouldHaveSingleItem().Value.ShouldHaveSingleItem();
        (state.Server, state.Model, state.InFlight, state.Problem).ShouldBe((question.Endpoint.Server, "qwen3-8b", 0, null));
        var known = (await store.RecallAsync(Token)).ShouldHaveSingleItem();
        (known.Endpoint, known.Model, known.Family, known.ContextTokens, known.Streams, known.ThinkingSwitch)
            .ShouldBe(($"{question.Endpoint.Server}/v1", "qwen3-8b", "Vllm", 16_384, true, "chat_template_kwargs"));
    }

    [Fact]
    public async Task What_a_check_found_out_stays_when_a_worker_learns_more()
    {
        var store = new MemoryEndpointStates();
        await using var question = await FamilyQuestion.StartAsync(ServerFamilies.Of("vLLM, Gemma"));
        var publisher = PublisherOf(question.Services, store);
        await publisher.PublishAsync(Token);
        await store.LearnAsync(
            new EndpointKnowledge
            {
                Endpoint = $"{question.Endpoint.Server}/v1",
                Model = "gemma-2-9b",
                Seeds = true,
                Structures = false,
                CheckedAt = DateTimeOffset.UnixEpoch,
            },
            Token);

        await question.AskAsync(cancellationToken: Token);
        await publisher.PublishAsync(Token);

        var known = (await store.RecallAsync(Token)).ShouldHaveSingleItem();
        (known.Seeds, known.Structures, known.CheckedAt, known.TakesSystemRole).ShouldBe((true, false, DateTimeOffset.UnixEpoch, false));
    }

    private static EndpointPublisher PublisherOf(IServiceProvider services, IEndpointStates store) => new(
        services.GetRequiredService<EndpointRegistry>(),
        services.GetRequiredService<EndpointMemory>(),
        [store],
        services.GetRequiredService<IOptions<ModelOptions>>(),
        TimeProvider.System,
        NullLogger<EndpointPublisher>.Instance);
}
