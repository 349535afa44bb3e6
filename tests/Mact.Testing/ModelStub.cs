using System.Collections.Concurrent;
using System.Net;

namespace Mact.Testing;

/// <summary>An endpoint that always answers the same, and remembers what it was asked.</summary>
public sealed class ModelStub(HttpStatusCode status, string body) : HttpMessageHandler
{
    public ConcurrentBag<string> Requests { get; } = [];

    /// <summary>What is answered to requests for completions; null = 404.</summary>
    public string? Chat { get; init; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Requests.Add($"{request.Method} {request.RequestUri} {request.Headers.Authorization}");
        if (request.RequestUri!.AbsolutePath.EndsWith("/completions", StringComparison.Ordinal))
        {
            return Task.FromResult(new HttpResponseMessage(Chat is null ? HttpStatusCode.NotFound : HttpStatusCode.OK)
            {
                Content = new StringContent(Chat ?? "no such model"),
            });
        }

        return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
