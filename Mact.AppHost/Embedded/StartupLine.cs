using System.Reflection;

namespace Mact.AppHost.Embedded;

/// <summary>The first line of the embedded AppHost: which way it runs, why, and the command for the other way.</summary>
internal static class StartupLine
{
    public static string Text { get; } = $"Mact AppHost, embedded: {Reason()}. On Aspire: dotnet run --project Mact.AppHost -p:UseAspire=true";

    // The build decided (Directory.Build.props), so the build says why.
    private static string Reason() => typeof(StartupLine).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static metadata => string.Equals(metadata.Key, "EmbeddedReason", StringComparison.Ordinal))
        .Value!;
}
