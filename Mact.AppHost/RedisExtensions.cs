using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Mact.AppHost;

/// <summary>What services connect to, and whether it merely stands in for the real thing.</summary>
internal sealed record Dependency(IResourceBuilder<IResourceWithConnectionString> Connection, bool IsStandIn = false);

/// <summary>Redis: a container that keeps every acknowledged write, the stand-in where no container runtime can run it, or one outside.</summary>
internal static class RedisExtensions
{
    private const string Name = "redis";
    private const string Runtime = "ASPIRE_CONTAINER_RUNTIME";

    // One volume has one Redis: a second one (another AppHost of this checkout) would rewrite the files of the first, and ends with code 1 instead.
    private const string Lock = "flock --nonblock --no-fork --verbose /data/in-use.lock";
    private const string Persistence = "--appendonly yes --appendfsync always";

    // A deployment's: a full memory refuses new questions and drops none.
    private const string Bound = "--maxmemory 2gb --maxmemory-policy noeviction";

    public static Dependency AddMactRedis(this IDistributedApplicationBuilder builder, MactOptions options) => options switch
    {
        _ when builder.ExecutionContext.IsPublishMode || options.Redis == "container" => new(builder.AddContainer()),
        { Redis: not (null or "stand-in") } => new(builder.AddConnectionString(Name, ReferenceExpression.Create($"{options.Redis}"))),
        { Redis: null, Data: null } when builder.TryAddContainer() is { } container => new(container),
        _ => builder.AddStandIn(options.Data),
    };

    // Where it runs, the volume has Aspire's own name, which differs from checkout to checkout: two servers on one append-only file would destroy it.
    private static IResourceBuilder<RedisResource> AddContainer(this IDistributedApplicationBuilder builder) => builder.AddRedis(Name)
        .WithDataVolume(builder.ExecutionContext.IsPublishMode ? "mact-redis" : null)
        .WithArgs(KeepEveryWrite)
        .WithIconName("Database");

    /// <summary>It is tried: an engine that answers may be unable to start a container, or to get the image, which is pulled here.</summary>
    private static IResourceBuilder<RedisResource>? TryAddContainer(this IDistributedApplicationBuilder builder)
    {
        var redis = builder.AddContainer();
        redis.Resource.TryGetContainerImageName(out var image);
        string[] runtimes = builder.Configuration[Runtime] is { Length: > 0 } chosen ? [chosen] : ["docker", "podman"];
        foreach (var runtime in runtimes.Where(static runtime => Succeeds(runtime, ["info"], TimeSpan.FromSeconds(5), shown: false)))
        {
            if (Succeeds(runtime, ["run", "--rm", image!, "redis-server", "--version"], TimeSpan.FromMinutes(2), shown: true))
            {
                builder.Configuration[Runtime] = runtime;
                return redis;
            }

            Console.WriteLine($"No container for Redis: {runtime} cannot run {image}.");
        }

        builder.Resources.Remove(redis.Resource);
        return null;
    }

    private static Dependency AddStandIn(this IDistributedApplicationBuilder builder, string? data)
    {
        Console.WriteLine($"Redis is a stand-in; history {(data is null ? "lives until stop (to keep it: --data DIR)" : $"is kept in {data}")}.");

        // Other people of the machine reach a loopback port as well.
        var password = builder.AddParameter("redis-stand-in-password", () => Convert.ToHexString(RandomNumberGenerator.GetBytes(16)), secret: true);
        var address = builder.AddProject<Projects.Mact_DevServices>("redis-stand-in")
            .WithHttp()
            .WithEnvironment("StandIns__Redis", "true")
            .WithEnvironment("Redis__Password", password)
            .WithEnvironment("Redis__DataDirectory", data ?? string.Empty)
            .WithEndpoint(name: "resp", scheme: "tcp", env: "Redis__Port")
            .WithIconName("Database")
            .GetEndpoint("resp").Property(EndpointProperty.HostAndPort);
        return new(builder.AddConnectionString(Name, ReferenceExpression.Create($"{address},password={password}")), IsStandIn: true);
    }

    /// <summary>A publish passes the whole command as one shell string ("-c", "redis-server …"); a run passes its arguments one by one.</summary>
    private static void KeepEveryWrite(CommandLineArgsCallbackContext context)
    {
        object[] arguments = context.Args is [.., "-c", string command]
            ? [.. context.Args.SkipLast(1), $"{Lock} {command} {Persistence} {Bound}"]
            : [.. Lock.Split(' '), .. context.Args, .. Persistence.Split(' ')];
        context.Args.Clear();
        Array.ForEach(arguments, context.Args.Add);
    }

    /// <summary>Whether a command of the runtime succeeds in time. That it is on the path does not say that its engine runs.</summary>
    private static bool Succeeds(string runtime, string[] arguments, TimeSpan limit, bool shown)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(runtime, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = !shown })!;
            var succeeds = process.WaitForExit(limit) && process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return succeeds;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
