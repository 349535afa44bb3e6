using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Mact.AppHost;

/// <summary>What services connect to, by a connection string of its name.</summary>
/// <param name="ConnectionString">What they are given.</param>
/// <param name="IsStandIn">It merely stands in for the real thing.</param>
internal sealed record Dependency(IResourceBuilder<IResourceWithConnectionString> ConnectionString, bool IsStandIn);

/// <summary>Redis: a container that keeps every acknowledged write, the stand-in where no container runtime answers, or one outside.</summary>
internal static class RedisExtensions
{
    private const string Name = "redis";

    // One volume has one Redis: a second one (another AppHost of this checkout) would rewrite the files of the first, and ends with code 1 instead.
    private const string Lock = "flock --nonblock --no-fork --verbose /data/in-use.lock";
    private const string Persistence = "--appendonly yes --appendfsync always";

    // A deployment's: a full memory refuses new questions and drops none.
    private const string Bound = "--maxmemory 2gb --maxmemory-policy noeviction";
    private static readonly string[] Runtimes = ["docker", "podman"];
    private static readonly TimeSpan RuntimeLimit = TimeSpan.FromSeconds(5);

    public static Dependency AddMactRedis(this IDistributedApplicationBuilder builder, MactOptions options) => options switch
    {
        _ when options.Redis == "container" || builder.ExecutionContext.IsPublishMode => builder.AddContainer(),
        { Redis: not (null or "stand-in") } =>
            new(builder.AddConnectionString(Name, ReferenceExpression.Create($"{options.Redis}")), IsStandIn: false),
        { Redis: null, Data: null } when Runtimes.AsParallel().Any(Answers) => builder.AddContainer(),
        _ => builder.AddStandIn(options.Data),
    };

    // Where it runs, the volume has Aspire's own name, which differs from checkout to checkout: two servers on one append-only file would destroy it.
    private static Dependency AddContainer(this IDistributedApplicationBuilder builder) => new(
        builder.AddRedis(Name)
            .WithDataVolume(builder.ExecutionContext.IsPublishMode ? "mact-redis" : null)
            .WithArgs(KeepEveryWrite)
            .WithIconName("Database"),
        IsStandIn: false);

    private static Dependency AddStandIn(this IDistributedApplicationBuilder builder, string? data)
    {
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
        if (context.Args is [.., "-c", string command])
        {
            context.Args[^1] = $"{Lock} {command} {Persistence} {Bound}";
            return;
        }

        object[] arguments = [.. Lock.Split(' '), .. context.Args, .. Persistence.Split(' ')];
        context.Args.Clear();
        Array.ForEach(arguments, context.Args.Add);
    }

    /// <summary>Asks it: that a program is on the path does not say that its engine runs.</summary>
    private static bool Answers(string runtime)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(runtime, "info") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var answers = process.WaitForExit(RuntimeLimit) && process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
            return answers;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
