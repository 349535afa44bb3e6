using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Dashboard;

/// <summary>The dashboard of a running AppHost, opened by the address that it printed.</summary>
internal sealed partial class DashboardDriver : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient _client;

    private DashboardDriver(Uri address)
    {
        _client = new() { BaseAddress = new(address, "/") };
        _client.DefaultRequestHeaders.Add("X-Mact-Dashboard", "1");
    }

    /// <summary>The address with the token, as the AppHost printed it.</summary>
    public static Uri LoginOf(AppHostProcess host) => new(host.Output.Select(static line => LoginAddress().Match(line)).First(static match => match.Success).Value);

    public static async Task<DashboardDriver> OpenAsync(AppHostProcess host, CancellationToken cancellationToken)
    {
        var address = LoginOf(host);
        var driver = new DashboardDriver(address);
        (await driver._client.GetStringAsync(address, cancellationToken)).ShouldContain("Mact dashboard");
        return driver;
    }

    public async Task CommandAsync(string resource, string verb, CancellationToken cancellationToken)
    {
        using var response = await _client.PostAsync(new Uri($"api/resources/{resource}/{verb}", UriKind.Relative), null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async Task<JsonElement> ResourceAsync(string name, CancellationToken cancellationToken) =>
        (await GetAsync("api/resources", cancellationToken)).EnumerateArray().Single(resource => resource.GetProperty("name").GetString() == name);

    /// <summary>The model stand-in's own address, as the worker was given it.</summary>
    public async Task<Uri> ModelEndpointAsync(CancellationToken cancellationToken)
    {
        var connection = (await ResourceAsync("worker", cancellationToken)).GetProperty("environment").EnumerateArray()
            .Single(static item => item.GetProperty("name").GetString() == "ConnectionStrings__model").GetProperty("value").GetString()!;
        return new(new Uri(connection.Split(';')[0].Split('=')[1]), "/");
    }

    public Task<JsonElement> LogsAsync(string name, CancellationToken cancellationToken) => GetAsync($"api/logs/{name}", cancellationToken);

    /// <summary>Asks for the trace of a question until it satisfies; the time limit cancels.</summary>
    public async Task<JsonElement> TraceOfAsync(string question, Func<JsonElement, bool> condition, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        while (true)
        {
            var found = await GetAsync($"api/traces?q={question}", timer.Token);
            if (found.GetArrayLength() == 1 && await GetAsync($"api/traces/{found[0].GetProperty("id").GetString()}", timer.Token) is var trace && condition(trace))
            {
                return trace;
            }

            await Task.Delay(Poll, timer.Token);
        }
    }

    public void Dispose() => _client.Dispose();

    private Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        _client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), cancellationToken);

    [GeneratedRegex("http://localhost:[0-9]+/login\\?t=[0-9a-f]+", RegexOptions.None, 1000)]
    private static partial Regex LoginAddress();
}
