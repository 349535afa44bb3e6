using System.Text;
using System.Text.Json;
using Mact.DevServices.Model;
using Mact.DevServices.Model.Configuration;

namespace Mact.DevServices.Tests.Model;

/// <summary>A running stand-in and an HTTP client for it.</summary>
internal sealed class Endpoint : IAsyncDisposable
{
    private Endpoint(ModelEndpointHost host)
    {
        Host = host;
        Client = new HttpClient { BaseAddress = host.BaseAddress };
    }

    public ModelEndpointHost Host { get; }

    public HttpClient Client { get; }

    public static async Task<Endpoint> StartAsync(IModel? model = null, Action<ModelStandInOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new ModelStandInOptions();
        configure?.Invoke(options);
        return new Endpoint(await ModelEndpointHost.StartAsync(options, model ?? BySeed(), time, TestContext.Current.CancellationToken));
    }

    /// <summary>A model whose text names its seed and the last message.</summary>
    public static ScriptedModel BySeed() => new("Qwen/Qwen3-8B", static (prompt, seed) => $"answer {seed} to {prompt.Messages[^1].Content}");

    public Task<HttpResponseMessage> ChatAsync(string json, string? fault = null) => PostAsync("v1/chat/completions", json, fault);

    public async Task<HttpResponseMessage> PostAsync(string path, string json, string? fault = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (fault is not null)
        {
            request.Headers.Add("X-Mact-Fault", fault);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> ChatJsonAsync(string json, string? fault = null)
    {
        using var response = await ChatAsync(json, fault);
        return await JsonAsync(response);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    public static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}
