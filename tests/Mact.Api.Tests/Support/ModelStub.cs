using System.Collections.Concurrent;
using System.Net;

namespace Mact.Api.Tests.Support;

/// <summary>An endpoint that always answers the same, and remembers what it was asked.</summary>
internal sealed class ModelStub(HttpStatusCode status, string body) : HttpMessageHandler
{
    public ConcurrentBag<string> Requests { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri} {request.Headers.Authorization}");
        return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
