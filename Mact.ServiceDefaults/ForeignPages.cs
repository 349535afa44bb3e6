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
    /// than its <c>Host</c>, is plain http where the request is not, or <c>Sec-Fetch-Site</c>, which browsers leave out on plain-http names, says
    /// so. A proxy in front must keep <c>Host</c>.
    /// </summary>
    public static bool Sent(HttpRequest request)
    {
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (!changes && request.Headers.Upgrade.Count == 0)
        {
            return false;
        }

        return request.Headers["Sec-Fetch-Site"].Any(static site => site?.ToUpperInvariant() is "CROSS-SITE" or "SAME-SITE")
            || request.Headers.Origin.Any(origin => !IsOwn(origin, request));
    }

    // A page of plain http is another's where the request came by https. A proxy that ends TLS and does not say so makes the reverse usual.
    private static bool IsOwn(string? origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && !request.IsHttps))
        && string.Equals(uri.Host, request.Host.Host, StringComparison.OrdinalIgnoreCase)
        && uri.Port == (request.Host.Port ?? (uri.Scheme == Uri.UriSchemeHttps ? 443 : 80));
}
