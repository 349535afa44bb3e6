using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Mact.Testing;

namespace Mact.LocalModel.Tests;

/// <summary>What the worker relies on, with real tokens.</summary>
public sealed class ProtocolTests(ServedModel served) : IClassFixture<ServedModel>
{
    private const string Chat = "/v1/chat/completions";

    private static readonly object[] Question =
    [
        new { role = "system", content = "You write SQLite. Answer with one SELECT in a ```sql fence and nothing else." },
        new { role = "user", content = "Table towns(name, people). How many towns are there?" },
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_lists_one_model_with_its_context()
    {
        var client = await served.LoadedAsync();

        var model = JsonNode.Parse(await client.GetStringAsync("/v1/models", Cancellation))!["data"]!.AsArray().ShouldHaveSingleItem()!;

        ((string)model["id"]!).ShouldContain("Qwen2.5-Coder");
        ((int)model["max_model_len"]!).ShouldBe(2048);
        (await client.GetAsync("/health", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_writes_n_replies_to_one_prompt_and_the_same_ones_for_a_seed()
    {
        var client = await served.LoadedAsync();
        var body = new { messages = Question, n = 3, max_tokens = 24, temperature = 0.8, seed = 7 };

        var first = await ServedModel.PostAsync(client, Chat, body);
        var second = await ServedModel.PostAsync(client, Chat, body);

        var texts = Texts(first);
        texts.Count.ShouldBe(3);
        texts[0].ShouldContain("SELECT", Case.Insensitive);
        Texts(second).ShouldBe(texts);
        ((int)first["usage"]!["completion_tokens"]!).ShouldBeInRange(3, 72);
        ((int)second["usage"]!["prompt_tokens_details"]!["cached_tokens"]!).ShouldBe((int)second["usage"]!["prompt_tokens"]! - 1);
    }

    [Fact]
    public async Task A_stream_has_the_texts_of_the_whole_reply_the_reasons_and_the_usage_last()
    {
        var client = await served.LoadedAsync();
        var whole = await ServedModel.PostAsync(client, Chat, new { messages = Question, n = 2, max_tokens = 24, temperature = 0.8, seed = 3 });

        var response = await client.PostAsJsonAsync(
            Chat,
            new
            {
                messages = Question,
                n = 2,
                max_tokens = 24,
                temperature = 0.8,
                seed = 3,
                stream = true,
                stream_options = new { include_usage = true },
            },
            Cancellation);
        var events = (await response.Content.ReadAsStringAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        events[^1].ShouldBe("data: [DONE]");
        var chunks = events[..^1].Select(static text => JsonNode.Parse(text["data: ".Length..])!).ToList();
        for (var i = 0; i < 2; i++)
        {
            var choices = chunks.Where(static chunk => chunk["choices"]!.AsArray().Count > 0).Select(static chunk => chunk["choices"]![0]!)
                .Where(choice => (int)choice["index"]! == i).ToList();
            string.Concat(choices.Select(static choice => (string?)choice["delta"]!["content"])).ShouldBe(Texts(whole)[i]);
            ((string)choices[^1]["finish_reason"]!).ShouldBe((string)whole["choices"]![i]!["finish_reason"]!);
        }

        ((int)chunks[^1]["usage"]!["completion_tokens"]!).ShouldBe((int)whole["usage"]!["completion_tokens"]!);
    }

    [Fact]
    public async Task A_reply_ends_before_a_stop_text_and_says_which()
    {
        var client = await served.LoadedAsync();

        var reply = await ServedModel.PostAsync(client, Chat, new
        {
            messages = (object[])[.. Question, new { role = "assistant", content = "```sql\nSELECT" }],
            max_tokens = 40,
            temperature = 0,
            stop = (string[])["```"],
            continue_final_message = true,
            add_generation_prompt = false,
        });

        var choice = reply["choices"]![0]!;
        ((string)choice["finish_reason"]!).ShouldBe("stop");
        ((string)choice["stop_reason"]!).ShouldBe("```");
        Texts(reply)[0].ShouldNotContain("```");
        Texts(reply)[0].ShouldContain("count(", Case.Insensitive);
        Texts(reply)[0].ShouldNotStartWith("```");
    }

    [Fact]
    public async Task A_reply_that_reaches_its_length_says_so()
    {
        var client = await served.LoadedAsync();

        var reply = await ServedModel.PostAsync(client, Chat, new { messages = Question, max_tokens = 2, temperature = 0 });

        ((string)reply["choices"]![0]!["finish_reason"]!).ShouldBe("length");
        ((int)reply["usage"]!["completion_tokens"]!).ShouldBe(2);
    }

    [Fact]
    public async Task Requests_at_once_are_answered_as_each_alone()
    {
        var client = await served.LoadedAsync();
        var alone = await ServedModel.PostAsync(client, Chat, new { messages = Question, max_tokens = 16, temperature = 0 });

        var together = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            ServedModel.PostAsync(client, Chat, new { messages = Question, n = 2, max_tokens = 16, temperature = 0 })));

        together.SelectMany(Texts).Distinct().ShouldBe([Texts(alone)[0]]);
    }

    [Fact]
    public async Task Who_leaves_frees_the_model()
    {
        var client = await served.LoadedAsync();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, Chat)
        {
            Content = JsonContent.Create(new { messages = Question, max_tokens = 1900, temperature = 1.5, stream = true }),
        };

        using (var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token))
        {
            await leaving.CancelAsync();
        }

        // One that needs the whole memory can only begin when the other is gone.
        var next = await ServedModel.PostAsync(client, Chat, new { messages = Question, n = 4, max_tokens = 8, temperature = 0 });
        Texts(next).Count.ShouldBe(4);
        await Eventually.TrueAsync(
            async () => (await client.GetStringAsync("/metrics", Cancellation)).Split('\n')[0].EndsWith(" 0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}],"max_tokens":5000}""", 400, "maximum context length is 2048 tokens")]
    [InlineData("""{"model":"other","messages":[{"role":"user","content":"Hi"}]}""", 404, "`other` does not exist")]
    [InlineData("""{"messages":[]}""", 400, "At least one message")]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}],"n":0}""", 400, "n must be between")]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}],"temperature":-1}""", 400, "temperature must be in")]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}],"continue_final_message":true}""", 400, "continue_final_message")]
    [InlineData("no json", 400, "no request for chat completions")]
    public async Task What_is_wrong_is_said_in_the_words_of_vllm(string body, int status, string message)
    {
        var client = await served.LoadedAsync();

        var response = await client.PostAsync(Chat, new StringContent(body, mediaType: new("application/json")), Cancellation);

        ((int)response.StatusCode).ShouldBe(status);
        ((string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["error"]!["message"]!).ShouldContain(message);
    }

    [Fact]
    public async Task Tokens_are_counted_as_they_are_used()
    {
        var client = await served.LoadedAsync();

        var counted = await ServedModel.PostAsync(client, "/tokenize", new { messages = Question });
        var used = await ServedModel.PostAsync(client, Chat, new { messages = Question, max_tokens = 1 });

        ((int)counted["count"]!).ShouldBe((int)used["usage"]!["prompt_tokens"]!);
    }

    private static List<string> Texts(JsonNode reply) =>
        [.. reply["choices"]!.AsArray().Select(static choice => (string)choice!["message"]!["content"]!)];
}
