using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Mact.Api.Http;

/// <summary>The OpenAPI document at /openapi/v1.json and a page to browse it at /scalar.</summary>
internal static class ReferenceExtensions
{
    /// <summary>The id of the table that is the example of <c>POST /tables</c>: the other examples are of it.</summary>
    private const string Cities = "daa887f39010aa4aa90440a1a6fea1807a1ce698c1a363694bd69bfc61e6707c";

    private const string Run = "\"0199f2b4c8d17e3aa1b2c3d4e5f60718\"";

    /// <summary>JSON by parameter, or by the first word of the path and the parameter.</summary>
    private static readonly Dictionary<string, string> ParameterExamples = new(StringComparer.Ordinal)
    {
        ["id"] = Run,
        ["tables.id"] = $"\"{Cities}\"",
        ["other"] = "\"0199f2b4c8d17e3aa1b2c3d4e5f60719\"",
        ["hash"] = $"[\"{Cities}\"]",
        ["before"] = Run,
        ["after"] = "12",
        ["limit"] = "50",
        ["offset"] = "0",
        ["name"] = "\"cities\"",
        ["search"] = "\"inhabitants\"",
        ["status"] = "\"answered,halted\"",
        ["model"] = "\"Qwen/Qwen3-8B\"",
        ["table"] = "\"cities\"",
        ["since"] = "\"2026-03-01T00:00:00Z\"",
        ["reports"] = "false",
        ["as"] = "\"json\"",
        ["verdict"] = "\"wrong\"",
        ["arm"] = "\"agent\"",
        ["otherArm"] = "\"sql\"",
        ["outcome"] = "\"answered\"",
        ["type"] = "\"number\"",
        ["questions"] = "20",
        ["sample"] = "200",
        ["token"] = "\"5f2d0c8e7b1a4c3d9e6f5a4b3c2d1e0f5f2d0c8e7b1a4c3d9e6f5a4b3c2d1e0f\"",
    };

    public static void AddReference(this IHostApplicationBuilder builder) =>
        builder.Services.AddOpenApi(static options => options.AddOperationTransformer(AddExamples)
            .AddSchemaTransformer(AddExample)
            .AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info.Title = "Mact";
            document.Info.Version = "v1";
            document.Info.Description =
                "Ask hard questions of tables. Everything that goes wrong is a problem detail (RFC 9457) with a stable 'code'. "
                    + "A text for people stands in English; 'sentence' beside it has its pattern and the values in it, for who writes it in another "
                    + "language.";
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));

    /// <summary>Gives every parameter a value that can be tried.</summary>
    private static Task AddExamples(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            var key = $"{context.Description.RelativePath?.Split('/')[0]}.{parameter.Name}";
            parameter.Example = ParameterExamples.TryGetValue(key, out var own) || ParameterExamples.TryGetValue(parameter.Name!, out own)
                ? JsonNode.Parse(own)
                : null;
        }

        return Task.CompletedTask;
    }

    /// <summary>Shows how a sentence travels beside its English text.</summary>
    private static Task AddExample(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(Sentence))
        {
            schema.Examples =
            [
                JsonNode.Parse(
                    """{"pattern":"Row {0} has {1} cells, but there are {2} columns. Send as many cells in every row.","values":["3","4","2"]}""")!,
            ];
        }

        return Task.CompletedTask;
    }

    public static void MapReference(this WebApplication app)
    {
        app.MapOpenApi("/openapi/v1.json");

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

    /// <summary>The body is read by hand: JSON of a shape, like the example (a file in Http/Examples), or one of the other media types.</summary>
    /// <typeparam name="TBody">The shape; what may be null in it may be left out.</typeparam>
    public static RouteHandlerBuilder AcceptsExample<TBody>(this RouteHandlerBuilder builder, string example, params string[] others) =>
        builder.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(TBody), parameterDescription: null, cancellationToken);
            schema.Required?.ExceptWith(
                (schema.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal))
                    .Where(static property => MayBeNull(property.Value))
                    .Select(static property => property.Key)
                    .ToList());
            var content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [MediaTypeNames.Application.Json] = new()
                {
                    Schema = schema,
                    Example = ReadExample(example),
                },
            };
            foreach (var other in others)
            {
                content[other] =
                    new() { Schema = other == MediaTypeNames.Multipart.FormData ? Form : new OpenApiSchema { Type = JsonSchemaType.String } };
            }

            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = content };
        });

    private static bool MayBeNull(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(static one => one.Type == JsonSchemaType.Null) == true;

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
