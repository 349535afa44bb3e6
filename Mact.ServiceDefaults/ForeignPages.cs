using Microsoft.AspNetCore.Http;

namespace Mact.ServiceDefaults;

/// <summary>
/// Tells what the page of another site makes a browser send. A browser says where a request that changes something, or opens a WebSocket, comes from;
/// programs say nothing and are not held back.
/// </summary>
public static class ForeignPages
{
    /// <summary>What such a request is told, by a page that writes no problem details.</summary>
    public const string Message = "This comes from a page of another site.";

    /// <summary>
    /// Whether a request changes something, or opens a WebSocket, and comes from a page of another origin: its <c>Origin</c> has another host or port
    /// than its <c>Host</c>, or <c>Sec-Fetch-Site</c>, which browsers leave out on plain-http names, says so. A proxy in front must keep <c>Host</c>.
    /// </summary>
    public static bool Sent(HttpRequest request)
    {
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (!changes && !string.Equals(request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return string.Equals(request.Headers["Sec-Fetch-Site"], "cross-site", StringComparison.OrdinalIgnoreCase)
            || request.Headers.Origin.Any(origin => !IsOwn(origin, request.Host));
    }

    private static bool IsOwn(string? origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && string.Equals(uri.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && uri.Port == (host.Port ?? (uri.Scheme == Uri.UriSchemeHttps ? 443 : 80));
}
