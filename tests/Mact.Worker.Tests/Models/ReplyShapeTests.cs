namespace Mact.Worker.Tests.Models;

/// <summary>The replies that make the OpenAI package's typed path lose choices or throw.</summary>
public sealed class ReplyShapeTests
{
    [Fact]
    public async Task All_choices_of_a_reply_are_read()
    {
        await using var fixture = await ModelFixture.StartAsync();

        var batch = await fixture.SampleAsync();

        batch.Completions.Count.ShouldBe(3);
        batch.Usage.ShouldBe(new TokenUsage(1, Replies.PromptTokens, 3 * Replies.TokensPerSample, 960));
        batch.ResponseId.ShouldBe("chatcmpl-1");
        batch.ServedModel.ShouldBe("Qwen/Qwen3-8B");
        batch.Server.ShouldBe(fixture.Endpoint.Server);
        batch.Ladder.ShouldBe(SamplingLadder.Batch);
        fixture.Endpoint.Chats.ShouldHaveSingleItem().N.ShouldBe(3);
        fixture.Observer.Waits.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("flat error without code", """{"object":"error","message":"something broke","type":"Oops"}""", "something broke")]
    [InlineData("error object", """{"error":{}}""", "with an error")]
    [InlineData("error string", """{"error":"it broke"}""", "it broke")]
    [InlineData("no choices", """{"id":"1","object":"chat.completion"}""", "without completions")]
    [InlineData("choices empty", """{"choices":[]}""", "without completions")]
    [InlineData("choices null", """{"choices":null}""", "without completions")]
    [InlineData("choices of another type", """{"choices":"three"}""", "without completions")]
    [InlineData("choices that are no objects", """{"choices":[1,"a",null,[]]}""", "without completions")]
    [InlineData("empty body", "", "empty body")]
    [InlineData("an array", """[{"choices":[]}]""", "not a JSON object")]
    [InlineData("not JSON", "upstream says hello", "upstream says hello")]
    [InlineData("cut JSON", """{"id":"1","choices":[{"index":0,"mess""", "broken or cut JSON")]
    public async Task A_200_without_completions_is_tried_three_times_and_then_shown(string what, string body, string words)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(200, body);

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelBadReply, what);
        error.Message.ShouldContain(words);
        error.Message.ShouldContain("tried 3 times");
        fixture.Endpoint.Chats.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_web_page_with_status_200_is_shown_by_its_first_300_characters()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Html(200, $"<html>{new string('x', 5000)}</html>");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelBadReply);
        error.Message.ShouldContain("a web page instead of JSON");
        error.Message.ShouldContain(new string('x', 290));
        error.Message.ShouldNotContain(new string('x', 301));
    }

    [Fact]
    public async Task A_list_of_models_that_is_a_web_page_says_that_this_is_no_model_endpoint()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Models = Replies.Html(200);

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelEndpointWrong);
        error.Message.ShouldContain("not an OpenAI-compatible endpoint");
        fixture.Endpoint.Chats.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_bad_reply_is_forgotten_when_the_next_is_good()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Html(200), Replies.CutOff(Replies.Completion(Replies.Choice(0, "a")), 100));

        var batch = await fixture.SampleInTimeAsync();

        batch.Completions.Count.ShouldBe(3);
        batch.Tries.Count.ShouldBe(3);
        batch.Usage.Requests.ShouldBe(1);
        batch.Tries[0].Error!.ShouldContain("web page");
    }

    [Fact]
    public async Task A_reply_with_the_wrong_content_type_is_read_all_the_same()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Text(
            200, Replies.Completion(Replies.Choice(0, "a"), Replies.Choice(1, "b"), Replies.Choice(2, "c")), "text/plain");

        (await fixture.SampleAsync()).Completions.Select(static completion => completion.Text).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_waited_for()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Reset());

        var batch = await fixture.SampleInTimeAsync();

        batch.Tries[0].Status.ShouldBeNull();
        batch.Tries.Count.ShouldBe(2);
        fixture.Observer.Waits.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_response_without_end_is_cut_at_the_bound()
    {
        await using var fixture = await ModelFixture.StartAsync(("Models:MaxResponseBytes", "200000"));
        fixture.Endpoint.Chat = Replies.Endless();

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelBadReply);
        error.Message.ShouldContain("larger than 200000 bytes");
    }

    [Fact]
    public async Task Odd_types_in_a_choice_cost_only_themselves()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Json(
            200,
            """{"id":17,"model":["x"],"created":"now","choices":[{"index":"0","message":{"content":"a","tool_calls":7},"finish_reason":"stop","logprobs":"no"},{"index":1.0,"message":{"content":[{"type":"text","text":"b"}]},"finish_reason":null,"stop_reason":{"x":1}},{"message":{"content":"c"},"finish_reason":"stop"}],"usage":{"prompt_tokens":"12","completion_tokens":3.0,"prompt_tokens_details":[]}}"""));

        var batch = await fixture.SampleAsync();

        batch.Completions.Select(static completion => completion.Text).ShouldBe(["a", "b", "c"]);
        batch.Completions.ShouldAllBe(static completion => completion.Status == CompletionStatus.Complete);
        batch.Usage.ShouldBe(new TokenUsage(1, 12, 3, 0));
        batch.ResponseId.ShouldBe("17");
    }

    [Fact]
    public async Task A_byte_order_mark_and_broken_UTF_8_do_not_hide_the_completions()
    {
        await using var fixture = await ModelFixture.StartAsync();
        var body = Replies.Completion(Replies.Choice(0, "X"), Replies.Choice(1, "b"), Replies.Choice(2, "c"));
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(body)];
        bytes[Array.IndexOf(bytes, (byte)'X')] = 0xC3;
        fixture.Endpoint.Answer(async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        });

        (await fixture.SampleAsync()).Completions.Select(static completion => completion.Text).ShouldBe(["\uFFFD", "b", "c"]);
    }
}
