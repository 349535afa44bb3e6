using System.Reflection;
using System.Runtime.InteropServices;

namespace Mact.Web.Services;

/// <summary>What this process was built from and runs on.</summary>
public static class BuildInfo
{
    /// <summary>Version and commit of the web process.</summary>
    public static string Version { get; } =
        typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The runtime, as it names itself.</summary>
    public static string Runtime { get; } = RuntimeInformation.FrameworkDescription;
}
