using System.Runtime.CompilerServices;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>What these tests, and the stacks that they start, are told of the machine that they share.</summary>
internal static class BusyMachine
{
    [ModuleInitializer]
    internal static void Prepare()
    {
        // No process watches its settings for changes: a machine gives a person few watchers (128 by default), and several stacks would use them up.
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");

        // Aspire gives a service up that gets no address within 10 s, which a busy machine may take.
        Environment.SetEnvironmentVariable("ASPIRE_SERVICE_STARTUP_WATCH_TIMEOUT", "00:02:00");
    }
}
