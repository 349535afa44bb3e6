using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Mact.LocalModel.Serving;
using Mact.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.LocalModel.Tests;

/// <summary>The service in this process, with the real model that MACT_MODEL_FILE names.</summary>
public sealed class ServedModel : IAsyncDisposable
{
    private Factory? _factory;

    private static string? ModelFile => Environment.GetEnvironmentVariable("MACT_MODEL_FILE");

    /// <summary>A client of the loaded model; skips where there is none.</summary>
    public async Task<HttpClient> LoadedAsync()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(ModelFile), "MACT_MODEL_FILE is not set: it names a GGUF file, whose tokens these tests want.");
        _factory ??= new Factory(ModelFile);
        var client = _factory.CreateClient();
        var host = _factory.Services.GetRequiredService<ModelHost>();
        await Eventually.TrueAsync(() => Task.FromResult(host.State is ModelState.Ready), () => $"The model is {host.State}.");
        return client;
    }

    /// <summary>Posts a body, and reads the reply's, whatever its status.</summary>
    public static async Task<JsonNode> PostAsync(HttpClient client, string path, object body)
    {
        var response = await client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    public ValueTask DisposeAsync() => _factory?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class Factory(string file) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.UseSetting("LocalModel:File", file).UseSetting("LocalModel:ContextTokens", "2048");
    }
}
