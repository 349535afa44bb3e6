using Mact.ServiceDefaults;
using Mact.Worker.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Mact.Worker.Tests.Models;

/// <summary>The model's HTTP client among the defaults that every process has.</summary>
public sealed class ModelHttpClientTests
{
    [Fact]
    public void The_default_resilience_handler_is_off_and_service_discovery_on()
    {
        using var host = Build([]);
        var names = new List<string>();
        for (
            HttpMessageHandler? handler = host.Services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(
                ModelsExtensions.HttpClientName);
            handler is not null;
            handler = (handler as DelegatingHandler)?.InnerHandler)
        {
            names.Add(handler.GetType().Name);
        }

        names.ShouldNotContain(static name => name.Contains("Resilience", StringComparison.Ordinal));
        names.ShouldContain(static name => name.Contains("Resolving", StringComparison.Ordinal));
        host.Services.GetRequiredService<IHttpClientFactory>()
            .CreateClient(ModelsExtensions.HttpClientName).Timeout
            .ShouldBe(Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public async Task An_endpoint_is_found_by_its_service_name()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        using var host = Build(
            [new("ConnectionStrings:model", "Endpoint=http://model/v1"), new("services:model:http:0", $"http://{endpoint.Server}")]);

        var batch = await host.Services.GetRequiredService<ISamplingClient>().SampleAsync(
            ModelFixture.Request(), new RecordingObserver(), TestContext.Current.CancellationToken);

        batch.Completions.Count.ShouldBe(3);
        batch.Server.ShouldBe("model:80");
    }

    private static IHost Build(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddServiceDefaults();
        builder.AddModels();
        return builder.Build();
    }
}
