using System.Reflection;

namespace Mact.ServiceDefaults;

/// <summary>What was built: from the assembly's informational version, <c>version+commit</c>.</summary>
/// <param name="Version">Such as 1.0.0.</param>
/// <param name="Commit">The full hash; null where the build did not know it.</param>
public sealed record BuildInformation(string Version, string? Commit)
{
    private const int ShortHash = 8;

    /// <summary>The build of the service that runs.</summary>
    public static BuildInformation Current { get; } = Of(Assembly.GetEntryAssembly() ?? typeof(BuildInformation).Assembly);

    /// <summary>All of it, for comparing builds.</summary>
    public string Full => Commit is null ? Version : $"{Version}+{Commit}";

    /// <summary>The build that an assembly says it is.</summary>
    public static BuildInformation Of(Assembly assembly) =>
        Parse(assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    /// <summary>Splits <c>version+commit</c>.</summary>
    public static BuildInformation Parse(string? informationalVersion)
    {
        var parts = (informationalVersion ?? "unknown").Split('+', 2);
        return new(parts[0], parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null);
    }

    /// <summary>For people: <c>1.0.0 (commit 1a2b3c4d)</c>.</summary>
    public override string ToString() => Commit is null ? Version : $"{Version} (commit {Commit[..Math.Min(ShortHash, Commit.Length)]})";
}
