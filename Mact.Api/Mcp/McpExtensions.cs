using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mact.Api.Access;
using Mact.Api.Http;
using Mact.Core.Questions;
using Mact.Core.Tables;
using Mact.ServiceDefaults;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Mact.Api.Mcp;

/// <summary>
/// The Model Context Protocol at <c>/mcp</c> (streamable HTTP, stateless: any replica answers any request): editors and assistants load tables,
/// ask, query and read runs by it.
/// </summary>
internal static class McpExtensions
{
    /// <summary>Where the server listens.</summary>
    public const string Path = "/mcp";

    private const int MaxTokens = 50_000;

    private const string Instructions =
        "Answers questions of tables, and shows how far the answer can be trusted. First load_table (a CSV, TSV or JSON text, or a workbook as "
            + "base64), then ask_tables with the ids and names that it gave back. Tell the person the answer together with its agreement; below "
            + "half of the samples it is a guess. query_tables runs your own read-only SQL over the same tables.";

    public static void AddMcpServer(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<McpOptions>().BindConfiguration(McpOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddSingleton<RunReplies>();
        builder.Services
            .AddMcpServer(static options =>
            {
                options.ServerInfo = new() { Name = "mact", Title = "Mact", Version = BuildInformation.Current.Version };
                options.ServerInstructions = Instructions;
            })
            .WithHttpTransport(static transport => transport.Stateless = true)
            .WithTools<TableTools>(Json)
            .WithTools<QuestionTools>(Json)
            .WithResources<RunResources>()
            .WithListResourcesHandler(RunResources.ListAsync)
            .WithRequestFilters(static filters => filters
                .AddCallToolFilter(static next => async (request, cancellationToken) =>
                {
                    await NoteAsync(request.Services!, request.Params?.Name, request.Params?.Arguments, cancellationToken);
                    try
                    {
                        return await next(request, cancellationToken);
                    }
                    catch (Exception exception) when (MessageOf(exception) is { } message)
                    {
                        // A model reads it and mends its call: it is told what a person would be told.
                        return new() { IsError = true, Content = [new TextContentBlock { Text = message }] };
                    }
                })
                .AddReadResourceFilter(static next => async (request, cancellationToken) =>
                {
                    try
                    {
                        return await next(request, cancellationToken);
                    }
                    catch (Exception exception) when (MessageOf(exception) is { } message)
                    {
                        throw new McpProtocolException(message, exception, McpErrorCode.InvalidParams);
                    }
                }));
    }

    public static void MapMcpServer(this WebApplication app)
    {
        app.UseWhen(
            static context => HttpMethods.IsPost(context.Request.Method)
                && context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase),
            static calls => calls.Use(CheckSizeAsync));
        app.MapMcp(Path).EndsWithAccess().ExcludeFromDescription();
    }

    // The protocol's library makes a document of whatever comes, several times its size. A call is a few names and texts; the longest is a table.
    private static async Task CheckSizeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.ContentLength is not <= BodyPlaces.Small)
        {
            var limits = context.RequestServices.GetRequiredService<IOptions<RequestLimits>>().Value;
            var body = await BoundedBody.ReadAsync(request.Body, request.ContentLength, limits.MaxRequestBytes / 2, context.RequestAborted);
            if (JsonSize.Of(body.Span).Tokens > MaxTokens)
            {
                throw new RequestRefusedException(ProblemResult.TooLarge(
                    "tooManyCells", "That is too large", "A call has fewer values than that. Give a table as text, or as base64 of a file."));
            }

            request.Body = MemoryMarshal.TryGetArray(body, out var bytes)
                ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count)
                : new MemoryStream(body.ToArray());
        }

        await next(context);
    }

    private static JsonSerializerOptions Json => field ??= Relaxed();

    private static string? MessageOf(Exception exception) => exception switch
    {
        RequestRefusedException refused => $"{refused.Problem.Title}. {refused.Problem.Detail}",
        StoreUnavailableException unavailable => KnownProblems.StoreUnavailable(unavailable).Detail,
        JsonException or ArgumentException => "The arguments do not fit the tool. One is missing, or of another kind than tools/list says.",
        _ => null,
    };

    // A call says what it does in its body, of which the audit log's entry of the request knows nothing.
    private static Task NoteAsync(
        IServiceProvider services, string? tool, IDictionary<string, JsonElement>? arguments, CancellationToken cancellationToken) =>
        tool is { Length: > 0 and <= 80 } && tool.All(static character => char.IsAsciiLetter(character) || character == '_')
            && services.GetRequiredService<CurrentPerson>().Now is { } person
            ? services.GetRequiredService<AuditLog>().NoteAsync(
                person,
                "called",
                arguments?.TryGetValue("id", out var id) == true && id.ValueKind == JsonValueKind.String
                    ? $"{tool} {KnownProblems.Shorten(id.GetRawText())}"
                    : tool,
                cancellationToken)
            : Task.CompletedTask;

    private static JsonSerializerOptions Relaxed()
    {
        // The names of the Api: the protocol's own options write enums as they are in C#.
        var json = new JsonSerializerOptions(McpJsonUtilities.DefaultOptions) { Encoder = MactJson.Encoder };
        json.Converters.Clear();
        foreach (var converter in MactJson.Default.Options.Converters)
        {
            json.Converters.Add(converter);
        }

        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));

        json.MakeReadOnly(populateMissingResolver: true);
        return json;
    }
}

/// <summary>What the server of the Model Context Protocol is told.</summary>
internal sealed class McpOptions
{
    /// <summary>Where they are configured.</summary>
    public const string SectionName = "Mcp";

    /// <summary>No call waits longer, in seconds.</summary>
    public const int MaxWaitSeconds = 3_600;

    /// <summary>The page's address as people reach it, for links to runs; null = links lead to the Api's own view of the question.</summary>
    public Uri? PageAddress { get; set; }

    /// <summary>How long a call waits for an answer where the caller does not say, in seconds; the question goes on after that.</summary>
    [Range(1, MaxWaitSeconds)]
    public int WaitSeconds { get; set; } = 300;
}
