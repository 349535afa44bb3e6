using System.Globalization;
using Mact.Benchmarks.Stack;
using Mact.Testing;

namespace Mact.Benchmarks.Queueing;

/// <summary>The Redis stand-in alone, as a process.</summary>
internal sealed class RedisStandInNode : IAsyncDisposable
{
    private readonly Node _node;

    public RedisStandInNode(string? data)
    {
        var port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        Address = $"127.0.0.1:{port}";
        _node = new Node(
            "Mact.DevServices",
            "redis",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["StandIns__Redis"] = "true",
                ["Redis__Port"] = port,
                ["Redis__DataDirectory"] = data is null ? string.Empty : Path.Combine(data, "garnet"),
            });
    }

    public string Address { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _node.Start();
        await _node.UntilReadyAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
