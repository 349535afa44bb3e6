using System.Text.Json;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>Makes the stack's model endpoint take its time, so that a run can be watched; disposed, it is quick again.</summary>
internal sealed class SlowModel : IAsyncDisposable
{
    private readonly EndpointControl _endpoint;

    private SlowModel(EndpointControl endpoint) => _endpoint = endpoint;

    /// <param name="stack">Whose endpoint.</param>
    /// <param name="seconds">How long each request waits for its reply.</param>
    /// <param name="skip">Requests that are answered at once first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SlowModel> StartAsync(SharedStack stack, int seconds, int skip, CancellationToken cancellationToken)
    {
        using var system = JsonDocument.Parse(await stack.Api.Client.GetStringAsync(new Uri("system", UriKind.Relative), cancellationToken));
        var server = system.RootElement.GetProperty("model").GetProperty("endpoints")[0].GetProperty("server").GetString();
        var endpoint = new EndpointControl(new Uri($"http://{server}/"));
        await endpoint.SetFaultsAsync([new(System.FormattableString.Invariant($"slow-headers={seconds}"), skip)], cancellationToken);
        return new(endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        await _endpoint.SetFaultsAsync([], CancellationToken.None);
        _endpoint.Dispose();
    }
}
