using Mact.Worker.Models;

namespace Mact.Worker.Tests.Models;

/// <summary>Every error that vLLM and the routers in front of it answer, and what a person then reads.</summary>
public sealed class VllmErrorTableTests
{
    private const string ContextExceeded =
        "This model's maximum context length is 4096 tokens. However, you requested 512 output tokens and your prompt contains {0} input tokens, "
        + "for a total of 4608 tokens. Please reduce the length of the input prompt or the number of requested output tokens.";

    [Fact]
    public async Task An_unknown_model_says_which_are_served()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(404, "The model `Qwen/Qwen3-8B` does not exist.", "NotFoundError", "model");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelNotFound);
        error.Served.ShouldBe(["Qwen/Qwen3-8B"]);
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_model_in_the_flat_form_of_old_servers_says_the_same()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(404, Replies.FlatError(404, "The model `Qwen/Qwen3-8B` does not exist.", "NotFoundError"));

        (await fixture.FailAsync()).Code.ShouldBe(ErrorCodes.ModelNotFound);
    }

    [Fact]
    public async Task An_unknown_route_says_that_there_is_no_chat_API()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(404, """{"detail":"Not Found"}""");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelEndpointWrong);
        error.Message.ShouldContain("no chat API");
    }

    [Fact]
    public async Task A_method_that_is_not_allowed_says_that_there_is_no_chat_API()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(405, "Method Not Allowed", "Method Not Allowed");

        (await fixture.FailAsync()).Code.ShouldBe(ErrorCodes.ModelEndpointWrong);
    }

    [Fact]
    public async Task A_base_URL_without_v1_is_named_as_the_fault()
    {
        await using var fixture = await ModelFixture.StartAsync(static endpoint => $"Endpoint=http://{endpoint.Server};Model=auto");
        fixture.Endpoint.Models = Replies.Json(404, """{"detail":"Not Found"}""");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelEndpointWrong);
        error.Message.ShouldContain("does not end in /v1");
    }

    [Fact]
    public async Task A_prompt_beyond_the_context_is_its_own_error()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(
            400, ContextExceeded.Replace("{0}", "at least 4097", StringComparison.Ordinal), "BadRequestError", "input_tokens");

        var exception = await Should.ThrowAsync<ContextTooLongException>(() => fixture.SampleInTimeAsync());

        exception.Error.Code.ShouldBe(ErrorCodes.ContextTooLong);
        exception.ContextTokens.ShouldBe(4096);
    }

    [Fact]
    public async Task A_prompt_that_leaves_room_is_asked_again_with_smaller_max_tokens()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(
            Replies.Error(400, ContextExceeded.Replace("{0}", "3900", StringComparison.Ordinal), "BadRequestError", "input_tokens"));

        var batch = await fixture.SampleInTimeAsync();

        batch.Completions.Count.ShouldBe(3);
        fixture.Endpoint.Chats[1].Json.GetProperty("max_tokens").GetInt32().ShouldBe(196);
    }

    [Theory]
    [InlineData(
        "The decoder prompt (length 5000) is longer than the maximum model length of 4096. Make sure that `max_model_len` is no smaller than "
            + "the number of text tokens.")]
    [InlineData(
        "This model's maximum context length is 4096 tokens. However, you requested 5512 tokens (5000 in the messages, 512 in the completion). "
            + "Please reduce the length of the messages or completion.")]
    [InlineData(
        "This model's maximum context length is 4096 tokens. However, your request has 5000 input tokens. Please reduce the length of the input "
            + "messages.")]
    [InlineData("maximum context length is 4096 tokens, but there are 5000 tokens in the messages, Please reduce the length of the messages.")]
    public async Task A_prompt_beyond_the_context_is_recognised_in_older_words(string message)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(400, message, "BadRequestError");

        (await Should.ThrowAsync<ContextTooLongException>(() => fixture.SampleInTimeAsync())).ContextTokens.ShouldBe(4096);
    }

    [Fact]
    public async Task Max_tokens_beyond_the_context_are_lowered()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(
            Replies.Error(400, "max_tokens (512) cannot be greater than max_model_len (300). (parameter=max_tokens, "
                + "value=512)", "BadRequestError", "max_tokens"));

        await fixture.SampleInTimeAsync();

        fixture.Endpoint.Chats[1].Json.GetProperty("max_tokens").GetInt32().ShouldBe(256);
    }

    [Fact]
    public async Task A_sampling_value_out_of_range_fails_at_once_in_the_servers_words()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(
            400, "temperature must be in [0, 2], got 3.0. (parameter=temperature, value=3.0)", "BadRequestError", "temperature");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelRequestRefused);
        error.Message.ShouldContain("temperature must be in [0, 2], got 3.0.");
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Greedy_sampling_with_n_goes_on_with_singles()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Error(400, "n must be 1 when using greedy sampling, got 3.", "BadRequestError"));

        (await fixture.SampleAsync()).Ladder.ShouldBe(SamplingLadder.Singles);
    }

    [Fact]
    public async Task An_n_above_the_servers_limit_goes_on_with_smaller_batches()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(
            Replies.Error(400, "n must be at most 2, got 5. To increase this limit, set the VLLM_MAX_N_SEQUENCES environment "
                + "variable.", "BadRequestError"));

        var batch = await fixture.SampleAsync(ModelFixture.Request(n: 5));

        batch.Ladder.ShouldBe(SamplingLadder.SmallerBatches);
        batch.Completions.Select(static completion => completion.Seed).ShouldBe([100, 101, 102, 103, 104]);
        fixture.Endpoint.Chats.Select(static chat => chat.N).Order().ShouldBe([1, 2, 2, 5]);
    }

    [Fact]
    public async Task A_validation_error_of_a_field_fails_at_once_in_the_servers_words()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(
            400, "1 validation error:\n  {'type': 'float_type', 'loc': ('body', 'top_p')}", "Bad Request", "body.top_p");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelRequestRefused);
        error.Message.ShouldContain("1 validation error");
    }

    [Fact]
    public async Task An_entity_that_cannot_be_processed_fails_at_once()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(422, "Cannot load the image.", "UnprocessableEntityError");

        (await fixture.FailAsync()).Code.ShouldBe(ErrorCodes.ModelRequestRefused);
    }

    [Fact]
    public async Task What_the_model_does_not_implement_fails_at_once()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(501, "This model does not support generation.", "NotImplementedError");

        (await fixture.FailAsync()).Code.ShouldBe(ErrorCodes.ModelRequestRefused);
    }

    [Theory]
    [InlineData(401, """{"error":"Unauthorized"}""")]
    [InlineData(403, "")]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-test-0123456789.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}""")]
    public async Task A_wrong_key_is_named_as_the_fault_and_not_repeated(int status, string body)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Models = Replies.Json(status, body);
        fixture.Endpoint.Chat = Replies.Json(status, body);

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelKeyRefused);
        error.Message.ShouldContain("refused the key");
        error.Message.ShouldNotContain(ScriptedEndpoint.Key);
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_refused_only_for_completions_fails_at_once()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(401, """{"error":"Unauthorized"}""");

        (await fixture.FailAsync()).Code.ShouldBe(ErrorCodes.ModelKeyRefused);
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_engine_error_for_one_request_is_tried_three_times()
    {
        await using var fixture = await ModelFixture.StartAsync();
        await fixture.SampleAsync();
        fixture.Endpoint.Chat = Replies.Error(500, "Internal server error", "InternalServerError");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelBadReply);
        error.Message.ShouldContain("tried 3 times");
        fixture.Endpoint.Chats.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_dead_engine_is_waited_for_until_the_server_is_back()
    {
        await using var fixture = await ModelFixture.StartAsync();
        await fixture.SampleAsync();
        var back = fixture.Time.GetUtcNow().AddSeconds(90);
        fixture.Endpoint.Answer(
            Replies.Error(500, "EngineCore encountered an issue. See stack trace (above) for the root cause.", "InternalServerError"));
        fixture.Endpoint.Models = (context, request) => fixture.Time.GetUtcNow() < back
            ? Replies.Reset()(context, request)
            : Replies.Models("Qwen/Qwen3-8B")(context, request);

        var batch = await fixture.SampleInTimeAsync();

        batch.Completions.ShouldAllBe(static completion => completion.Status == CompletionStatus.Complete);
        fixture.Observer.Waits.ShouldNotBeEmpty();
        fixture.Observer.Waits[^1].Reason.ShouldBe(WaitReasons.Unreachable);
    }

    [Theory]
    [InlineData(503, """{"error":"The model is currently scaling. Please try again later."}""")]
    [InlineData(502, """{"error":"Backend failed"}""")]
    [InlineData(504, "<html>Gateway Timeout</html>")]
    [InlineData(429, """{"error":"Too many requests"}""")]
    [InlineData(408, "")]
    [InlineData(524, "<html>A timeout occurred</html>")]
    public async Task What_stands_in_front_and_is_not_ready_is_waited_for(int status, string body)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Json(status, body), Replies.Json(status, body));

        var batch = await fixture.SampleInTimeAsync();

        batch.Completions.Count.ShouldBe(3);
        batch.Tries.Select(static attempt => attempt.Status).ShouldBe([status, status, 200]);
        batch.Usage.Requests.ShouldBe(1);
        fixture.Observer.Waits.ShouldNotBeEmpty();
        fixture.Observer.Resumed.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Retry_after_is_believed_up_to_a_cap()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Json(429, "{}", ("Retry-After", "7")), Replies.Json(429, "{}", ("Retry-After", "86400")));

        var batch = await fixture.SampleInTimeAsync();

        (batch.Tries[1].StartedAt - batch.Tries[0].StartedAt).ShouldBeInRange(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(12));
        (batch.Tries[2].StartedAt - batch.Tries[1].StartedAt).ShouldBeInRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(70));
    }

    [Fact]
    public async Task The_string_codes_of_the_Rust_front_end_are_understood()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(404, """{"error":{"message":"no route to it","type":"invalid_request_error","param":null,"code":"model_not_found"}}""");

        (await fixture.FailAsync()).Code.ShouldBe(ErrorCodes.ModelNotFound);
    }

    [Fact]
    public async Task The_Rust_front_end_that_takes_only_n_1_gets_singles()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Json(400, """{"error":{"message":"Only n=1 is supported.","type":"invalid_request_error","param":"n","code":"unsupported_value"}}"""));

        var batch = await fixture.SampleAsync();

        batch.Ladder.ShouldBe(SamplingLadder.Singles);
        batch.Completions.Select(static completion => completion.Text).ShouldBe(["sample 100", "sample 101", "sample 102"]);
        batch.Usage.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_names_its_target()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Text(307, "", "text/plain", ("Location", "https://elsewhere.example/v1/chat/completions?token=secret"));

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelEndpointWrong);
        error.Message.ShouldContain("https://elsewhere.example/v1");
        error.Message.ShouldNotContain("secret");
    }
}
