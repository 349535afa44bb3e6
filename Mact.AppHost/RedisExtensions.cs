using System.Diagnostics;
using System.Security.Cryptography;

namespace Mact.AppHost;

/// <summary>What services connect to, by a connection string of its name.</summary>
/// <param name="ConnectionString">What they are given.</param>
/// <param name="IsStandIn">It merely stands in for the real thing.</param>
internal sealed record Dependency(IResourceBuilder<IResourceWithConnectionString> ConnectionString, bool IsStandIn);

/// <summary>Redis: a container that keeps every acknowledged write, the stand-in where no container runtime is, or one outside.</summary>
internal static class RedisExtensions
{
    private const string Name = "redis";
    // One volume has one Redis: a second one (another AppHost of this checkout) would rewrite the files of the first, and ends with code 1 instead.
    private const string Lock = "flock --nonblock --no-fork --verbose /data/in-use.lock";
    // A deployment's: a full memory refuses new questions and drops none.
    private const string Bound = "--maxmemory 2gb --maxmemory-policy noeviction";
    private const string Persistence = "--appendonly yes --appendfsync always";
    private static readonly TimeSpan RuntimeLimit = TimeSpan.FromSeconds(5);

    public static Dependency AddMactRedis(this IDistributedApplicationBuilder builder, MactOptions options) => options switch
    {
        { Redis: "container" } => builder.AddContainer(),
        _ when builder.ExecutionContext.IsPublishMode => builder.AddContainer(),
        { Redis: not (null or "stand-in") } =>
            new(builder.AddConnectionString(Name, ReferenceExpression.Create($"{options.Redis}")), IsStandIn: false),
        { Redis: "stand-in" } or { Data: not null } => builder.AddStandIn(options.Data),
        _ => HasContainerRuntime() ? builder.AddContainer() : builder.AddStandIn(options.Data),
    };

    // Where it runs, the volume has Aspire's own name, which differs from checkout to checkout: two servers on one append-only file would destroy it.
    private static Dependency AddContainer(this IDistributedApplicationBuilder builder) => new(
        builder.AddRedis(Name)
            .WithDataVolume(builder.ExecutionContext.IsPublishMode ? "mact-redis" : null)
            .WithArgs(AppendOnly)
            .WithIconName("Database"),
        IsStandIn: false);

    private static Dependency AddStandIn(this IDistributedApplicationBuilder builder, string? data)
    {
        // Other people of the machine reach a loopback port as well.
        var password = builder.AddParameter("redis-stand-in-password", () => Convert.ToHexString(RandomNumberGenerator.GetBytes(16)), secret: true)
            .ExcludeFromManifest();
        var server = builder.AddProject<Projects.Mact_DevServices>("redis-stand-in")
            .WithHttp()
            .WithEnvironment("StandIns__Redis", "true")
            .WithEnvironment("Redis__Password", password)
            .WithEndpoint(name: "resp", scheme: "tcp", env: "Redis__Port")
            .WithIconName("Database")
            .ExcludeFromManifest();
        if (data is not null)
        {
            server.WithEnvironment("Redis__DataDirectory", data);
        }

        var address = server.GetEndpoint("resp");
        var connection = builder.AddConnectionString(
            Name, ReferenceExpression.Create($"{address.Property(EndpointProperty.HostAndPort)},password={password}"));
        return new(connection.ExcludeFromManifest(), IsStandIn: true);
    }

    /// <summary>A publish passes the whole command as one shell string ("-c", "redis-server …"); a run passes its words one by one.</summary>
    private static void AppendOnly(CommandLineArgsCallbackContext context)
    {
        if (context.Args is [.., "-c", string command])
        {
            context.Args[^1] = $"{Lock} {command} {Persistence} {Bound}";
            return;
        }

        object[] words = [.. Lock.Split(' '), .. context.Args, .. Persistence.Split(' ')];
        context.Args.Clear();
        foreach (var word in words)
        {
            context.Args.Add(word);
        }
    }

    /// <summary>Asks them: that a program is on the path does not say that its engine runs.</summary>
    private static bool HasContainerRuntime()
    {
        var asked = new[] { Answers("docker"), Answers("podman") };
        return Task.WhenAll(asked).GetAwaiter().GetResult().Contains(true);
    }

    private static async Task<bool> Answers(string runtime)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(runtime, "info") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var limit = new CancellationTokenSource(RuntimeLimit);
            try
            {
                await Task.WhenAll(
                    process.StandardOutput.ReadToEndAsync(limit.Token),
                    process.StandardError.ReadToEndAsync(limit.Token),
                    process.WaitForExitAsync(limit.Token));
                return process.ExitCode == 0;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return false;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
