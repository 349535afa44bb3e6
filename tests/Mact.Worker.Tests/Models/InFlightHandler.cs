namespace Mact.Worker.Tests.Models;

/// <summary>Counts the requests that a client waits for.</summary>
internal sealed class InFlightHandler(InFlight inFlight) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        inFlight.Begin();
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            inFlight.End();
        }
    }
}
