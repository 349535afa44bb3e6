using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Mact.Api.Http;

/// <summary>The OpenAPI document at /openapi/v1.json and a page to browse it at /scalar.</summary>
internal static class ReferenceExtensions
{
    public static void AddReference(this IHostApplicationBuilder builder) =>
        builder.Services.AddOpenApi(static options => options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "Mact";
            document.Info.Version = "v1";
            document.Info.Description =
                "Ask hard questions of tables. Everything that goes wrong is a problem detail (RFC 9457) with a stable 'code'.";
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
                    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' "
                        + "data:; frame-ancestors 'none'";
                return await next(context);
            });
    }
}

/// <summary>What the OpenAPI document says of endpoints beyond their signatures.</summary>
internal static class EndpointMetadata
{
    /// <summary>The endpoint, or every endpoint of the group, may answer with a problem of these statuses.</summary>
    public static TBuilder ProducesProblems<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [MediaTypeNames.Application.ProblemJson]));
        }

        return builder;
    }

    /// <summary>The body is read by hand: JSON like the example (a file in Http/Examples), or one of the other media types.</summary>
    public static RouteHandlerBuilder AcceptsExample(this RouteHandlerBuilder builder, string example, params string[] others) =>
        builder.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [MediaTypeNames.Application.Json] = new()
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                    Example = ReadExample(example),
                },
            };
            foreach (var other in others)
            {
                content[other] =
                    new() { Schema = other == MediaTypeNames.Multipart.FormData ? Form : new OpenApiSchema { Type = JsonSchemaType.String } };
            }

            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
            return Task.CompletedTask;
        });

    private static OpenApiSchema Form => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
        },
        AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static JsonNode? ReadExample(string name)
    {
        using var stream = typeof(EndpointMetadata).Assembly.GetManifestResourceStream($"Mact.Api.Http.Examples.{name}")
            ?? throw new InvalidOperationException($"The example {name} is not embedded.");
        return JsonNode.Parse(stream);
    }
}
