using System.Net;

namespace Mact.DevServices.Tests.Model;

public sealed class RefusalConformanceTests
{
    public static TheoryData<string, string, string?> BadRequests => new()
    {
        { "\"n\":0", "n must be at least 1, got 0.", null },
        { "\"n\":20000", "n must be at most 16384, got 20000. To increase this limit, set the VLLM_MAX_N_SEQUENCES environment variable.", null },
        { "\"n\":3,\"temperature\":0", "n must be 1 when using greedy sampling, got 3.", null },
        { "\"temperature\":3", "temperature must be in [0, 2], got 3.0. (parameter=temperature, value=3.0)", "temperature" },
        { "\"temperature\":-0.5", "temperature must be in [0, 2], got -0.5. (parameter=temperature, value=-0.5)", "temperature" },
        { "\"top_p\":0", "top_p must be in (0, 1], got 0.0. (parameter=top_p, value=0.0)", "top_p" },
        { "\"top_p\":1.5", "top_p must be in (0, 1], got 1.5. (parameter=top_p, value=1.5)", "top_p" },
        { "\"top_k\":-2", "top_k must be 0 (disable), or at least 1, got -2. (parameter=top_k, value=-2)", "top_k" },
        { "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]", "stop must contain at most 4 strings, got 5. To increase this limit, set the VLLM_MAX_STOP_STRINGS environment variable.", "stop" },
        { "\"stop\":\"\"", "stop cannot contain an empty string.", "stop" },
        { "\"stream_options\":{\"include_usage\":true}", "Stream options can only be defined when `stream=True`.", "stream_options" },
        { "\"top_logprobs\":2", "when using `top_logprobs`, `logprobs` must be set to true.", "top_logprobs" },
        { "\"structured_outputs\":{\"regex\":\"a\",\"choice\":[\"b\"]}", "You can only use one kind of constraints for structured outputs ('json', 'regex' or 'choice').", null },
        { "\"tools\":[]", "`tools` must not be an empty array. Either provide at least one tool or omit the field entirely.", "tools" },
        { "\"max_tokens\":0", "max_tokens must be at least 1, got 0. (parameter=max_tokens, value=0)", "max_tokens" },
        { "\"max_completion_tokens\":50000", "max_completion_tokens=50000 cannot be greater than max_model_len=40960. Please request fewer output tokens. (parameter=max_completion_tokens, value=50000)", "max_completion_tokens" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task A_bad_value_is_a_400_that_says_which(string fields, string message, string? param)
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.ChatAsync(Requests.With(fields));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await Endpoint.JsonAsync(response)).GetProperty("error");
        error.GetProperty("message").GetString().ShouldBe(message);
        error.GetProperty("type").GetString().ShouldBe("BadRequestError");
        error.GetProperty("param").GetString().ShouldBe(param);
        error.GetProperty("code").GetInt32().ShouldBe(400);
    }

    [Theory]
    [InlineData("{\"model\":\"Qwen/Qwen3-8B\"}", "body.messages")]
    [InlineData("{\"messages\":\"hello\"}", "body.messages")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"n\":\"three\"}", "body.n")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}],\"stream\":1}", "body.stream")]
    [InlineData("[]", "body.")]
    public async Task A_body_of_the_wrong_shape_is_reported_by_the_web_framework(string body, string param)
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.ChatAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await Endpoint.JsonAsync(response)).GetProperty("error");
        error.GetProperty("type").GetString().ShouldBe("Bad Request");
        error.GetProperty("param").GetString().ShouldBe(param);
        error.GetProperty("message").GetString().ShouldStartWith("1 validation error:\n  {");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"messages\":[}")]
    public async Task A_body_that_is_no_json_is_a_400(string body)
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.ChatAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_that_is_not_said_to_be_json_is_a_400()
    {
        await using var endpoint = await Endpoint.StartAsync();
        using var content = new StringContent(Requests.Plain);

        using var response = await endpoint.Client.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), content, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_exceeded_context_says_how_much_of_what()
    {
        await using var endpoint = await Endpoint.StartAsync(configure: static options => options.MaxModelLength = 64);

        using var response = await endpoint.ChatAsync(Requests.With("\"max_tokens\":60"));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = (await Endpoint.JsonAsync(response)).GetProperty("error");
        error.GetProperty("param").GetString().ShouldBe("input_tokens");
        error.GetProperty("message").GetString().ShouldBe(
            "This model's maximum context length is 64 tokens. However, you requested 60 output tokens and your prompt contains at least 9 input tokens, "
            + "for a total of at least 69 tokens. Please reduce the length of the input prompt or the number of requested output tokens. (parameter=input_tokens, value=9)");
    }

    [Fact]
    public async Task An_unknown_model_is_a_404_with_an_error_object()
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.ChatAsync("""{"model":"gpt-3.5-turbo","messages":[{"role":"user","content":"q"}]}""");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Endpoint.TextAsync(response)).ShouldBe("""{"error":{"message":"The model `gpt-3.5-turbo` does not exist.","type":"NotFoundError","param":"model","code":404}}""");
    }

    [Fact]
    public async Task Before_0_10_1_errors_are_flat()
    {
        await using var endpoint = await Endpoint.StartAsync(configure: static options => options.VllmVersion = "0.10.0");

        using var response = await endpoint.ChatAsync("""{"model":"gpt-3.5-turbo","messages":[{"role":"user","content":"q"}]}""");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Endpoint.TextAsync(response)).ShouldBe("""{"object":"error","message":"The model `gpt-3.5-turbo` does not exist.","type":"NotFoundError","param":null,"code":404}""");
    }

    [Fact]
    public async Task Before_0_28_five_stop_strings_are_fine()
    {
        await using var endpoint = await Endpoint.StartAsync(configure: static options => options.VllmVersion = "0.27.1");

        using var response = await endpoint.ChatAsync(Requests.With("\"stop\":[\"v\",\"w\",\"x\",\"y\",\"z\"]"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_missing_or_wrong_key_is_a_401_with_a_text_and_only_under_v1()
    {
        await using var endpoint = await Endpoint.StartAsync(configure: static options => options.ApiKey = "right");

        using var without = await endpoint.ChatAsync(Requests.Plain);
        using var health = await endpoint.Client.GetAsync(new Uri("health", UriKind.Relative), TestContext.Current.CancellationToken);
        endpoint.Client.DefaultRequestHeaders.Authorization = new("Bearer", "wrong");
        using var wrong = await endpoint.ChatAsync(Requests.Plain);
        endpoint.Client.DefaultRequestHeaders.Authorization = new("Bearer", "right");
        using var right = await endpoint.ChatAsync(Requests.Plain);

        without.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await Endpoint.TextAsync(without)).ShouldBe("""{"error":"Unauthorized"}""");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        health.StatusCode.ShouldBe(HttpStatusCode.OK);
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_model_that_fails_is_a_500_without_details()
    {
        await using var endpoint = await Endpoint.StartAsync(new DevServices.Model.MisbehavingModel(DevServices.Model.Misbehaviour.Throws));

        using var response = await endpoint.ChatAsync("""{"messages":[{"role":"user","content":"q"}]}""");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await Endpoint.TextAsync(response)).ShouldBe("""{"error":{"message":"Internal server error","type":"InternalServerError","param":null,"code":500}}""");
    }
}
