using Mact.Worker.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Benchmarks.Sampling;

/// <summary>The sampling client as the worker has it, for one endpoint.</summary>
internal static class SamplingServices
{
    public static ServiceProvider Build(Uri endpoint, Action<IHttpClientBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddModels(
            new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:model", $"Endpoint={endpoint};Model=auto")]).Build());
        configure?.Invoke(services.AddHttpClient(ModelsExtensions.HttpClientName));
        return services.BuildServiceProvider();
    }
}
