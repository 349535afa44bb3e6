using Mact.Worker.Models;

namespace Mact.Worker.Tests.Models;

/// <summary>Samples that are ended before they end, and replies that are begun for the model.</summary>
public sealed class EndedSampleTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Samples_that_can_no_longer_change_the_vote_are_ended_and_not_drawn_again(bool allBegan)
    {
        await using var fixture = await ModelFixture.StartAsync();
        await fixture.SampleAsync();
        var gone = new TaskCompletionSource();
        fixture.Endpoint.Answer(async (context, _) =>
        {
            await Replies.SendAsync(context, Replies.Delta(0, "a"), Replies.Delta(2, "c"), Replies.End(0));
            await Replies.SendAsync(context, allBegan ? [Replies.Delta(1, "b"), Replies.End(2)] : [Replies.End(2)]);
            await fixture.Endpoint.HangAsync(context);
            gone.SetResult();
        });
        List<int[]> asked = [];
        var request = ModelFixture.Request() with
        {
            IsEnough = (completions, _) =>
            {
                asked.Add([.. completions.Select(static completion => completion.Index)]);
                return Task.FromResult(completions.Count == 2);
            },
        };

        var batch = await fixture.SampleAsync(request);
        await gone.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        batch.Completions.Select(static completion => (completion.Text, completion.Status)).ShouldBe(
            [("a", CompletionStatus.Complete), (allBegan ? "b" : "", CompletionStatus.Unneeded), ("c", CompletionStatus.Complete)]);
        asked.ShouldBe([[0], [0, 2]]);
        fixture.Endpoint.Chats.Count.ShouldBe(2);
        batch.Usage.IsEstimate.ShouldBeTrue("the usage comes in the last event, which is not waited for");
        (await fixture.SampleAsync()).Ladder.ShouldBe(SamplingLadder.Batch);
    }

    [Fact]
    public async Task A_sample_whose_text_holds_its_end_is_not_waited_for_and_the_request_ends_with_the_last()
    {
        await using var fixture = await ModelFixture.StartAsync();
        await fixture.SampleAsync();
        var gone = new TaskCompletionSource();
        fixture.Endpoint.Answer(async (context, _) =>
        {
            await Replies.SendAsync(
                context, Replies.Delta(0, "Finish[a]"), Replies.Delta(1, "Finish[b]\nmore"), Replies.Delta(2, "c"), Replies.Delta(0, "\n"));
            await Replies.SendAsync(context, Replies.Delta(0, "and more"), Replies.End(2));
            await fixture.Endpoint.HangAsync(context);
            gone.SetResult();
        });

        var batch = await fixture.SampleAsync(ModelFixture.Request() with { IsEnd = static text => text.Contains("]\n", StringComparison.Ordinal) });
        await gone.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        batch.Completions.Select(static completion => (completion.Text, completion.Status)).ShouldBe(
            [("Finish[a]\nand more", CompletionStatus.Complete), ("Finish[b]\nmore", CompletionStatus.Complete), ("c", CompletionStatus.Complete)]);
        fixture.Endpoint.Chats[^1].Has("stop").ShouldBeFalse("the server is not told");
    }

    [Fact]
    public async Task In_thoughts_no_end_is_looked_for()
    {
        await using var fixture = await ModelFixture.StartAsync();
        await fixture.SampleAsync();
        fixture.Endpoint.Answer(static async (context, _) => await Replies.SendAsync(
            context, Replies.Delta(0, "Finish[a]\n"), Replies.Delta(0, "no: b"), Replies.End(0), "[DONE]"));

        var request = ModelFixture.Request(n: 1) with { Thinks = true, IsEnd = static _ => true };
        (await fixture.SampleAsync(request)).Completions.Single().Text.ShouldEndWith("no: b");
    }

    [Theory]
    [InlineData(20, 201, true)]
    [InlineData(20, 199, false)]
    [InlineData(60, 239, false)]
    [InlineData(60, 241, true)]
    public async Task A_sample_that_runs_on_is_cut_at_a_multiple_of_the_others_length(int others, int tokens, bool isCut)
    {
        await using var fixture = await ModelFixture.StartAsync();
        await fixture.SampleAsync();
        fixture.Endpoint.Answer(async (context, _) =>
        {
            foreach (var index in new[] { 0, 2 })
            {
                await Replies.SendAsync(context, [.. Enumerable.Repeat(Replies.Delta(index, "x "), others), Replies.End(index)]);
            }

            await Replies.SendAsync(context, [.. Enumerable.Repeat(Replies.Delta(1, "y "), tokens)]);
            if (isCut)
            {
                await fixture.Endpoint.HangAsync(context);
            }
            else
            {
                await Replies.SendAsync(context, Replies.End(1), "[DONE]");
            }
        });

        var batch = await fixture.SampleAsync();

        batch.Completions.Select(static completion => completion.Status).ShouldBe(
            [CompletionStatus.Complete, isCut ? CompletionStatus.Truncated : CompletionStatus.Complete, CompletionStatus.Complete]);
        batch.Completions[1].Text.Length.ShouldBe(2 * tokens, "what was computed is kept");
        fixture.Endpoint.Chats.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(" x")]
    [InlineData("Thought 1: x")]
    public async Task A_begun_reply_stands_once_at_the_beginning_whether_or_not_the_server_gives_it_back(string came)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Choices(Replies.Choice(0, came));

        var batch = await fixture.SampleAsync(Begun());

        batch.Completions.Single().Text.ShouldBe("Thought 1: x");
        var sent = fixture.Endpoint.Chats[0].Json;
        sent.GetProperty("continue_final_message").GetBoolean().ShouldBeTrue();
        sent.GetProperty("add_generation_prompt").GetBoolean().ShouldBeFalse();
        var last = sent.GetProperty("messages").EnumerateArray().Last();
        (last.GetProperty("role").GetString(), last.GetProperty("content").GetString()).ShouldBe(("assistant", "Thought 1:"));
    }

    [Fact]
    public async Task A_server_that_begins_anew_is_not_begun_for_again()
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Chat = Replies.Choices(Replies.Choice(0, "Sure.\nThought 1: x"));

        var batch = await fixture.SampleAsync(Begun());
        await fixture.SampleAsync(Begun());

        batch.Completions.Single().Text.ShouldBe("Sure.\nThought 1: x");
        fixture.Endpoint.Chats.Select(static chat => chat.Has("continue_final_message")).ShouldBe([true, false]);
    }

    [Theory]
    [InlineData("Expected last role User or Tool for serving but got assistant", null)]
    [InlineData("Unrecognized request argument supplied: continue_final_message", "continue_final_message")]
    public async Task A_server_that_refuses_begun_replies_is_asked_without(string message, string? field)
    {
        await using var fixture = await ModelFixture.StartAsync();
        fixture.Endpoint.Answer(Replies.Error(400, message, "BadRequestError", field));

        (await fixture.SampleAsync(Begun())).Completions.Count.ShouldBe(1);
        await fixture.SampleAsync(Begun());

        fixture.Endpoint.Chats.Select(static chat => chat.Has("continue_final_message")).ShouldBe([true, false, false]);
    }

    [Fact]
    public async Task A_reply_of_a_model_that_may_think_is_not_begun()
    {
        await using var fixture = await ModelFixture.StartAsync();
        await fixture.SampleAsync(Begun() with { Thinks = true });
        fixture.Endpoint.Chats[0].Has("continue_final_message").ShouldBeFalse();
    }

    private static SampleRequest Begun() => ModelFixture.Request(n: 1) with { BegunReply = "Thought 1:" };
}
