using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Mact.Worker.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Benchmarks.Sampling;

/// <summary>What a call costs in this process beside the network: the sampling client against an HttpClient and a JsonDocument.</summary>
internal static class ClientOverhead
{
    private const int Calls = 5_000;

    private static readonly byte[] Reply = Encoding.UTF8.GetBytes(
        $$"""{"id":"c","object":"chat.completion","model":"m","choices":[{{string.Join(',', Enumerable.Range(0, 5).Select(Choice))}}],"usage":{"prompt_tokens":2000,"completion_tokens":1000} }""");

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var prompt = new string('t', 8_000);
        var address = new Uri("http://model.invalid/v1");
        using var bare = new HttpClient(new AnswerHandler(Reply));
        await using var services = SamplingServices
            .Build(address, static http => http.ConfigurePrimaryHttpMessageHandler(static () => new AnswerHandler(Reply)));
        var client = services.GetRequiredService<ISamplingClient>();
        var request = new SampleRequest(CallPurpose.Plan, [new ChatMessage("user", prompt)], 5, 0.6, 0.95, 1, 512);

        Console.WriteLine();
        Console.WriteLine($"Client overhead per call (8 kB prompt, 5 choices of 800 characters, no network; mean of {Calls} calls)");
        await MeasureAsync("bare HttpClient", () => BareAsync(bare, address, prompt, cancellationToken));
        await MeasureAsync("sampling client", () => client.SampleAsync(request, new PatientObserver(), cancellationToken));
    }

    private static async Task BareAsync(HttpClient client, Uri address, string prompt, CancellationToken cancellationToken)
    {
        var body = JsonSerializer
            .SerializeToUtf8Bytes(
                new { model = "m", n = 5, temperature = 0.6, max_tokens = 512, messages = new[] { new { role = "user", content = prompt } } });
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.PostAsync(new Uri($"{address}/chat/completions"), content, cancellationToken);
        using var document = await JsonDocument
            .ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        foreach (var choice in document.RootElement.GetProperty("choices").EnumerateArray())
        {
            _ = choice.GetProperty("message").GetProperty("content").GetString();
        }
    }

    private static string Choice(int index) =>
        $$$"""{"index":{{{index}}},"message":{"role":"assistant","content":"{{{new string('x', 800)}}}"},"finish_reason":"stop"}""";

    private static async Task MeasureAsync(string name, Func<Task> call)
    {
        for (var i = 0; i < Calls / 5; i++)
        {
            await call();
        }

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Calls; i++)
        {
            await call();
        }

        var time = Stopwatch.GetElapsedTime(started);
        var bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Console.WriteLine($"{name,-20}{time.TotalMicroseconds / Calls,10:0.0} us{bytes / 1024.0 / Calls,10:0.0} kB");
    }
}

/// <summary>Answers every completion with the same bytes, without a network.</summary>
internal sealed class AnswerHandler(byte[] reply) : HttpMessageHandler
{
    private static readonly byte[] Models = Encoding.UTF8.GetBytes("""{"data":[{"id":"m","owned_by":"vllm","max_model_len":40960}]}""");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The body is written, as a socket would ask for it.
        await (request.Content?.CopyToAsync(Stream.Null, cancellationToken) ?? Task.CompletedTask);
        var body = request.RequestUri!.AbsolutePath.EndsWith("/models", StringComparison.Ordinal) ? Models : reply;
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(body)), RequestMessage = request };
    }
}
