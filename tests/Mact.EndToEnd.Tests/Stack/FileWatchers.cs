using System.Runtime.CompilerServices;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>
/// No process of these tests, nor of the stacks that they start, watches its settings for changes: a machine gives a person few watchers (128 by
/// default), and several stacks at once would use them up.
/// </summary>
internal static class FileWatchers
{
    [ModuleInitializer]
    internal static void TurnOff() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
