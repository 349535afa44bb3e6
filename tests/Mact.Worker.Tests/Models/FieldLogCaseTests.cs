using Mact.Worker.Models;

namespace Mact.Worker.Tests.Models;

/// <summary>The three failures that this product grew from: a wrong name inside a 200, a cold endpoint, and what it must be like instead.</summary>
public sealed class FieldLogCaseTests
{
    private const string WrongName = """{"object":"error","code":404,"message":"The model `gpt-3.5-turbo` does not exist."}""";

    [Fact]
    public async Task A_wrong_model_name_inside_a_200_fails_at_once_and_names_the_served_model()
    {
        await using var fixture = await ModelFixture.StartAsync(static endpoint => $"Endpoint=http://{endpoint.Server}/v1;Model=gpt-3.5-turbo");
        fixture.Endpoint.Models = Replies.Models("gpt-3.5-turbo");
        fixture.Endpoint.Chat = (context, request) =>
        {
            // The list names it when it is first asked, as an alias that the engine does not know; afterwards it tells the truth.
            fixture.Endpoint.Models = Replies.Models("Qwen/Qwen3-8B");
            return Replies.Json(200, WrongName)(context, request);
        };

        var error = (await Should.ThrowAsync<ModelException>(() => fixture.SampleAsync())).Error;

        error.Code.ShouldBe(ErrorCodes.ModelNotFound);
        error.Served.ShouldBe(["Qwen/Qwen3-8B"]);
        error.Message.ShouldContain("'gpt-3.5-turbo' is not served");
        error.Message.ShouldContain("Set Model=Qwen/Qwen3-8B");
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_name_that_neither_list_nor_chat_knows_fails_after_one_request()
    {
        await using var fixture = await ModelFixture.StartAsync(static endpoint => $"Endpoint=http://{endpoint.Server}/v1;Model=gpt-3.5-turbo");
        fixture.Endpoint.Chat = Replies.Json(200, WrongName);

        var error = (await Should.ThrowAsync<ModelException>(() => fixture.SampleAsync())).Error;

        error.Code.ShouldBe(ErrorCodes.ModelNotFound);
        error.Served.ShouldBe(["Qwen/Qwen3-8B"]);
        fixture.Endpoint.Chats.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_cold_start_of_300_seconds_three_plans_come_from_one_request_and_the_prompt_counts_once()
    {
        await using var fixture = await ModelFixture.StartAsync();
        var readyAt = fixture.Time.GetUtcNow().AddSeconds(300);
        var models = fixture.Endpoint.Models;
        fixture.Endpoint.Models = (context, request) => fixture.Time.GetUtcNow() < readyAt
            ? Replies.Json(503, """{"error":"starting"}""")(context, request)
            : models(context, request);

        var batch = await fixture.SampleInTimeAsync();

        batch.Completions.Select(static completion => completion.Text).ShouldBe(["sample 100", "sample 101", "sample 102"]);
        batch.Usage.Requests.ShouldBe(1);
        batch.Usage.InputTokens.ShouldBe(Replies.PromptTokens);
        batch.Usage.OutputTokens.ShouldBe(3 * Replies.TokensPerSample);
        batch.DurationMs.ShouldBeInRange(300_000, 330_000);
        fixture.Endpoint.Chats.Count.ShouldBe(1);
        fixture.Observer.Waits.ShouldAllBe(static wait => wait.Reason == WaitReasons.Starting);
        fixture.Observer.Waits[^1].Message.ShouldMatch("^model is starting, [0-9]+ s$");
        fixture.Observer.Waits.Count.ShouldBeInRange(4, 12);
        fixture.Observer.Resumed.ShouldHaveSingleItem().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(299));
    }
}
