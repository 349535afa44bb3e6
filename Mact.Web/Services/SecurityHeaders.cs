using System.Net;
using Mact.ServiceDefaults;

namespace Mact.Web.Services;

/// <summary>Headers that hold a page to itself: untrusted text that should ever slip through encoding still cannot load or send anything.</summary>
public static class SecurityHeaders
{
    /// <summary>
    /// Scripts and styles are files of this origin only: no import map, no style attribute in what is rendered (so no <c>Virtualize</c> and no
    /// <c>QuickGrid</c> that scrolls, whose spacers carry one). Drawings say their sizes in attributes of SVG.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Adds them to every response.</summary>
    /// <param name="app">The page's process.</param>
    /// <param name="authority">The identity provider to which the form that signs out leads on; null = none.</param>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, string? authority = null) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Uri.TryCreate(authority, UriKind.Absolute, out var provider)
            ? ContentSecurityPolicy.Replace(
                "form-action 'self'", $"form-action 'self' {provider.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal)
            : ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Request.Host.Port > IPEndPoint.MaxPort)
        {
            // The list of names lets it pass, and no page could say its own address.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }

        if (ForeignPages.Sent(context.Request))
        {
            // A page of another site, which a browser lets open the circuit's WebSocket and send forms.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync(ForeignPages.Message);
        }

        return next(context);
    });
}
