using System.Reflection;

namespace Mact.ServiceDefaults;

/// <summary>
/// What a service does instead of serving: <c>--version</c> prints what was built; <c>--probe [URL]</c> asks a running service for its
/// health and says by its exit code what it heard. Container images without a shell have no other means to check themselves.
/// </summary>
public static class ServiceCommand
{
    private const string DefaultProbe = "http://localhost:8080/health";
    private const int Unhealthy = 1;
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>The exit code, or null when the service is to serve.</summary>
    public static async Task<int?> TryRunAsync(string[] args)
    {
        switch (args)
        {
            case ["--version"]:
                await Console.Out.WriteLineAsync($"{Assembly.GetEntryAssembly()?.GetName().Name} {BuildInformation.Current}");
                return 0;
            case ["--probe"]:
                return await ProbeAsync(DefaultProbe);
            case ["--probe", var url]:
                return await ProbeAsync(url);
            default:
                return null;
        }
    }

    private static async Task<int> ProbeAsync(string url)
    {
        using var client = new HttpClient { Timeout = ProbeLimit };
        try
        {
            using var response = await client.GetAsync(new Uri(url));
            await Console.Out.WriteLineAsync(await response.Content.ReadAsStringAsync());
            return response.IsSuccessStatusCode ? 0 : Unhealthy;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync($"{url} does not answer: {exception.Message}");
            return Unhealthy;
        }
    }
}
