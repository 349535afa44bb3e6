using System.Globalization;
using Mact.AppHost.Embedded.Options;

namespace Mact.AppHost.Embedded.Topology;

/// <summary>
/// What runs, wired how: the same resources, names and variables as on Aspire (AppHost.cs), as child processes. Pure.
/// </summary>
internal static class EmbeddedTopology
{
    // Started: stand-ins, then api and workers together, then the page. Stopped: the page, the api, the workers (which drain), the stand-ins.
    private static readonly (int Start, int Stop) StandIns = (0, 3);
    private static readonly (int Start, int Stop) Workers = (1, 2);
    private static readonly (int Start, int Stop) Apis = (1, 1);
    private static readonly (int Start, int Stop) Pages = (2, 0);

    /// <summary>The resources in order of their start.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="ports">Where everything listens.</param>
    /// <param name="telemetry">Variables that every resource gets besides: where its telemetry goes.</param>
    public static IReadOnlyList<ResourceSpec> Build(EmbeddedOptions options, Ports ports, IReadOnlyDictionary<string, string>? telemetry = null)
    {
        var redis = options.Redis ?? $"localhost:{Text(ports.Redis)}";
        var model = ModelConnection(options, ports);
        List<ResourceSpec> resources = [];
        if (options.Redis is null)
        {
            resources.Add(RedisStandIn(options, ports));
        }

        if (options.ModelEndpoint is null)
        {
            resources.Add(ModelStandIn(ports));
        }

        resources.Add(Api(options, ports, redis, model));
        resources.AddRange(ports.Workers.Select((port, index) => Worker(index, port, redis, model)));
        resources.Add(Web(ports));
        return telemetry is null ? resources : [.. resources.Select(resource => resource with { Environment = With(resource.Environment, telemetry) })];
    }

    private static ResourceSpec RedisStandIn(EmbeddedOptions options, Ports ports)
    {
        var environment = Common("redis", ports.RedisHealth);
        environment["StandIns__Redis"] = "true";
        environment["Redis__Port"] = Text(ports.Redis);
        if (options.DataDirectory is not null)
        {
            environment["Redis__DataDirectory"] = options.DataDirectory;
        }

        return new("redis", "Mact.DevServices", Local(ports.RedisHealth), environment, StandIns.Start, StandIns.Stop);
    }

    private static ResourceSpec ModelStandIn(Ports ports)
    {
        var environment = Common("model", ports.ModelHealth);
        environment["StandIns__Model"] = "true";
        environment["Model__Port"] = Text(ports.Model);
        return new("model", "Mact.DevServices", Local(ports.ModelHealth), environment, StandIns.Start, StandIns.Stop);
    }

    private static ResourceSpec Api(EmbeddedOptions options, Ports ports, string redis, string model)
    {
        var environment = Common("api", ports.Api);
        environment["ConnectionStrings__redis"] = redis;
        environment["ConnectionStrings__model"] = model;
        environment["Mact__VolatileHistory"] = options is { Redis: null, DataDirectory: null } ? "true" : "false";
        environment["Mact__ModelStandIn"] = options.ModelEndpoint is null ? "true" : "false";
        return new("api", "Mact.Api", Local(ports.Api), environment, Apis.Start, Apis.Stop);
    }

    private static ResourceSpec Worker(int index, int port, string redis, string model)
    {
        var environment = Common("worker", port, index);
        environment["ConnectionStrings__redis"] = redis;
        environment["ConnectionStrings__model"] = model;
        return new(index == 0 ? "worker" : $"worker-{Text(index + 1)}", "Mact.Worker", Local(port), environment, Workers.Start, Workers.Stop);
    }

    private static ResourceSpec Web(Ports ports)
    {
        var environment = Common("web", ports.Web);
        environment["services__api__http__0"] = Local(ports.Api).ToString().TrimEnd('/');
        return new("web", "Mact.Web", Local(ports.Web), environment, Pages.Start, Pages.Stop);
    }

    private static string ModelConnection(EmbeddedOptions options, Ports ports)
    {
        var endpoint = options.ModelEndpoint?.ToString().TrimEnd('/') ?? $"http://127.0.0.1:{Text(ports.Model)}/v1";
        var key = options is { ModelEndpoint: not null, ModelKey: not null } ? $"Key={options.ModelKey};" : string.Empty;
        return $"Endpoint={endpoint};{key}Model={options.Model ?? "auto"}";
    }

    private static Dictionary<string, string> Common(string service, int port, int replica = 0) => new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_URLS"] = $"http://localhost:{Text(port)}",
        ["OTEL_SERVICE_NAME"] = service,
        ["Logging__Console__FormatterOptions__SingleLine"] = "true",
        ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={service}-{Text(replica + 1)}",
    };

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> more) =>
        new(environment.Concat(more), StringComparer.Ordinal);

    private static Uri Local(int port) => new($"http://localhost:{Text(port)}/");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
