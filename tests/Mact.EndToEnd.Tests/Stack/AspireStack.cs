using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Mact.DevServices.Reader;
using Mact.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>The AppHost's own stack: its services are processes that Aspire starts. The model endpoint is in this process, with the table reader
/// behind it.</summary>
internal sealed class AspireStack : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(3);
    private const int LinesTold = 30;
    private readonly DistributedApplication _application;

    private AspireStack(DistributedApplication application, ScriptedEndpoint model)
    {
        _application = application;
        Model = model;
    }

    /// <summary>The model endpoint.</summary>
    public ScriptedEndpoint Model { get; }

    public Uri Page => _application.GetEndpoint("web", "http");

    public Uri Api => _application.GetEndpoint("api", "http");

    /// <summary>The Redis stand-in; null where a Redis outside is used.</summary>
    public Node? Redis { get; private set; }

    public IReadOnlyList<Node> Apis { get; private set; } = [];

    public IReadOnlyList<Node> Workers { get; private set; } = [];

    public Node Web { get; private set; } = null!;

    /// <summary>Starts everything; returns when all of it is ready, or, without waiting, as soon as it is under way.</summary>
    public static async Task<AspireStack> StartAsync(StackShape shape, CancellationToken cancellationToken, bool wait = true)
    {
        Node.SkipUnlessSupported();
        var reader = new TableReaderModel(TimeProvider.System);
        var model = await ScriptedEndpoint.StartAsync(reader);
        if (shape.Delay is { } delay)
        {
            model.Chat = Replies.Of(reader, delay);
        }

        string[] arguments =
        [
            "--web-port", "0", "--api-port", "0", "--workers", $"{Math.Max(1, shape.Workers)}", "--model-endpoint", $"{model.ApiAddress}",
            "--redis", shape.Redis ?? "stand-in", .. shape.Data is null ? (string[])[] : ["--data", shape.Data],
        ];
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Mact_AppHost>(arguments, cancellationToken);
        builder.Services.AddLogging(static logging => logging.ClearProviders());
        foreach (var service in builder.Resources.OfType<ProjectResource>().Where(static resource => resource.Name is "api" or "worker"))
        {
            var project = builder.CreateResourceBuilder(service).WithReplicas(service.Name == "api" ? shape.Apis : shape.Workers);
            foreach (var (name, value) in shape.Services)
            {
                project.WithEnvironment(name, value);
            }

            // The page must say of this model what it says of the stand-in.
            project.WithEnvironment("Mact__ModelStandIn", "true");
        }

        var stack = new AspireStack(await builder.BuildAsync(cancellationToken), model);
        try
        {
            await stack._application.StartAsync(cancellationToken).WaitAsync(ReadyLimit, cancellationToken);
            if (wait)
            {
                await stack.UntilReadyAsync(cancellationToken);
            }

            return stack;
        }
        catch (Exception exception)
        {
            var account = await stack.AccountAsync();
            await stack.DisposeAsync();
            throw new InvalidOperationException($"The stack did not come up: {exception.Message}\n{account}", exception);
        }
    }

    /// <summary>Waits until every service is ready.</summary>
    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        foreach (var service in new[] { "api", "worker", "web" })
        {
            await _application.ResourceNotifications.WaitForResourceHealthyAsync(service, cancellationToken).WaitAsync(ReadyLimit, cancellationToken);
        }

        var nodes = await NodesAsync(cancellationToken).WaitAsync(ReadyLimit, cancellationToken);
        Apis = [.. nodes["api"]];
        Workers = [.. nodes["worker"]];
        Web = nodes["web"].Single();
        Redis = nodes["redis-stand-in"].SingleOrDefault();
    }

    /// <summary>Does what a click on a command of the dashboard does.</summary>
    public Task<ExecuteCommandResult> CommandAsync(string resource, string command, CancellationToken cancellationToken) =>
        _application.ResourceCommands.ExecuteCommandAsync(resource, command, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await Model.DisposeAsync();
    }

    /// <summary>In which state each process is, and the last that it wrote.</summary>
    private async Task<string> AccountAsync()
    {
        var logs = _application.Services.GetRequiredService<ResourceLoggerService>();
        StringBuilder account = new();
        foreach (var (id, state) in await StatesAsync())
        {
            account.AppendLine($"{id}: {state.State?.Text ?? "no state"}, exit code {state.ExitCode?.ToString() ?? "none"}");
            await foreach (var lines in logs.GetAllAsync(id))
            {
                account.AppendJoin('\n', lines.TakeLast(LinesTold).Select(static line => $"  {line.Content}")).AppendLine();
            }
        }

        return account.ToString();
    }

    private async Task<Dictionary<string, CustomResourceSnapshot>> StatesAsync()
    {
        // The watch begins with all that is known, and has no end.
        using CancellationTokenSource known = new(TimeSpan.FromSeconds(2));
        Dictionary<string, CustomResourceSnapshot> states = new(StringComparer.Ordinal);
        try
        {
            await foreach (var change in _application.ResourceNotifications.WatchAsync(known.Token))
            {
                states[change.ResourceId] = change.Snapshot;
            }
        }
        catch (OperationCanceledException)
        {
            // All that is known has been told.
        }

        return states;
    }

    /// <summary>The processes that run, by the name of their resource.</summary>
    private async Task<ILookup<string, Node>> NodesAsync(CancellationToken cancellationToken)
    {
        var projects = _application.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ProjectResource>().ToList();
        var expected = projects.Sum(static project => project.TryGetLastAnnotation<ReplicaAnnotation>(out var replicas) ? replicas.Replicas : 1);
        Dictionary<string, string> running = new(StringComparer.Ordinal);

        // It begins with all that is known.
        await foreach (var change in _application.ResourceNotifications.WatchAsync(cancellationToken))
        {
            if (change.Resource is ProjectResource && change.Snapshot.State?.Text == KnownResourceStates.Running)
            {
                running[change.ResourceId] = change.Resource.Name;
            }

            if (running.Count == expected)
            {
                break;
            }
        }

        return running.OrderBy(static item => item.Key, StringComparer.Ordinal).ToLookup(
            static item => item.Value, item => new Node(_application, item.Key), StringComparer.Ordinal);
    }
}
