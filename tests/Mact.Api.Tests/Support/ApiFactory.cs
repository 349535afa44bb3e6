using Mact.Api.Http;
using Mact.Api.Tests.Fakes;
using Mact.Core.Access;
using Mact.Core.Models;
using Mact.Core.Questions;
using Mact.Core.Queueing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Mact.Api.Tests.Support;

/// <summary>The real Api in its production environment; only queue, store and clock are fakes.</summary>
internal sealed class ApiFactory(params (string Key, string Value)[] settings) : WebApplicationFactory<RequestLimits>
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private MemoryQueue? _queue;

    public FakeTimeProvider Time => _time;

    public MemoryStore Store { get; } = new();

    public MemoryQueue Queue => _queue ??= new(Store, _time);

    public MemoryEndpointStates Endpoints { get; } = new();

    /// <summary>How full the store says that it is.</summary>
    public IStoreSize Size { get; } = Substitute.For<IStoreSize>();

    /// <summary>The workers' part of a check of the model endpoints.</summary>
    public IModelChecks Checks { get; } = Substitute.For<IModelChecks>();

    /// <summary>Answers the requests of a named client; null = such a request fails.</summary>
    public HttpMessageHandler? ModelHandler { get; init; }

    /// <summary>As SIGTERM does: the application begins to stop while requests still run.</summary>
    public void Stop() => Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureServices(services =>
        {
            // What reaches for Redis by itself is taken out, so that nothing tries to; evaluations are tested on a real store.
            foreach (var redis in services.Where(static service =>
                service.ServiceType == typeof(IHostedService)
                    && service.ImplementationType?.Namespace is "Mact.Core.Redis" or "Mact.Api.Evaluations").ToList())
            {
                services.Remove(redis);
            }

            services.Configure<HealthCheckServiceOptions>(static options => options.Registrations.Clear());
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
            services.Replace(ServiceDescriptor.Singleton<IQuestionStore>(Store));
            services.Replace(ServiceDescriptor.Singleton<IQuestionQueue>(Queue));
            services.Replace(ServiceDescriptor.Singleton<IEndpointStates>(Endpoints));
            services.Replace(ServiceDescriptor.Singleton(Substitute.For<ITokenLedger>()));
            services.Replace(ServiceDescriptor.Singleton(Checks));
            services.Replace(ServiceDescriptor.Singleton(Size));
            services.Replace(ServiceDescriptor.Singleton(Substitute.For<IOwnership>()));
            if (ModelHandler is not null)
            {
                services.AddHttpClient("local-model").ConfigurePrimaryHttpMessageHandler(() => ModelHandler);
            }
        });
    }
}
