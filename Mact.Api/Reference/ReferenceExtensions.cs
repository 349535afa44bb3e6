using Scalar.AspNetCore;

namespace Mact.Api.Reference;

/// <summary>The OpenAPI document at /openapi/v1.json and a page to browse it at /scalar.</summary>
internal static class ReferenceExtensions
{
    public static void AddReference(this IHostApplicationBuilder builder) =>
        builder.Services.AddOpenApi(static options => options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "Mact";
            document.Info.Version = "v1";
            document.Info.Description = "Ask hard questions of tables. Everything that goes wrong is a problem detail (RFC 9457) with a stable 'code'.";
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));

    public static void MapReference(this WebApplication app)
    {
        app.MapOpenApi();

        // Script and styles come from the package itself. What else the page could ask of the internet is switched off, and forbidden below.
        app.MapScalarApiReference(static options => options
                .WithTitle("Mact API")
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()
                .DisableMcp()
                .HideClientButton())
            .AddEndpointFilter(static async (context, next) =>
            {
                context.HttpContext.Response.Headers.ContentSecurityPolicy =
                    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";
                return await next(context);
            });
    }
}
