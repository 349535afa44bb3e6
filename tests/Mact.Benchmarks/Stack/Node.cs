using Mact.EndToEnd.Tests.Stack;

namespace Mact.Benchmarks.Stack;

/// <summary>One process of a cluster.</summary>
internal sealed class Node(string project, string name, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(90);

    private readonly int _port = FreePort.Find();
    private ServiceProcess? _service;

    public string Name { get; } = name;

    public Uri Address => new($"http://localhost:{_port}/");

    /// <summary>The latest lines that it wrote since it was last started.</summary>
    public IEnumerable<string> Output => _service?.Output ?? [];

    public void Start() => _service = ServiceProcess.Start(project, _port, environment);

    /// <summary>Waits until it says that it is ready.</summary>
    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        if (!await Eventually.HoldsAsync(() => IsReadyAsync(client, cancellationToken), ReadyLimit))
        {
            throw new TimeoutException($"{Name} is not ready after {ReadyLimit}:\n{string.Join('\n', Output)}");
        }
    }

    /// <summary>Working set in bytes: now, and the largest since it was asked for last.</summary>
    public async Task<(long Now, long Largest)> WorkingSetAsync(CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{_service!.Id}/status", cancellationToken);
        await File.WriteAllTextAsync($"/proc/{_service.Id}/clear_refs", "5", cancellationToken);
        long Of(string name) => long.Parse(
            lines.First(text => text.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
        return (Of("VmRSS:"), Of("VmHWM:"));
    }

    public ValueTask DisposeAsync() => _service?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        if (_service is { HasExited: true })
        {
            throw new InvalidOperationException($"{Name} ended:\n{string.Join('\n', Output)}");
        }

        try
        {
            using var reply = await client.GetAsync(new Uri("health", UriKind.Relative), cancellationToken);
            return reply.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
