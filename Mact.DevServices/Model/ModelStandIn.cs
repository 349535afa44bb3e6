using Mact.DevServices.Model.Chat;
using Mact.DevServices.Model.Configuration;
using Mact.DevServices.Model.Engine;
using Mact.DevServices.Model.Faults;
using Mact.DevServices.Model.Http;
using Mact.DevServices.Model.RunPod;

namespace Mact.DevServices.Model;

/// <summary>A model endpoint that acts like vLLM, in front of an <see cref="IModel"/>. Loopback only; for development and tests.</summary>
public sealed class ModelStandIn : IDisposable
{
    private readonly StandInPipeline _pipeline;
    private readonly ChatEndpoint _chat;
    private readonly ServerEndpoints _server;
    private readonly ControlEndpoints _control;
    private readonly JobRunner? _runner;
    private readonly RunPodEndpoints? _runPod;

    /// <summary>Puts the stand-in together; it starts with its first request.</summary>
    /// <exception cref="ArgumentException">The options name an unknown fault or latency profile.</exception>
    public ModelStandIn(ModelStandInOptions options, IModel model, TimeProvider time)
    {
        Options = options;
        State = new ServerState(options, time);
        Faults = new FaultSelector(options.Faults);
        var metrics = new EngineMetrics();
        var sender = new ReplySender(time);
        var served = new ServedModels(options, model);
        var service = new ChatService(options, served, model, EngineFactory.Create(options.Latency, metrics, time), metrics, time);
        _pipeline = new StandInPipeline(options, Requests, Faults, State, sender, time);
        _chat = new ChatEndpoint(service, sender, metrics);
        _server = new ServerEndpoints(options, served, metrics, sender, time);
        if (options.RunPod.Enabled)
        {
            _runner = new JobRunner(options, State, _chat, _server, time);
            var jobs = new JobStore(_runner, time);
            _runPod = new RunPodEndpoints(options, State, jobs, _chat, sender, time);
        }

        _control = new ControlEndpoints(Requests, Faults);
    }

    /// <summary>The settings it runs with.</summary>
    public ModelStandInOptions Options { get; }

    /// <summary>The requests so far.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>The faults to come.</summary>
    public FaultSelector Faults { get; }

    internal ServerState State { get; }

    /// <inheritdoc />
    public void Dispose() => _runner?.Dispose();

    /// <summary>Maps the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(StandInRoutes.Chat, _pipeline.Around(_chat.HandleAsync));
        routes.MapGet(StandInRoutes.Models, _pipeline.Around(_server.ModelsAsync));
        routes.MapGet(StandInRoutes.Health, _pipeline.Around(_server.HealthAsync));
        routes.MapMethods(StandInRoutes.Ping, [HttpMethods.Get, HttpMethods.Post], _pipeline.Around(_server.HealthAsync));
        routes.MapGet(StandInRoutes.Version, _pipeline.Around(_server.VersionAsync));
        routes.MapGet(StandInRoutes.Metrics, _pipeline.Around(_server.MetricsAsync));
        routes.MapPost(StandInRoutes.Tokenize, _pipeline.Around(_server.TokenizeAsync));
        _runPod?.Map(routes, _pipeline);
        _control.Map(routes);
        routes.Map("/{**path}", _pipeline.Around(ServerEndpoints.NotFoundAsync));
    }
}
