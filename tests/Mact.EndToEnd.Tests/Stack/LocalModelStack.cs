using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>The AppHost's own stack with the process of a model on this machine: started, or waiting to be wished for.</summary>
internal sealed class LocalModelStack : IAsyncDisposable
{
    private const string File = "MACT_MODEL_FILE";
    private const string Resource = "model";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly DistributedApplication _application;

    private LocalModelStack(DistributedApplication application) => _application = application;

    public Uri Page => _application.GetEndpoint("web", "http");

    public Uri Api => _application.GetEndpoint("api", "http");

    /// <summary>Where the model's process listens, once it runs.</summary>
    public Uri Model => _application.GetEndpoint(Resource, "http");

    /// <summary>The state of the model's process, in Aspire's words.</summary>
    public string? State => Now.Snapshot.State?.Text;

    private ResourceEvent Now => _application.ResourceNotifications.TryGetCurrentState(Resource, out var now)
        ? now
        : throw new InvalidOperationException($"There is no resource {Resource}.");

    /// <summary>A model file; skips the calling test where none is given.</summary>
    public static string RequireFile()
    {
        var file = Environment.GetEnvironmentVariable(File);
        Assert.SkipWhen(string.IsNullOrEmpty(file), $"{File} is not set: it names a GGUF file, whose model is to answer.");
        return file!;
    }

    /// <summary>Starts everything but a model that is not wished for; does not wait for the model.</summary>
    public static Task<LocalModelStack> StartAsync(CancellationToken cancellationToken, params string[] arguments) =>
        StartAsync(new Dictionary<string, string>(StringComparer.Ordinal), cancellationToken, arguments);

    /// <summary>The same, with variables for the process that serves the model.</summary>
    /// <param name="settings">Variables of the model's process.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="arguments">As on the command line.</param>
    public static async Task<LocalModelStack> StartAsync(
        IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, params string[] arguments)
    {
        Node.SkipUnlessSupported();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Mact_AppHost>(
            ["--web-port", "0", "--api-port", "0", "--redis", "stand-in", .. arguments], cancellationToken);
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        var local = builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(static resource => resource.Name == Resource));
        foreach (var (name, value) in settings)
        {
            local.WithEnvironment(name, value);
        }

        var stack = new LocalModelStack(await builder.BuildAsync(cancellationToken));
        try
        {
            await stack._application.StartAsync(cancellationToken).WaitAsync(Limit, cancellationToken);
            foreach (var service in new[] { "api", "worker", "web" })
            {
                await stack._application.ResourceNotifications.WaitForResourceHealthyAsync(service, cancellationToken)
                    .WaitAsync(Limit, cancellationToken);
            }

            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    public Task UntilModelAnswersAsync(CancellationToken cancellationToken) =>
        _application.ResourceNotifications.WaitForResourceHealthyAsync(Resource, cancellationToken).WaitAsync(Limit, cancellationToken);

    /// <summary>Its process is gone from one moment to the next, as by native code that goes astray.</summary>
    public async Task CrashModelAsync() => await new Node(_application, Now.ResourceId).CrashAsync();

    /// <summary>Starts the model's process anew, as the dashboard does.</summary>
    public async Task RestartModelAsync(CancellationToken cancellationToken) =>
        (await _application.ResourceCommands.ExecuteCommandAsync(Resource, KnownResourceCommands.RestartCommand, cancellationToken))
        .Success.ShouldBeTrue();

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}
