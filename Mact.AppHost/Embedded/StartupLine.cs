namespace Mact.AppHost.Embedded;

/// <summary>The first line of the embedded AppHost: which way it runs, why, and the command for the other way.</summary>
internal static class StartupLine
{
    public const string Text =
        "Mact AppHost, embedded: the Aspire packages are not in the local package cache. " +
        "On Aspire: dotnet run --project Mact.AppHost -p:UseAspire=true";
}
