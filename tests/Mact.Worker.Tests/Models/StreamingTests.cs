using System.Text.Json;

namespace Mact.Worker.Tests.Models;

/// <summary>Replies that come as events: put together again, and kept as far as they came.</summary>
public sealed class StreamingTests
{
    [Fact]
    public async Task Choices_that_come_interleaved_are_put_together()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Events(
            Replies.Role(1), Replies.Role(0), Replies.Delta(0, "a1 "), Replies.Delta(2, "c"), Replies.Delta(1, "b"), Replies.Delta(0, "a2"),
            Replies.End(2), Replies.End(0), Replies.End(1, "length"), Replies.UsageEvent(60), "[DONE]"));

        var batch = await fixture.SampleAsync();

        batch.Completions.Select(static completion => (completion.Text, completion.Status)).ShouldBe(
            [("a1 a2", CompletionStatus.Complete), ("b", CompletionStatus.Truncated), ("c", CompletionStatus.Complete)]);
        batch.Usage.ShouldBe(new TokenUsage(1, Replies.PromptTokens, 60, 0));
        batch.Tries.Single().FirstTokenMs.ShouldNotBeNull();
        fixture.Endpoint.Chats[0].Json.GetProperty("stream").GetBoolean().ShouldBeTrue();
        fixture.Endpoint.Chats[0].Json.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("stream_options")]
    [InlineData("stream")]
    public async Task A_server_that_refuses_to_stream_is_asked_without(string field)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Error(400, $"Unrecognized request argument supplied: {field}", "invalid_request_error", field));

        (await fixture.SampleAsync()).Completions.Count.ShouldBe(3);

        fixture.Endpoint.Chats.Count.ShouldBe(2);
        fixture.Endpoint.Chats[1].Has(field).ShouldBeFalse();
        fixture.Endpoint.Chats[1].Has("stream_options").ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_that_breaks_keeps_what_was_complete_and_asks_for_the_rest()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Events(
            Replies.Delta(0, "a"), Replies.Delta(1, "b"), Replies.Delta(2, "c"), Replies.End(2), Replies.Delta(1, "b"), Replies.End(0)));

        var batch = await fixture.SampleInTimeAsync();

        batch.Completions.Select(static completion => completion.Text).ShouldBe(["a", "sample 103", "c"]);
        fixture.Endpoint.Chats.Select(static chat => chat.N).ShouldBe([3, 1]);
        batch.Tries[0].LostTokens.ShouldBe(2);
        batch.Usage.IsEstimate.ShouldBeTrue("nobody reported the usage of the first");
    }

    [Fact]
    public async Task Tokens_that_stop_coming_are_a_stall_and_a_healthy_wait_before_the_first_is_none()
    {
        await using var fixture = await ModelFixture.StartAsync(("Models:StallTimeout", "00:02:00"));
        await fixture.SampleAsync();
        fixture.Endpoint.Answer(
            async (context, _) =>
            {
                await fixture.Endpoint.HoldAsync(() => Task.Delay(TimeSpan.FromMinutes(5), fixture.Time, context.RequestAborted));
                await Replies.SendAsync(context, Replies.Delta(0, "a"), Replies.End(0), Replies.Delta(1, "b"));

                // Time stands still until the client has seen the tokens: what it sees late it would count as a longer wait.
                await fixture.Observer.HasResumed;
                await fixture.Endpoint.HangAsync(context);
            });

        var batch = await fixture.SampleInTimeAsync(ModelFixture.Request(n: 2));

        batch.Completions.Select(static completion => completion.Text).ShouldBe(["a", "sample 102"]);
        batch.Tries[0].DurationMs.ShouldBeInRange(415_000, 425_000);
        batch.Tries[0].Error!.ShouldContain("no further token for 120 s");
        fixture.Endpoint.Chats.Select(static chat => chat.N).ShouldBe([3, 2, 1]);
    }

    [Fact]
    public async Task The_third_death_of_the_engine_under_one_request_ends_it()
    {
        await using var fixture = await ModelFixture.StartAsync();
        await fixture.SampleAsync();
        fixture.Endpoint.Chat = Replies.Error(
            500, "EngineCore encountered an issue. See stack trace (above) for the root cause.", "InternalServerError");

        var error = await fixture.FailAsync();

        error.Code.ShouldBe(ErrorCodes.ModelUnavailable);
        error.Message.ShouldContain("died 3 times");
        error.Message.ShouldContain("without a seed");
        fixture.Endpoint.Chats.Count.ShouldBe(4);
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_stream_is_read()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Events(
            Replies.Role(0), """{"error":{"message":"This model's maximum context length is 300 tokens. However, your prompt contains 100 input tokens","type":"BadRequestError","param":"input_tokens","code":400}}""", "[DONE]"));

        await fixture.SampleInTimeAsync();

        fixture.Endpoint.Chats[1].Json.GetProperty("max_tokens").GetInt32().ShouldBe(200);
    }

    [Fact]
    public async Task What_follows_a_marker_is_not_read_even_where_the_server_goes_on()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(
            Replies.Choices(Replies.Choice(0, "plan\n# Task plan 3\nmore", "length")),
            async (context, _) =>
            {
                await Replies.SendAsync(context, Replies.Delta(0, "plan\n# Ta"), Replies.Delta(0, "sk plan"));
                await fixture.Endpoint.HangAsync(context);
            });
        var request = ModelFixture.Request(n: 1) with { Stop = ["\n# Task", "\n# Question"] };

        var plain = await fixture.SampleAsync(request);
        var streamed = await fixture.SampleAsync(request);

        plain.Completions.Single().ShouldSatisfyAllConditions(
            static completion => completion.Text.ShouldBe("plan"), static completion => completion.Status.ShouldBe(CompletionStatus.Complete));
        streamed.Completions.Single().Text.ShouldBe("plan");
        fixture.Endpoint.Chats[0].Json.GetProperty("stop")
            .EnumerateArray()
            .Select(static stop => stop.GetString())
            .ShouldBe(["\n# Task", "\n# Question"]);
    }

    [Fact]
    public async Task Neither_seed_nor_top_p_is_sent_unasked()
    {
        await using var fixture = await ModelFixture.StartAsync();

        var batch = await fixture.SampleAsync(ModelFixture.Request() with { Seed = null, TopP = null });
        await fixture.SampleAsync(ModelFixture.Request() with { TopP = 1 });

        fixture.Endpoint.Chats[0].Has("seed").ShouldBeFalse();
        fixture.Endpoint.Chats.ShouldAllBe(static chat => !chat.Has("top_p"));
        batch.Completions.ShouldAllBe(static completion => completion.Seed == null);
    }

    [Theory]
    [InlineData("vllm-0.32-cpu/stream", 1)]
    [InlineData("vllm-0.32-cpu/stream-n2-usage", 2)]
    [InlineData("vllm-0.32-cpu/stream-continuous-usage", 1)]
    [InlineData("llama-server/stream", 1)]
    [InlineData("llama-server/stream-n2-usage", 2)]
    [InlineData("llama-server/stream-error", 1)]
    public async Task Streams_as_real_servers_sent_them_are_read(string name, int choices)
    {
        var data = Environment.GetEnvironmentVariable("MACT_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(data), "MACT_DATA is not set: it names the folder with what real servers sent.");
        using var captured = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Combine(data!, "real", "wire", $"{name}.json"), TestContext.Current.CancellationToken));
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Text(200, captured.RootElement.GetProperty("bodyText").GetString()!, "text/event-stream"));

        var batch = await fixture.SampleAsync(ModelFixture.Request(n: choices));

        batch.Completions.ShouldAllBe(static completion => completion.Text.StartsWith("Paris") && completion.Status == CompletionStatus.Complete);
        batch.Usage.Requests.ShouldBe(1);
        batch.Usage.OutputTokens.ShouldBeGreaterThan(0);
    }
}
