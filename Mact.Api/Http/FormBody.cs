using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Mact.Api.Http;

/// <summary>A multipart form, read in one pass under limits; nothing is written to disk.</summary>
/// <param name="Fields">Values by field name, in order.</param>
/// <param name="Files">Files in order, whatever their fields are called.</param>
internal sealed record FormBody(IReadOnlyDictionary<string, IReadOnlyList<string>> Fields, IReadOnlyList<UploadedFile> Files)
{
    private const int MaxBoundary = 100;
    private const int MaxParts = 200;
    private const int MaxFieldBytes = 1024 * 1024;

    /// <summary>The only or last value of a field, or null.</summary>
    public string? Field(string name) => Fields.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>All values of a field.</summary>
    public IReadOnlyList<string> All(string name) => Fields.TryGetValue(name, out var values) ? values : [];

    /// <summary>Whether the content type is multipart/form-data.</summary>
    public static bool IsForm(string? mediaType) => string.Equals(mediaType, "multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the form of a request.</summary>
    /// <exception cref="RequestRefusedException">The form is malformed (400), or it or a part is too large (413).</exception>
    public static async Task<FormBody> ReadAsync(HttpRequest request, int maxBytes, int maxFileBytes, CancellationToken cancellationToken)
    {
        var boundary = BoundaryOf(request);
        if (request.ContentLength > maxBytes)
        {
            throw new RequestRefusedException(KnownProblems.BodyTooLarge);
        }

        try
        {
            return await ReadPartsAsync(
                new MultipartReader(boundary, request.Body), request.ContentLength ?? 0, maxBytes, maxFileBytes, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw Broken("It ends early, or a part's headers are malformed. Build it with the client library's own multipart support.", exception);
        }
    }

    private static async Task<FormBody> ReadPartsAsync(
        MultipartReader reader, long announced, int maxBytes, int maxFileBytes, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        List<UploadedFile> files = [];
        var left = maxBytes;
        for (var parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
        {
            if (parts == MaxParts)
            {
                throw Broken($"It has more than {MaxParts} parts.");
            }

            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                throw Broken("A part has no usable Content-Disposition header.");
            }

            var isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue;
            var content = await BoundedBody.ReadAsync(
                section.Body, null, Math.Min(left, isFile ? maxFileBytes : MaxFieldBytes), cancellationToken,
                isFile && files.Count == 0 ? announced : 0);
            left -= content.Length;
            if (isFile)
            {
                files.Add(new(FileNameOf(disposition), section.ContentType, content));
            }
            else
            {
                Add(fields, HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? string.Empty, Encoding.UTF8.GetString(content.Span));
            }
        }

        return new(fields, files);
    }

    private static void Add(Dictionary<string, IReadOnlyList<string>> fields, string name, string value) =>
        fields[name] = fields.TryGetValue(name, out var before) ? [.. before, value] : [value];

    private static string FileNameOf(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar : HeaderUtilities.RemoveQuotes(disposition.FileName);
        var text = name.Value ?? string.Empty;
        return text[(text.LastIndexOfAny(['/', '\\']) + 1)..];
    }

    private static string BoundaryOf(HttpRequest request)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Boundary).Value : null;
        return string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary
            ? throw Broken("Its Content-Type has no usable boundary.")
            : boundary;
    }

    private static RequestRefusedException Broken(Sentence detail, Exception? exception = null) =>
        new(ProblemResult.BadRequest(ProblemCodes.BrokenForm, "The form cannot be read", detail), exception);
}

/// <summary>A file of a form, held in memory.</summary>
/// <param name="FileName">As the client named it, without folders; may be empty.</param>
/// <param name="ContentType">As the client said; null where it did not.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record UploadedFile(string FileName, string? ContentType, ReadOnlyMemory<byte> Content);
