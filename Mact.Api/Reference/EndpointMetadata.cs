using System.Net.Mime;
using System.Text.Json.Nodes;
using Mact.Api.Problems;
using Microsoft.OpenApi;

namespace Mact.Api.Reference;

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

    /// <summary>The body is read by hand: JSON like the example (a file in Reference/Examples), or one of the other media types.</summary>
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
                content[other] = new() { Schema = other == MediaTypeNames.Multipart.FormData ? Form : new OpenApiSchema { Type = JsonSchemaType.String } };
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
        using var stream = typeof(EndpointMetadata).Assembly.GetManifestResourceStream($"Mact.Api.Reference.Examples.{name}")
            ?? throw new InvalidOperationException($"The example {name} is not embedded.");
        return JsonNode.Parse(stream);
    }
}
