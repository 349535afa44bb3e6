using System.Text.Json;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>Keeps the stack's model endpoint from answering, so that a run can be watched; disposed, it answers again.</summary>
internal sealed class ModelTrouble : IAsyncDisposable
{
    /// <summary>Every request is asked to come again in a second: the run waits, and says why, until the trouble ends.</summary>
    public const string Busy = "status=503,1";

    /// <summary>Every request waits for ten minutes: the run is under way for as long as anybody looks.</summary>
    public const string Slow = "slow-headers=600";

    private readonly EndpointControl _endpoint;
    private bool _over;

    private ModelTrouble(EndpointControl endpoint) => _endpoint = endpoint;

    /// <summary>Begins the trouble.</summary>
    /// <param name="stack">Whose endpoint.</param>
    /// <param name="fault">What happens to requests, in the stand-in's words.</param>
    /// <param name="skip">Requests that are answered at once first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ModelTrouble> StartAsync(SharedStack stack, string fault, int skip, CancellationToken cancellationToken)
    {
        using var system = JsonDocument.Parse(await stack.Api.Client.GetStringAsync(new Uri("system", UriKind.Relative), cancellationToken));
        var server = system.RootElement.GetProperty("model").GetProperty("endpoints")[0].GetProperty("server").GetString();
        var endpoint = new EndpointControl(new Uri($"http://{server}/"));
        await endpoint.SetFaultsAsync([new(fault, skip)], cancellationToken);
        return new(endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        if (_over)
        {
            return;
        }

        _over = true;
        await _endpoint.SetFaultsAsync([], CancellationToken.None);
        _endpoint.Dispose();
    }
}
