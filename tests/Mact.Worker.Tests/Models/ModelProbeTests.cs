using Mact.Core.Models;
using Mact.Worker.Models;
using Mact.Worker.Models.Checking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Worker.Tests.Models;

/// <summary>A worker's check of its endpoints.</summary>
internal sealed class CheckFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public CheckFixture(HttpMessageHandler? handler, params (string Key, string Value)[] settings)
    {
        var values = settings.ToDictionary(static setting => setting.Key, static setting => (string?)setting.Value, StringComparer.Ordinal);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddModels(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddModelChecks();
        services.AddSingleton<IEndpointStates>(Endpoints);
        if (handler is not null)
        {
            services.AddHttpClient(ModelCheck.ClientName).ConfigurePrimaryHttpMessageHandler(() => handler);
        }

        _services = services.BuildServiceProvider();
    }

    public MemoryEndpointStates Endpoints { get; } = new();

    public Task<IReadOnlyList<ModelCheckResult>> CheckAsync() =>
        _services.GetRequiredService<ModelCheck>().RunAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

/// <summary>What the check says that a server of each family can do.</summary>
public sealed class ModelProbeTests
{
    [Theory]
    [InlineData("vLLM", null, true, true, null, 16384)]
    [InlineData("vLLM, a thinking model", null, true, true, "chat_template_kwargs", 40960)]
    [InlineData("vLLM, Gemma", null, false, true, null, 40960)]
    [InlineData("llama.cpp", null, true, true, null, 16384)]
    [InlineData("Ollama, a thinking model", 1, true, true, "reasoning_effort", null)]
    [InlineData("LM Studio", 1, true, true, null, null)]
    [InlineData("SGLang", null, true, true, "chat_template_kwargs", 16384)]
    [InlineData("Azure", null, true, true, null, null)]
    [InlineData("xAI", 1, true, true, null, null)]
    [InlineData("TGI", 1, true, false, null, null)]
    public async Task A_check_says_what_the_model_can_do_and_it_is_remembered(
        string family, int? maxBatch, bool takesSystem, bool streams, string? thinkingSwitch, int? context)
    {
        var server = ServerFamilies.Of(family);
        await using var endpoint = await server.StartAsync();
        await using var fixture = new CheckFixture(
            null, ("ConnectionStrings:model", $"Endpoint=http://{endpoint.Server}{server.Path};Key=sk-very-secret;Model={server.Model}"));

        var result = (await fixture.CheckAsync()).ShouldHaveSingleItem();

        result.Ok.ShouldBeTrue(result.Message);
        var known = result.Known.ShouldNotBeNull();
        known.MaxBatch.ShouldBe(maxBatch);
        known.TakesSystemRole.ShouldBe(takesSystem);
        known.Streams.ShouldBe(streams);
        known.ThinkingSwitch.ShouldBe(thinkingSwitch);
        known.ContextTokens.ShouldBe(context);
        known.Seeds.ShouldBe(true);
        known.Continues.ShouldNotBeNull();
        known.Structures.ShouldBe(false, "these models write what they always write");
        endpoint.Chats.Count.ShouldBeLessThanOrEqualTo(12);
        endpoint.Chats.ShouldAllBe(static chat => chat.Json.GetProperty("max_tokens").GetInt32() <= 48);

        var told = (await fixture.Endpoints.RecallAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        told.TakesSystemRole.ShouldBe(takesSystem);
        told.CheckedAt.ShouldNotBeNull();
        result.ToString().ShouldNotContain("sk-very-secret");
    }

    [Theory]
    [InlineData("RunPod", "chat_template_kwargs")]
    [InlineData("RunPod, load balancer", null)]
    public async Task A_server_that_is_starting_is_said_to_be_and_nothing_is_learnt_from_it(string family, string? thinkingSwitch)
    {
        var server = ServerFamilies.Of(family);
        await using var endpoint = await server.StartAsync();
        await using var fixture = new CheckFixture(
            null, ("ConnectionStrings:model", $"Endpoint=http://{endpoint.Server}{server.Path};Model={server.Model}"));

        foreach (var _ in server.Cold)
        {
            var starting = (await fixture.CheckAsync())[0];
            starting.Ok.ShouldBeFalse();
            starting.Message.ShouldContain("It is starting");
            (await fixture.Endpoints.RecallAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        }

        var warm = (await fixture.CheckAsync())[0];
        warm.Ok.ShouldBeTrue(warm.Message);
        var known = warm.Known.ShouldNotBeNull();
        known.MaxBatch.ShouldBeNull();
        known.TakesSystemRole.ShouldBeTrue();
        known.ThinkingSwitch.ShouldBe(thinkingSwitch);
    }

    [Fact]
    public async Task A_model_that_is_listed_and_does_not_answer_is_said_with_the_servers_words()
    {
        await using var endpoint = await ServerFamilies.Of("vLLM").StartAsync();
        endpoint.Chat = Replies.Error(404, "The model `qwen3-8b` does not exist.", "NotFoundError");
        await using var fixture = new CheckFixture(null, ("ConnectionStrings:model", $"Endpoint=http://{endpoint.Server}/v1;Model=qwen3-8b"));

        var result = (await fixture.CheckAsync())[0];

        result.Ok.ShouldBeFalse();
        result.Message.ShouldContain("does not exist");
        (await fixture.Endpoints.RecallAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }
}
