namespace Mact.Worker.Tests.Models;

/// <summary>n samples: from one request where possible, topped up where some did not come.</summary>
public sealed class SampleCountTests
{
    [Theory]
    [InlineData("abort")]
    [InlineData("repetition")]
    [InlineData("error")]
    public async Task A_sample_that_the_server_gave_up_is_drawn_again_with_the_next_seed(string finishReason)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Choices(Replies.Choice(0, "a"), Replies.Choice(1, "half", finishReason), Replies.Choice(2, "c")));

        var batch = await fixture.SampleAsync();

        batch.Completions.Select(static completion => completion.Text).ShouldBe(["a", "sample 103", "c"]);
        batch.Completions.Select(static completion => completion.Seed).ShouldBe([100, 103, 102]);
        batch.Ladder.ShouldBe(SamplingLadder.Batch);
        batch.Usage.Requests.ShouldBe(2);
        batch.Usage.InputTokens.ShouldBe(2 * Replies.PromptTokens);
    }

    [Theory]
    [InlineData(1, new[] { 1, 1, 1, 1, 1 }, SamplingLadder.Singles)]
    [InlineData(2, new[] { 2, 2, 1 }, SamplingLadder.SmallerBatches)]
    [InlineData(5, new[] { 5 }, SamplingLadder.Batch)]
    [InlineData(0, new[] { 5 }, SamplingLadder.Batch)]
    public async Task Fewer_samples_per_request_give_the_same_samples_in_more_requests(int most, int[] requests, string ladder)
    {
        await using var fixture = await ModelFixture.StartAsync();
        var whole = await fixture.SampleAsync(ModelFixture.Request(n: 5));

        var batch = await fixture.SampleAsync(ModelFixture.Request(n: 5) with { SamplesPerRequest = most });

        batch.Completions.ShouldBe(whole.Completions);
        batch.Ladder.ShouldBe(ladder);
        var chats = fixture.Endpoint.Chats.Skip(1).OrderBy(static chat => chat.Seed).ToList();
        chats.Select(static chat => chat.N).ShouldBe(requests);
        chats.Select(static chat => chat.Seed).ShouldBe(requests.Select((_, i) => 100 + (long)requests.Take(i).Sum()));
        batch.Usage.Requests.ShouldBe(requests.Length);
        batch.Usage.InputTokens.ShouldBe(requests.Length * Replies.PromptTokens);
        (await fixture.SampleAsync(ModelFixture.Request(n: 5))).Ladder.ShouldBe(SamplingLadder.Batch, "it is not taken for a limit of the endpoint");
    }

    [Fact]
    public async Task Samples_without_content_are_drawn_again_together()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Choices(Replies.Choice(0, null), Replies.Choice(1, "b"), Replies.Choice(2, "")));

        var batch = await fixture.SampleAsync();

        batch.Completions.Select(static completion => completion.Text).ShouldBe(["sample 103", "b", "sample 104"]);
        fixture.Endpoint.Chats.Select(static chat => chat.N).ShouldBe([3, 2]);
    }

    [Fact]
    public async Task What_stays_broken_after_two_rounds_keeps_its_status()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Choices(Replies.Choice(0, null), Replies.Choice(1, "half", "abort"));

        var batch = await fixture.SampleAsync(ModelFixture.Request(n: 2));

        batch.Completions.Select(static completion => completion.Status).ShouldBe([CompletionStatus.Empty, CompletionStatus.Aborted]);
        fixture.Endpoint.Chats.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Samples_that_came_are_kept_when_drawing_the_others_fails()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Choices(Replies.Choice(0, "a"), Replies.Choice(1, null), Replies.Choice(2, "c")), Replies.Json(401, "{}"));

        var batch = await fixture.SampleAsync();

        batch.Completions.Select(static completion => completion.Text).ShouldBe(["a", "", "c"]);
        batch.Completions[1].Status.ShouldBe(CompletionStatus.Empty);
        batch.Usage.Requests.ShouldBe(1);
        batch.Tries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_sample_cut_at_max_tokens_is_kept_and_flagged()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(
            Replies.Choices(Replies.Choice(0, "a", "length"), Replies.Choice(1, null, "length", "thinking and thinking"), Replies.Choice(2, "c")));

        var batch = await fixture.SampleAsync();

        batch.Completions.Select(static completion => completion.Status)
            .ShouldBe([CompletionStatus.Truncated, CompletionStatus.Truncated, CompletionStatus.Complete]);
        batch.Completions[1].Reasoning.ShouldBe("thinking and thinking");
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_ignores_n_is_found_out_once_and_then_asked_for_singles()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Samples(max: 1);

        var first = await fixture.SampleAsync();
        var second = await fixture.SampleAsync();

        first.Completions.Select(static completion => completion.Text).ShouldBe(["sample 100", "sample 101", "sample 102"]);
        first.Ladder.ShouldBe(SamplingLadder.Singles);
        second.Ladder.ShouldBe(SamplingLadder.Singles);
        second.Usage.Requests.ShouldBe(3);
        fixture.Endpoint.Chats.Select(static chat => chat.N).ShouldBe([3, 1, 1, 1, 1, 1]);
        fixture.Endpoint.Chats.ShouldAllBe(static chat => chat.Json.GetProperty("temperature").GetDouble() == 0.6);
    }

    [Fact]
    public async Task A_server_that_gives_at_most_two_gets_smaller_batches()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Samples(max: 2);

        var batch = await fixture.SampleAsync(ModelFixture.Request(n: 5));

        batch.Ladder.ShouldBe(SamplingLadder.SmallerBatches);
        batch.Completions.Select(static completion => completion.Seed).ShouldBe([100, 101, 102, 103, 104]);
    }

    [Fact]
    public async Task Choices_in_any_order_get_the_seeds_of_their_numbers()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Choices(Replies.Choice(2, "c"), Replies.Choice(0, "a"), Replies.Choice(1, "b")));

        (await fixture.SampleAsync()).Completions.Select(static completion => completion.Text).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task More_choices_than_asked_are_cut_to_n()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Choices([.. Enumerable.Range(0, 9).Select(static i => Replies.Choice(i, "x"))]));

        (await fixture.SampleAsync()).Completions.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Temperature_zero_with_n_is_never_sent()
    {
        await using var fixture = await ModelFixture.StartAsync();

        (await fixture.FailAsync(ModelFixture.Request() with { Temperature = 0 })).Code.ShouldBe(ErrorCodes.OptionNotSupported);
        fixture.Endpoint.Chats.ShouldBeEmpty();
        (await fixture.SampleAsync(ModelFixture.Request(n: 1) with { Temperature = 0 })).Completions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_field_that_the_server_does_not_know_is_dropped_once_and_remembered()
    {
        await using var fixture = await ModelFixture.StartAsync(("Models:VendorFields", "On"), ("Models:Profiles:*:TopK", "20"));
        fixture.Endpoint.Answer(
            Replies.Error(400, "Unrecognized request argument supplied: chat_template_kwargs", "invalid_request_error"),
            Replies.Error(400, "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
                + "instead.", "invalid_request_error", "max_tokens"));

        await fixture.SampleAsync();
        await fixture.SampleAsync();

        fixture.Endpoint.Chats.Count.ShouldBe(4);
        fixture.Endpoint.Chats[0].Has("chat_template_kwargs").ShouldBeTrue();
        fixture.Endpoint.Chats[1].Has("chat_template_kwargs").ShouldBeFalse();
        fixture.Endpoint.Chats[3].Has("chat_template_kwargs").ShouldBeFalse();
        fixture.Endpoint.Chats[3].Has("max_tokens").ShouldBeFalse();
        fixture.Endpoint.Chats[3].Json.GetProperty("max_completion_tokens").GetInt32().ShouldBe(512);
        fixture.Endpoint.Chats[3].Json.GetProperty("top_k").GetInt32().ShouldBe(20);
    }

    [Theory]
    [InlineData("vllm", true)]
    [InlineData("openai", false)]
    public async Task VLLM_fields_are_sent_only_to_what_says_that_it_is_vLLM(string owner, bool sent)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Models = Replies.Json(200, Replies.ModelList(["Qwen/Qwen3-8B"], ownedBy: owner));

        await fixture.SampleAsync();

        fixture.Endpoint.Chats[0].Has("chat_template_kwargs").ShouldBe(sent);
    }

    [Fact]
    public async Task Log_probabilities_are_averaged_over_the_sample_and_up_to_its_observation()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Choices(
            """{"index":0,"message":{"content":"Act Observation x"},"finish_reason":"stop","logprobs":{"content":[{"token":"Act ","logprob":-1.0},{"token":"Obser","logprob":-2.0},{"token":"vation","logprob":-3.0},{"token":" x","logprob":-6.0}]}}"""));

        var completion = (await fixture.SampleAsync(ModelFixture.Request(n: 1) with { Logprobs = true })).Completions[0];

        completion.MeanLogprob.ShouldBe(-3.0);
        completion.HeadLogprob.ShouldBe(-1.0);
        fixture.Endpoint.Chats[0].Json.GetProperty("logprobs").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task An_endpoint_that_gives_no_log_probabilities_is_told_as_such()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Error(
            400, "Unsupported parameter: logprobs is not supported by this model.", "invalid_request_error", "logprobs");

        (await fixture.FailAsync(ModelFixture.Request() with { Logprobs = true })).Code.ShouldBe(ErrorCodes.OptionNotSupported);
    }
}
