using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Mact.AppHost.Embedded.Dashboard;

/// <summary>The page, its script and its style, from this assembly: no file, no other host.</summary>
internal static class DashboardAssets
{
    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", static () => Asset("index.html", "text/html; charset=utf-8"));
        routes.MapGet("/dashboard.js", static () => Asset("dashboard.js", "text/javascript; charset=utf-8"));
        routes.MapGet("/dashboard.css", static () => Asset("dashboard.css", "text/css; charset=utf-8"));
    }

    private static IResult Asset(string name, string type) =>
        TypedResults.Stream(typeof(DashboardAssets).Assembly.GetManifestResourceStream($"Dashboard/{name}")!, type);
}
