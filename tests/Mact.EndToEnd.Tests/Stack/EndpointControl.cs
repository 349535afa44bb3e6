using System.Net.Http.Json;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>What the model endpoint saw, and what goes wrong with it: the stand-in's own routes.</summary>
internal sealed class EndpointControl(Uri endpoint) : IDisposable
{
    private const string Chat = "/v1/chat/completions";
    private static readonly Uri Requests = new("stand-in/requests", UriKind.Relative);
    private static readonly Uri Faults = new("stand-in/faults", UriKind.Relative);

    private readonly HttpClient _client = new() { BaseAddress = endpoint };

    public async Task<EndpointReport> ReadAsync(CancellationToken cancellationToken) =>
        (await _client.GetFromJsonAsync<EndpointReport>(Requests, cancellationToken))!;

    /// <summary>Requests for completions so far.</summary>
    public async Task<IReadOnlyList<EndpointRequest>> ChatsAsync(CancellationToken cancellationToken) =>
        [.. (await ReadAsync(cancellationToken)).Entries.Where(static entry => string.Equals(entry.Path, Chat, StringComparison.Ordinal))];

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        using var reply = await _client.DeleteAsync(Requests, cancellationToken);
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>Puts faults in place of those that there are; they hit requests for completions unless another path is given.</summary>
    public async Task SetFaultsAsync(IReadOnlyList<EndpointFault> faults, CancellationToken cancellationToken)
    {
        using var reply = await _client.PutAsJsonAsync(Faults, faults, cancellationToken);
        reply.EnsureSuccessStatusCode();
    }

    public void Dispose() => _client.Dispose();
}
