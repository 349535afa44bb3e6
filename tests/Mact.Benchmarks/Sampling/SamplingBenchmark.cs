using Mact.Worker.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Mact.Benchmarks.Sampling;

/// <summary><c>sampling</c>: what n in one request is worth, and what the client costs. Latencies are simulated by the stand-in; only ratios within
/// one run count.</summary>
internal static class SamplingBenchmark
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await BatchComparison.RunAsync(cancellationToken);
        await ClientOverhead.RunAsync(cancellationToken);
    }
}

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

/// <summary>Nobody watches.</summary>
internal sealed class PatientObserver : IWaitingObserver
{
    public Task WaitingAsync(string endpoint, string reason, Sentence message, TimeSpan waited, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken) => Task.CompletedTask;
}
