using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mact.Web.Access;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace Mact.Web.Services;

/// <summary>
/// Takes pasted text and files from the browser and streams them on to the Api. They do not go through the circuit, whose messages end at
/// 32 kB. Forgery: the endpoint answers only to a request with the header <see cref="Header"/>, which no form and no other origin can send
/// without a preflight that this origin never allows; that is why no antiforgery token is needed.
/// </summary>
public static class UploadEndpoint
{
    /// <summary>Where the script sends to.</summary>
    public const string Path = "/upload/tables";

    /// <summary>Says that the request comes from our own script.</summary>
    public const string Header = "X-Mact-Upload";

    /// <summary>The named client that forwards: no resilience handler, since a stream cannot be sent twice.</summary>
    public const string ClientName = "api-uploads";

    private const int MultipartOverhead = 64 * 1024;

    /// <summary>Maps the endpoint.</summary>
    public static IEndpointConventionBuilder MapUploads(this IEndpointRouteBuilder app) =>
        app.MapPost(Path, ForwardAsync).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> ForwardAsync(
        HttpContext context,
        VisitorClients clients,
        IOptions<UploadOptions> limits,
        IStringLocalizer<Texts> t,
        CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (
            !request.Headers.ContainsKey(Header)
                || request.ContentType is not { } contentType || !contentType.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return Reply(
                StatusCodes.Status400BadRequest, new ApiProblem(400, t["That is not an upload of this page"], t["Use the page to add a table."]), t);
        }

        var max = limits.Value.MaxBytes + MultipartOverhead;
        if (request.ContentLength > max)
        {
            return Reply(StatusCodes.Status413PayloadTooLarge, TooLarge(limits.Value.MaxBytes, t), t);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = max;
        }

        try
        {
            using var content = new StreamContent(request.Body);
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            content.Headers.ContentLength = request.ContentLength;
            using var message = new HttpRequestMessage(HttpMethod.Post, "tables") { Content = content };
            using var response = await clients.Create(ClientName, ServicesExtensions.LongPatience).SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode
                ? Reply(StatusCodes.Status200OK, await ReadTablesAsync(response, cancellationToken))
                : Reply((int)response.StatusCode, await ApiProblem.ReadAsync(response, cancellationToken), t);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Reply(StatusCodes.Status413PayloadTooLarge, TooLarge(limits.Value.MaxBytes, t), t);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException)
        {
            return Reply(StatusCodes.Status502BadGateway, ApiProblem.Unreachable, t);
        }
    }

    private static ApiProblem TooLarge(long max, IStringLocalizer<Texts> t) => new(
        StatusCodes.Status413PayloadTooLarge,
        t["That is too large"],
        t["The limit is {0} for one table. Leave out columns or rows that the question does not need.", Show.Size(max)]);

    private static async Task<UploadReply> ReadTablesAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        using var document = JsonDocument.Parse(bytes);

        // A workbook comes back as several tables, one for each sheet.
        if (document.RootElement.TryGetProperty("tables", out _))
        {
            var set = JsonSerializer.Deserialize(bytes, MactJson.Default.TableSet) ?? throw new JsonException("No tables came back.");
            return UploadReply.Of(set.Tables, set.Skipped);
        }

        return UploadReply.Of([JsonSerializer.Deserialize(bytes, MactJson.Default.TableInfo) ?? throw new JsonException("No table came back.")], []);
    }

    private static IResult Reply(int status, ApiProblem problem, IStringLocalizer<Texts> t) => Reply(status, new UploadReply([], t.Problem(problem)));

    private static IResult Reply(int status, UploadReply reply) => TypedResults.Json(reply, UploadJson.Default.UploadReply, statusCode: status);
}

/// <summary>What the browser is told of an upload. Small on purpose: it goes on to the circuit, whose messages are limited.</summary>
/// <param name="Tables">What was stored; empty where nothing was.</param>
/// <param name="Problem">In words, why nothing was; null otherwise.</param>
public sealed record UploadReply(IReadOnlyList<UploadedTable> Tables, string? Problem)
{
    /// <summary>Sheets that were left out, and why; empty where none was.</summary>
    public IReadOnlyList<SkippedTable> Skipped { get; init; } = [];

    /// <summary>The file that it came from; the browser fills it in.</summary>
    public string? Source { get; init; }

    /// <summary>Under which the browser keeps what it sent, in order to have it read again; the browser fills it in.</summary>
    public string? Key { get; init; }

    private const int MaxSkipped = 20;
    private const int MaxMessage = 300;

    /// <summary>Has the browser send once more what it keeps of a source; null where it keeps it no longer, or the server does not answer.</summary>
    public static ValueTask<UploadReply?> ReadAgainAsync(
        IJSRuntime js, string key, string name, ReadingOptions reading, CancellationToken cancellationToken) => js.InvokeAsync<UploadReply?>(
            "mact.readAgain",
            cancellationToken,
            key,
            name,
            reading.Fields().ToDictionary(static field => field.Name, static field => field.Value, StringComparer.Ordinal));

    /// <summary>For a stored table.</summary>
    public static UploadReply Of(IEnumerable<TableInfo> tables, IEnumerable<SkippedTable> skipped)
    {
        return new(
            [.. tables.Select(UploadedTable.Of)],
            Problem: null)
        {
            Skipped =
            [
                .. skipped.Take(MaxSkipped).Select(
                    static sheet => sheet with
                    {
                        Name = Show.Cut(sheet.Name, 100),
                        Message = Show.Cut(sheet.Message, MaxMessage),
                        Sentence = sheet.Sentence?.With(static text => Show.Cut(text, MaxMessage)),
                    }),
            ],
        };
    }
}

/// <summary>The JSON between the upload script and this process.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(UploadReply))]
internal sealed partial class UploadJson : JsonSerializerContext;

/// <summary>What the page takes of a person's files. The Api has limits of its own; the same setting says both.</summary>
public sealed class UploadOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Tables";

    /// <summary>Bytes of one uploaded or pasted source.</summary>
    [Range(1, 1_000_000_000)]
    public int MaxBytes { get; set; } = 20 * 1024 * 1024;
}
