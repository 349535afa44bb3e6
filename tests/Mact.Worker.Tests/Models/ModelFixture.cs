using Mact.Worker.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Mact.Worker.Tests.Models;

/// <summary>The real client against a scripted endpoint, on a clock that the test holds.</summary>
internal sealed class ModelFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly InFlight _inFlight = new();

    private ModelFixture(ScriptedEndpoint endpoint, string connection, (string Key, string Value)[] settings)
    {
        Endpoint = endpoint;
        var values = settings.ToDictionary(static setting => setting.Key, static setting => (string?)setting.Value, StringComparer.Ordinal);
        values.TryAdd("ConnectionStrings:model", connection);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ILoggerProvider>(Logs);
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Trace));
        services.AddModels(configuration);
        services.AddSingleton(_inFlight);
        services.AddTransient<InFlightHandler>();
        services.AddHttpClient(ModelsExtensions.HttpClientName).AddHttpMessageHandler<InFlightHandler>();
        _services = services.BuildServiceProvider();
    }

    public ScriptedEndpoint Endpoint { get; private set; }

    public VirtualTime Time { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public LogSink Logs { get; } = new();

    public ISamplingClient Client => _services.GetRequiredService<ISamplingClient>();

    public IServiceProvider Services => _services;

    public static async Task<ModelFixture> StartAsync(params (string Key, string Value)[] settings)
    {
        var endpoint = await ScriptedEndpoint.StartAsync();
        return new ModelFixture(endpoint, endpoint.Connection, settings);
    }

    public static async Task<ModelFixture> StartAsync(Func<ScriptedEndpoint, string> connection, params (string Key, string Value)[] settings)
    {
        var endpoint = await ScriptedEndpoint.StartAsync();
        return new ModelFixture(endpoint, connection(endpoint), settings);
    }

    public static SampleRequest Request(int n = 3, CallPurpose purpose = CallPurpose.Plan, string? question = null) => new(
        purpose,
        [new ChatMessage("system", "Plan one step."), new ChatMessage("user", "Which city is largest?")],
        n,
        Temperature: 0.6,
        TopP: 0.95,
        Seed: 100,
        MaxTokens: 512)
    {
        Question = question,
    };

    /// <summary>Samples on a clock that stands still. A hang fails the test after minutes of real time.</summary>
    public Task<ModelReply> SampleAsync(SampleRequest? request = null) =>
        Client.SampleAsync(request ?? Request(), Observer, TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);

    /// <summary>Samples while time passes.</summary>
    public Task<ModelReply> SampleInTimeAsync(SampleRequest? request = null) => InTimeAsync(SampleAsync(request));

    public async Task<T> InTimeAsync<T>(Task<T> work)
    {
        await Time.PassAsync(work, () => _inFlight.Count <= Endpoint.Hanging, () => Endpoint.Hanging > 0 && _inFlight.Count <= Endpoint.Hanging);
        return await work;
    }

    /// <summary>The error that a question shows.</summary>
    public async Task<QuestionError> FailAsync(SampleRequest? request = null) =>
        (await Should.ThrowAsync<ModelException>(() => SampleInTimeAsync(request))).Error;

    public async Task<HealthReportEntry> HealthAsync() =>
        (await _services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["model"];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Endpoint.DisposeAsync();
    }
}
