namespace Mact.AppHost.Topology;

/// <summary>Redis: a container that keeps every acknowledged write, or the stand-in where no container runtime is.</summary>
internal static class RedisExtensions
{
    private const string Name = "redis";
    private const string Volume = "mact-redis";
    private const string Persistence = "--appendonly yes --appendfsync always";
    private static readonly string[] Runtimes = ["docker", "podman"];

    /// <summary><c>--redis stand-in</c> or <c>--redis container</c>; by default a container where docker or podman is on the path.</summary>
    public static Dependency AddMactRedis(this IDistributedApplicationBuilder builder)
    {
        var standIn = builder.ExecutionContext.IsRunMode && builder.Configuration[Name] switch
        {
            "stand-in" => true,
            "container" => false,
            _ => !HasContainerRuntime(),
        };
        return standIn ? builder.AddStandIn() : builder.AddContainer();
    }

    private static Dependency AddContainer(this IDistributedApplicationBuilder builder)
    {
        // The volume is named: Aspire's own name contains a hash of this project's path.
        var redis = builder.AddRedis(Name)
            .WithDataVolume(Volume)
            .WithPersistentClaim(Volume, "10Gi")
            .WithArgs(AppendOnly);
        if (builder.TargetsCompose())
        {
            redis.PublishAsDockerComposeService(static (_, compose) => compose.Restart = "unless-stopped");
        }

        return new(redis, redis, IsStandIn: false);
    }

    private static Dependency AddStandIn(this IDistributedApplicationBuilder builder)
    {
        var server = builder.AddProject<Projects.Mact_DevServices>("redis-stand-in")
            .WithHttpEndpoint(name: "http")
            .WithEnvironment("StandIns__Redis", "true")
            .WithEndpoint(name: "resp", scheme: "tcp", env: "Redis__Port")
            .WithHttpHealthCheck("/health", endpointName: "http")
            .ExcludeFromManifest();
        var address = server.GetEndpoint("resp");
        var connection = builder.AddConnectionString(Name, ReferenceExpression.Create($"{address.Property(EndpointProperty.HostAndPort)}"));
        return new(connection, server, IsStandIn: true);
    }

    /// <summary>A publish passes the whole command as one shell string ("-c", "redis-server …"); a run passes its words one by one.</summary>
    private static void AppendOnly(CommandLineArgsCallbackContext context)
    {
        if (context.Args is [.., "-c", string command])
        {
            context.Args[^1] = $"{command} {Persistence}";
            return;
        }

        foreach (var word in Persistence.Split(' '))
        {
            context.Args.Add(word);
        }
    }

    private static bool HasContainerRuntime()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var suffix = OperatingSystem.IsWindows() ? ".exe" : string.Empty;
        return folders.Any(folder => Runtimes.Any(runtime => File.Exists(Path.Combine(folder, runtime + suffix))));
    }
}
