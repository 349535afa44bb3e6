using Mact.Worker.Models;

namespace Mact.Worker.Tests.Models;

public sealed class ContextFittingTests
{
    [Fact]
    public async Task A_short_prompt_is_not_counted()
    {
        await using var fixture = await WithContextAsync(4096);

        await fixture.SampleAsync();

        fixture.Endpoint.Chats[0].Json.GetProperty("max_tokens").GetInt32().ShouldBe(512);
    }

    [Fact]
    public async Task A_prompt_near_the_limit_is_counted_by_the_server_and_max_tokens_fitted()
    {
        await using var fixture = await WithContextAsync(4096);
        fixture.Endpoint.Tokenize = Replies.Json(200, """{"count":3900,"max_model_len":4096,"tokens":[1,2,3],"token_strs":null}""");

        await fixture.SampleAsync(Long(12_000));

        fixture.Endpoint.Chats[0].Json.GetProperty("max_tokens").GetInt32().ShouldBe(196);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_by_the_servers_count_is_not_sent()
    {
        await using var fixture = await WithContextAsync(4096);
        fixture.Endpoint.Tokenize = Replies.Json(200, """{"count":4090,"max_model_len":4096}""");

        var exception = await Should.ThrowAsync<ContextTooLongException>(() => fixture.SampleAsync(Long(12_000)));

        exception.PromptTokens.ShouldBe(4090);
        exception.ContextTokens.ShouldBe(4096);
        fixture.Endpoint.Chats.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_tokenizer_an_estimate_lowers_max_tokens_but_refuses_nothing()
    {
        await using var fixture = await WithContextAsync(4096);

        await fixture.SampleAsync(Long(16_000));
        await fixture.SampleAsync(Long(30_000));

        fixture.Endpoint.Chats[0].Json.GetProperty("max_tokens").GetInt32().ShouldBeInRange(64, 300);
        fixture.Endpoint.Chats[1].Json.GetProperty("max_tokens").GetInt32().ShouldBe(64);
    }

    private static async Task<ModelFixture> WithContextAsync(int tokens)
    {
        var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Models = Replies.Json(200, Replies.ModelList(["Qwen/Qwen3-8B"], tokens));
        return fixture;
    }

    private static SampleRequest Long(int characters) =>
        ModelFixture.Request() with { Messages = [new ChatMessage("user", new string('x', characters))] };
}
