using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Mact.DevServices.Tests.Model;

public sealed class StreamConformanceTests
{
    [Fact]
    public async Task Roles_come_first_then_interleaved_contents_then_usage_then_the_end_mark()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var events = await StreamAsync(endpoint, Requests.With("\"n\":3,\"seed\":5,\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        events[^1].ShouldBe("[DONE]");
        var chunks = events.SkipLast(1).Select(static data => JsonDocument.Parse(data).RootElement).ToList();
        chunks.Take(3).Select(Index).ShouldBe([0, 1, 2]);
        chunks.Take(3).ShouldAllBe(static chunk => Delta(chunk).GetRawText() == """{"role":"assistant","content":""}""");
        chunks[^1].GetProperty("choices").GetArrayLength().ShouldBe(0);
        chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBeGreaterThan(0);
        var contents = chunks.Skip(3).SkipLast(1).ToList();
        contents.Take(6).Select(Index).ShouldBe([0, 1, 2, 0, 1, 2]);
        for (var i = 0; i < 3; i++)
        {
            var mine = contents.Where(chunk => Index(chunk) == i).ToList();
            string.Concat(mine.Select(Text)).ShouldBe($"answer {5 + i} to How many?");
            mine.Count(static chunk => chunk.GetProperty("choices")[0].TryGetProperty("finish_reason", out _)).ShouldBe(1);
            mine[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString().ShouldBe("stop");
        }
    }

    [Fact]
    public async Task Without_include_usage_there_is_no_usage_chunk_and_unset_keys_are_left_out()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var events = await StreamAsync(endpoint, Requests.With("\"stream\":true"));

        events.ShouldAllBe(static data => !data.Contains("usage", StringComparison.Ordinal) && !data.Contains("null", StringComparison.Ordinal));
        events[^1].ShouldBe("[DONE]");
    }

    [Fact]
    public async Task A_stream_and_a_whole_reply_have_the_same_texts_and_usage()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var whole = await endpoint.ChatJsonAsync(Requests.With("\"n\":2,\"seed\":5"));
        var events = await StreamAsync(endpoint, Requests.With("\"n\":2,\"seed\":5,\"stream\":true,\"stream_interval\":3,\"stream_options\":{\"include_usage\":true}"));

        var chunks = events.SkipLast(1).Select(static data => JsonDocument.Parse(data).RootElement).ToList();
        string.Concat(chunks.SkipLast(1).Where(static chunk => Index(chunk) == 1).Select(Text)).ShouldBe(
            whole.GetProperty("choices")[1].GetProperty("message").GetProperty("content").GetString());
        chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(whole.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task A_request_that_is_refused_gets_no_stream()
    {
        await using var endpoint = await Endpoint.StartAsync();

        using var response = await endpoint.ChatAsync(Requests.With("\"stream\":true,\"n\":0"));

        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Fact]
    public async Task An_error_in_mid_stream_is_an_error_chunk_and_then_the_end_mark()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var events = await StreamAsync(endpoint, Requests.With("\"stream\":true"), "stream-error=3");

        events.Count.ShouldBe(5);
        events[3].ShouldBe("""{"error":{"message":"Internal server error","type":"InternalServerError","param":null,"code":500}}""");
        events[4].ShouldBe("[DONE]");
    }

    [Fact]
    public async Task A_stream_can_end_without_its_end_mark()
    {
        await using var endpoint = await Endpoint.StartAsync();

        var events = await StreamAsync(endpoint, Requests.With("\"stream\":true"), "stream-no-done");

        events.ShouldNotContain("[DONE]");
        events[^1].ShouldContain("\"finish_reason\":\"stop\"");
    }

    [Fact]
    public async Task A_stream_can_be_cut()
    {
        await using var endpoint = await Endpoint.StartAsync();
        using var response = await endpoint.ChatAsync(Requests.With("\"stream\":true"), "stream-cut=2");
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        await Should.ThrowAsync<HttpIOException>(() => reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<List<string>> StreamAsync(Endpoint endpoint, string json, string? fault = null)
    {
        using var response = await endpoint.ChatAsync(json, fault);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var events = new List<string>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
        {
            events.Add(item.Data);
        }

        return events;
    }

    private static int Index(JsonElement chunk) => chunk.GetProperty("choices")[0].GetProperty("index").GetInt32();

    private static JsonElement Delta(JsonElement chunk) => chunk.GetProperty("choices")[0].GetProperty("delta");

    private static string Text(JsonElement chunk) => Delta(chunk).TryGetProperty("content", out var text) ? text.GetString()! : "";
}
