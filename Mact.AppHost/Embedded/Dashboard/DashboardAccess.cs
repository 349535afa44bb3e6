using Microsoft.AspNetCore.Http;

namespace Mact.AppHost.Embedded.Dashboard;

/// <summary>
/// Who may do what. The dashboard starts and stops processes, so being on loopback is not enough: another site in the same browser reaches
/// loopback too (by forged requests, or by a name that resolves to it).
/// </summary>
internal sealed class DashboardAccess(DashboardKeys keys, int port)
{
    /// <summary>Every request that changes something carries it; another site cannot send it without being asked first.</summary>
    public const string CommandHeader = "X-Mact-Dashboard";

    /// <summary>Carries the children's key.</summary>
    public const string TelemetryHeader = "x-otlp-api-key";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Cookies are shared by all ports of a host, so the port is in the name.</summary>
    private readonly string _cookie = FormattableString.Invariant($"mact-dashboard-{port}");

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Harden(context.Response.Headers);
        if (!Hosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "This dashboard answers on localhost only.");
        }
        else if (context.Request.Path == "/login")
        {
            await LogInAsync(context);
        }
        else if (context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) ? !MaySendTelemetry(context.Request) : !IsLoggedIn(context.Request))
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Not logged in. Open the dashboard by the address that the AppHost printed when it started; it has the token.");
        }
        else if (HttpMethods.IsPost(context.Request.Method) && !context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal) && !context.Request.Headers.ContainsKey(CommandHeader))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, $"Commands carry the header {CommandHeader}.");
        }
        else
        {
            await next(context);
        }
    }

    private static void Harden(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    private static Task RefuseAsync(HttpContext context, int status, string words)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(words, context.RequestAborted);
    }

    private Task LogInAsync(HttpContext context)
    {
        if (!DashboardKeys.Equal(context.Request.Query["t"], keys.Login))
        {
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "This token is not that of the running AppHost. It prints the address with the right one when it starts.");
        }

        context.Response.Cookies.Append(_cookie, keys.Login, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });
        context.Response.Redirect("/");
        return Task.CompletedTask;
    }

    private bool MaySendTelemetry(HttpRequest request) => DashboardKeys.Equal(request.Headers[TelemetryHeader], keys.Telemetry);

    private bool IsLoggedIn(HttpRequest request) => DashboardKeys.Equal(request.Cookies[_cookie], keys.Login);
}
