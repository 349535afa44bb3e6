using System.Text.Json.Nodes;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.SystemStatus;

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
        await using var factory = new ApiFactory(
            ("ConnectionStrings:model", $"Endpoint=http://{endpoint.Server}{server.Path};Key=sk-very-secret;Model={server.Model}"));
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/system/model-check", "");

        reply.At("0.ok").ShouldBe("true", reply.Text);
        var known = reply.Body[0]!["known"]!;
        Value<int?>(known, "maxBatch").ShouldBe(maxBatch);
        Value<bool>(known, "takesSystemRole").ShouldBe(takesSystem);
        Value<bool?>(known, "streams").ShouldBe(streams);
        Value<string?>(known, "thinkingSwitch").ShouldBe(thinkingSwitch);
        Value<int?>(known, "contextTokens").ShouldBe(context);
        Value<bool?>(known, "seeds").ShouldBe(true);
        Value<bool?>(known, "continues").ShouldNotBeNull();
        Value<bool?>(known, "structures").ShouldBe(false, "these models write what they always write");
        endpoint.Chats.Count.ShouldBeLessThanOrEqualTo(12);
        endpoint.Chats.ShouldAllBe(static chat => chat.Json.GetProperty("max_tokens").GetInt32() <= 48);

        var told = (await client.ReadAsync("/system/models")).Body["known"]!.AsArray().ShouldHaveSingleItem()!;
        Value<bool>(told, "takesSystemRole").ShouldBe(takesSystem);
        Value<string?>(told, "checkedAt").ShouldNotBeNull();
        reply.Text.ShouldNotContain("sk-very-secret");
    }

    [Theory]
    [InlineData("RunPod", "chat_template_kwargs")]
    [InlineData("RunPod, load balancer", null)]
    public async Task A_server_that_is_starting_is_said_to_be_and_nothing_is_learnt_from_it(string family, string? thinkingSwitch)
    {
        var server = ServerFamilies.Of(family);
        await using var endpoint = await server.StartAsync();
        await using var factory = new ApiFactory(
            ("ConnectionStrings:model", $"Endpoint=http://{endpoint.Server}{server.Path};Model={server.Model}"));
        using var client = factory.CreateClient();

        foreach (var _ in server.Cold)
        {
            var starting = await client.PostAsync("/system/model-check", "");
            starting.At("0.ok").ShouldBe("false");
            starting.At("0.message").ShouldContain("It is starting");
            (await factory.Endpoints.RecallAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        }

        var reply = await client.PostAsync("/system/model-check", "");
        reply.At("0.ok").ShouldBe("true", reply.Text);
        var known = reply.Body[0]!["known"]!;
        Value<int?>(known, "maxBatch").ShouldBeNull();
        Value<bool>(known, "takesSystemRole").ShouldBeTrue();
        Value<string?>(known, "thinkingSwitch").ShouldBe(thinkingSwitch);
    }

    [Fact]
    public async Task A_model_that_is_listed_and_does_not_answer_is_said_with_the_servers_words()
    {
        await using var endpoint = await ServerFamilies.Of("vLLM").StartAsync();
        endpoint.Chat = Replies.Error(404, "The model `qwen3-8b` does not exist.", "NotFoundError");
        await using var factory = new ApiFactory(("ConnectionStrings:model", $"Endpoint=http://{endpoint.Server}/v1;Model=qwen3-8b"));
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/system/model-check", "");

        reply.At("0.ok").ShouldBe("false");
        reply.At("0.message").ShouldContain("does not exist");
        (await factory.Endpoints.RecallAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    private static T? Value<T>(JsonNode node, string name) => node[name] is { } value ? value.GetValue<T>() : default;
}
