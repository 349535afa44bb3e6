using Mact.Worker.Models.Sampling;

namespace Mact.Worker.Tests.Models;

public sealed class ThinkBlocksTests
{
    [Theory]
    [InlineData("plain", "plain", null)]
    [InlineData("<think>a</think>\n\nAnswer", "Answer", "a")]
    [InlineData("<think>never ends", "", "never ends")]
    [InlineData("opened by the template</think>Answer", "Answer", "opened by the template")]
    [InlineData("<THINK>a</Think>Answer", "Answer", "a")]
    [InlineData("<think></think>Answer", "Answer", "")]
    [InlineData("<think>a</think>Ans<think>b</think>wer", "Answer", "ab")]
    [InlineData("Answer<think>cut", "Answer", "cut")]
    [InlineData("", "", null)]
    public void Thinking_is_parted_from_the_text(string content, string text, string? reasoning)
    {
        ThinkBlocks.Split(content).ShouldBe((text, reasoning));
    }

    [Theory]
    [InlineData("reasoning")]
    [InlineData("reasoning_content")]
    public async Task Thinking_that_the_server_parted_is_read_under_both_names(string field)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Choices($$"""{"index":0,"message":{"content":"Answer","{{field}}":"because"},"finish_reason":"stop"}"""));

        var completion = (await fixture.SampleAsync(ModelFixture.Request(n: 1))).Completions[0];

        completion.Text.ShouldBe("Answer");
        completion.Reasoning.ShouldBe("because");
        completion.Status.ShouldBe(CompletionStatus.Complete);
    }

    [Fact]
    public async Task Thinking_is_switched_off_in_the_request_unless_the_profile_wants_it()
    {
        await using var off = await ModelFixture.StartAsync();
        await using var on = await ModelFixture.StartAsync(("Models:Profiles:Qwen/Qwen3-8B:DisableThinking", "false"));

        await off.SampleAsync();
        await on.SampleAsync();

        off.Endpoint.Chats[0].Json.GetProperty("chat_template_kwargs").GetProperty("enable_thinking").GetBoolean().ShouldBeFalse();
        on.Endpoint.Chats[0].Has("chat_template_kwargs").ShouldBeFalse();
    }
}
