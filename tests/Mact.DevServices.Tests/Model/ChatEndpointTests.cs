using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mact.Testing;

namespace Mact.DevServices.Tests.Model;

/// <summary>The small endpoint that the stand-in and the scripted endpoint share.</summary>
public sealed class ChatEndpointTests
{
    private static readonly WrittenModel Model = new(static (prompt, seed) => $"{prompt.Messages[^1].Content} 😀 number {seed}", "tester");

    [Fact]
    public async Task It_lists_its_model()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(Model);
        using var client = new HttpClient { BaseAddress = endpoint.Address };

        var models = await client.GetFromJsonAsync<JsonElement>("v1/models", TestContext.Current.CancellationToken);

        models.GetProperty("data")[0].GetProperty("id").GetString().ShouldBe("tester");
    }

    [Fact]
    public async Task One_request_gives_n_choices_by_their_seeds_and_a_usage()
    {
        var reply = await CompleteAsync(new { model = "tester", n = 3, seed = 7, messages = Messages });

        reply.GetProperty("choices").EnumerateArray().Select(static choice => choice.GetProperty("message").GetProperty("content").GetString())
            .ShouldBe(["hello 😀 number 7", "hello 😀 number 8", "hello 😀 number 9"]);
        reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_stream_interleaves_the_choices_and_ends_with_the_usage()
    {
        var events = await StreamAsync(new { n = 2, stream = true, stream_options = new { include_usage = true }, messages = Messages });

        events[^1].ShouldBe("[DONE]");
        using var usage = JsonDocument.Parse(events[^2]);
        usage.RootElement.GetProperty("choices").GetArrayLength().ShouldBe(0);
        usage.RootElement.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBeGreaterThan(0);
        var texts = new[] { string.Empty, string.Empty };
        List<int> order = [];
        foreach (var choice in events[..^2].Select(static text => JsonDocument.Parse(text).RootElement.GetProperty("choices")[0]))
        {
            order.Add(choice.GetProperty("index").GetInt32());
            texts[order[^1]] += choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : string.Empty;
        }

        texts.ShouldBe(["hello 😀 number 0", "hello 😀 number 1"]);
        order[..4].ShouldBe([0, 1, 0, 1]);
    }

    [Fact]
    public async Task A_stream_without_the_option_has_no_usage() =>
        (await StreamAsync(new { stream = true, messages = Messages })).ShouldAllBe(static text => !text.Contains("usage", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"n":1}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"messages":[]}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"n":0}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"n":"two"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"model":"other"}""", HttpStatusCode.NotFound)]
    [InlineData("not json", HttpStatusCode.BadRequest)]
    public async Task What_is_no_request_is_refused_with_an_error_object(string body, HttpStatusCode status)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(Model);
        using var client = new HttpClient { BaseAddress = endpoint.Address };
        using var content = new StringContent(body);

        using var reply = await client.PostAsync("v1/chat/completions", content, TestContext.Current.CancellationToken);

        reply.StatusCode.ShouldBe(status);
        (await reply.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("error").GetProperty("message")
            .GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Limits_and_stop_strings_end_a_text()
    {
        (await FinishAsync(new { messages = Messages, max_tokens = 2 })).ShouldBe(("hello 😀", "length"));
        (await FinishAsync(new { messages = Messages, stop = "num" })).ShouldBe(("hello 😀 ", "stop"));
        (await FinishAsync(new { messages = Messages, stop = new[] { "zzz", "lo" } })).ShouldBe(("hel", "stop"));
    }

    private static object[] Messages { get; } = [
        new { role = "system", content = "Be brief." }, new { role = "user", content = new[] { new { type = "text", text = "hello" } } }];

    private static async Task<(string? Text, string? Reason)> FinishAsync(object body)
    {
        var choice = (await CompleteAsync(body)).GetProperty("choices")[0];
        return (choice.GetProperty("message").GetProperty("content").GetString(), choice.GetProperty("finish_reason").GetString());
    }

    private static async Task<JsonElement> CompleteAsync(object body)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(Model);
        using var client = new HttpClient { BaseAddress = endpoint.Address };
        using var reply = await client.PostAsJsonAsync("v1/chat/completions", body, TestContext.Current.CancellationToken);
        return await reply.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private static async Task<List<string>> StreamAsync(object body)
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(Model);
        using var client = new HttpClient { BaseAddress = endpoint.Address };
        using var reply = await client.PostAsJsonAsync("v1/chat/completions", body, TestContext.Current.CancellationToken);
        var text = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static part => part["data: ".Length..])];
    }
}
