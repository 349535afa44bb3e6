using Mact.Worker.Models;

namespace Mact.Worker.Tests.Models;

/// <summary>RunPod serverless: queued jobs, and errors of the worker's three eras as they arrive, with any status.</summary>
public sealed class RunPodErrorTests
{
    private const string Missing = "The model `Qwen/Qwen3-8B` does not exist.";

    [Fact]
    public async Task Before_0_10_1_a_flat_error_comes_as_200_and_is_read()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(200, Replies.FlatError(404, Missing, "NotFoundError"));

        (await fixture.FailAsync()).Code.ShouldBe(ErrorCodes.ModelNotFound);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(200)]
    public async Task A_Python_dictionary_as_text_is_read(int status)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(
            status,
            """{"error":"{'message': 'The model `Qwen/Qwen3-8B` does not exist.', 'type': 'NotFoundError', 'param': 'model', 'code': 404}"}""");

        (await fixture.FailAsync()).Code.ShouldBe(ErrorCodes.ModelNotFound);
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(200)]
    public async Task An_error_of_the_proxying_worker_is_unwrapped(int status)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(
            status,
            """{"error":"{'message': 'vLLM returned HTTP 404: {\"error\":{\"message\":\"The model `Qwen/Qwen3-8B` does not exist.\",\"type\":\"NotFoundError\",\"param\":\"model\",\"code\":404}}', 'type': 'worker_error', 'code': None}"}""");

        (await fixture.FailAsync()).Code.ShouldBe(ErrorCodes.ModelNotFound);
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_context_error_behind_a_failed_job_is_still_a_context_error()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(
            500,
            """{"error":{"message":"vLLM returned HTTP 400: {\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, you requested 512 output tokens and your prompt contains at least 4097 input tokens, for a total of at least 4609 tokens.\",\"type\":\"BadRequestError\",\"param\":\"input_tokens\",\"code\":400}}","type":"worker_error","code":null}}""");

        await Should.ThrowAsync<ContextTooLongException>(() => fixture.SampleInTimeAsync());
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("IN_QUEUE")]
    [InlineData("IN_PROGRESS")]
    public async Task A_job_that_waits_for_a_machine_is_waited_for(string status)
    {
        await using var fixture = await ModelFixture.StartAsync();
        var body = $$"""{"id":"sync-1-e1","status":"{{status}}"}""";
        fixture.Endpoint.Answer(Replies.Json(200, body), Replies.Json(200, body));

        var batch = await fixture.SampleInTimeAsync();

        batch.Usage.Requests.ShouldBe(1);
        fixture.Observer.Waits[0].Reason.ShouldBe(WaitReasons.Queued);
        fixture.Observer.Waits[0].Message.ShouldContain(status);
        fixture.Observer.Resumed.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_list_of_models_that_is_a_queued_job_is_waited_for()
    {
        await using var fixture = await ModelFixture.StartAsync();
        var ready = fixture.Time.GetUtcNow().AddSeconds(60);
        fixture.Endpoint.Models = (context, request) => fixture.Time.GetUtcNow() < ready
            ? Replies.Json(200, """{"id":"1","status":"IN_QUEUE"}""")(context, request)
            : Replies.Models("Qwen/Qwen3-8B")(context, request);

        (await fixture.SampleInTimeAsync()).Completions.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_failed_job_without_a_reason_is_tried_three_times()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(200, """{"id":"1","status":"FAILED","error":"worker exited"}""");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelBadReply);
        error.Message.ShouldContain("worker exited");
        fixture.Endpoint.Chats.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_rate_limit_of_the_gateway_is_waited_out()
    {
        await using var fixture = await ModelFixture.StartAsync();
        await fixture.SampleAsync();
        fixture.Endpoint.Answer(Replies.Json(429, """{"error":"too many requests"}"""));

        await fixture.SampleInTimeAsync();

        fixture.Observer.Waits[0].Reason.ShouldBe(WaitReasons.Overloaded);
    }

    [Fact]
    public async Task Halves_of_characters_from_the_workers_chunks_cost_nothing_else()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Json(
            200,
            Replies.Completion(
                """{"index":0,"message":{"content":"caf\ud83d ok"},"finish_reason":"stop"}""",
                Replies.Choice(1, "Zürich \uFFFD"),
                """{"index":2,"message":{"content":"a \\ud83d stays, \ud83d\ude00 too"},"finish_reason":"stop"}""")));

        var batch = await fixture.SampleAsync();

        batch.Completions.Select(static completion => completion.Text).ShouldBe(["caf\uFFFD ok", "Zürich \uFFFD", "a \\ud83d stays, \U0001F600 too"]);
    }

    [Theory]
    [InlineData("""{"error":"half a \ud83d character"}""")]
    [InlineData("""{"error":{"message":"half a \ud83d character"}}""")]
    [InlineData("""{"error":"{\"error\":\"half a \\ud83d character\"}"}""")]
    public async Task Halves_of_characters_in_an_error_are_no_fault_of_ours(string body)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Json(200, body);

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelBadReply);
        error.Message.ShouldContain("character");
    }
}
