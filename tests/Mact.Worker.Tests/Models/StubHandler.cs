namespace Mact.Worker.Tests.Models;

/// <summary>Answers without a network.</summary>
internal sealed class StubHandler(InFlight inFlight, Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        inFlight.Begin();
        try
        {
            await Task.Yield();
            var response = answer(request);
            response.RequestMessage = request;
            return response;
        }
        finally
        {
            inFlight.End();
        }
    }
}
