using System.IO.Pipes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mact.AppHost;

/// <summary>What answers questions, and the model on this machine that may take its place.</summary>
/// <param name="connection">What those are given who ask it, with its key: the workers alone.</param>
/// <param name="isStandIn">The table reader answers.</param>
internal sealed class MactModel(IResourceBuilder<IResourceWithConnectionString> connection, bool isStandIn = false)
{
    public IResourceBuilder<IResourceWithConnectionString> Connection { get; } = connection;

    /// <summary>Where it is and what it is called, for those who only say so; null = the connection has no key.</summary>
    public ReferenceExpression? Address { get; init; }

    /// <summary>The process that serves a file; null = this stack has none.</summary>
    public IResourceBuilder<ProjectResource>? Local { get; init; }

    public bool IsStandIn { get; set; } = isStandIn;

    public bool IsLocal => Local is not null && !IsStandIn;
}

/// <summary>
/// A model on this machine. Without --local-model its process is not started before somebody on the page wishes it; once it answers, the services
/// that use the table reader are started anew with its address, and what a worker was at goes back into the queue.
/// </summary>
internal static class LocalModelExtensions
{
    /// <summary>So often a run starts a process that has crashed: native code that fails on every question must not go on for ever.</summary>
    private const int MaxRestarts = 5;

    // Whoever may open the pipe is the user whose processes these are: no port, no key.
    private static readonly string PipeName = $"mact-{Guid.NewGuid():N}";

    public static IResourceBuilder<ProjectResource> AddLocalModel(this IDistributedApplicationBuilder builder, string name, string file)
    {
        var local = builder.AddProject<Projects.Mact_LocalModel>(name)
            .WithHttp()
            .WithUrlForEndpoint("http", static url => url.DisplayText = "A small model on this machine")
            .WithIconName("BrainCircuit")
            .StartsAgain();
        return file.Length == 0 ? local : local.WithEnvironment("LocalModel__File", file);
    }

    /// <summary>Tells the API where its process is, and how it is wished for.</summary>
    public static IResourceBuilder<ProjectResource> WithLocalModel(this IResourceBuilder<ProjectResource> api, MactModel model) =>
        model.Local is not { } local
            ? api
            : api.WithEnvironment("Mact__LocalModel", local.GetEndpoint("http")).WithEnvironment("Mact__LocalModelPipe", PipeName);

    /// <summary>Starts the model's process on a wish, and has the users use it once it answers.</summary>
    public static void ReplacesStandIn(this MactModel model, params IReadOnlyList<IResourceBuilder<ProjectResource>> users)
    {
        if (model is not { Local: { } local, IsStandIn: true })
        {
            return;
        }

        local.WithExplicitStart().OnResourceReady(async (_, ready, cancellationToken) =>
        {
            if (model.IsStandIn)
            {
                model.IsStandIn = false;
                Console.WriteLine("The model on this machine answers from now on. At once next time: --local-model.");
                var commands = ready.Services.GetRequiredService<ResourceCommandService>();
                await Task.WhenAll(users.Select(user =>
                    commands.ExecuteCommandAsync(user.Resource, KnownResourceCommands.RestartCommand, cancellationToken)));
            }
        });
        local.ApplicationBuilder.Services.AddHostedService(services =>
            ActivatorUtilities.CreateInstance<Wishes>(services, local.Resource));
    }

    private static IResourceBuilder<ProjectResource> StartsAgain(this IResourceBuilder<ProjectResource> local)
    {
        var restarts = 0;
        return local.OnResourceStopped(async (resource, stopped, cancellationToken) =>
        {
            if (!stopped.IsEndOfAll() && stopped.ResourceEvent.Snapshot.ExitCode is not (null or 0) && restarts < MaxRestarts)
            {
                Console.WriteLine($"{resource.Name} is started again ({++restarts} of {MaxRestarts}); its questions wait.");
                await stopped.Services.GetRequiredService<ResourceCommandService>()
                    .ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, cancellationToken);
            }
        });
    }

    /// <summary>Each connection to the pipe is a wish to start the process.</summary>
    private sealed class Wishes(ProjectResource local, ResourceCommandService commands, ResourceNotificationService states) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (true)
            {
                await using var pipe = new NamedPipeServerStream(
                    PipeName, PipeDirection.In, 1, PipeTransmissionMode.Byte, PipeOptions.CurrentUserOnly | PipeOptions.Asynchronous);
                await pipe.WaitForConnectionAsync(stoppingToken);
                if (states.TryGetCurrentState(local.Name, out var now) && now.Snapshot.State?.Text is { } state && !Runs(state))
                {
                    await commands.ExecuteCommandAsync(local, KnownResourceCommands.StartCommand, stoppingToken);
                }
            }
        }

        private static bool Runs(string state) => state != KnownResourceStates.NotStarted && !KnownResourceStates.TerminalStates.Contains(state);
    }
}
