using System.Text;
using Mact.Api.Http;
using Mact.Api.Problems;
using Mact.Core.Tables;
using Microsoft.Net.Http.Headers;

namespace Mact.Api.Tables;

/// <summary>Reads the body of <c>POST /tables</c> in each of its forms.</summary>
internal static class TableRequest
{
    private const string DefaultName = "table";

    // A form adds boundaries and headers to its files.
    private const int FormOverhead = 64 * 1024;

    /// <summary>Reads every source that the request carries.</summary>
    /// <exception cref="RequestRefusedException">The request is malformed (400), too large (413) or of another kind (415).</exception>
    public static async Task<SourceReadings> ReadAsync(HttpRequest request, TableLimits tables, RequestLimits limits, CancellationToken cancellationToken)
    {
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        if (FormBody.IsForm(type))
        {
            var most = Math.Max(limits.MaxRequestBytes, tables.MaxBytes + FormOverhead);
            return await FromFormAsync(await FormBody.ReadAsync(request, most, tables.MaxBytes, cancellationToken), tables, cancellationToken);
        }

        if (!JsonBody.IsJson(type) && !TableSource.IsSource(type))
        {
            throw new RequestRefusedException(KnownProblems.UnsupportedMediaType(request.ContentType));
        }

        var overrides = TableOverrides.Parse(name => request.Query[name]);
        var bytes = await BoundedBody.ReadAsync(request.Body, request.ContentLength, tables.MaxBytes, cancellationToken);
        return JsonBody.IsJson(type) && !IsArray(bytes)
            ? FromJson(bytes, overrides, tables)
            : await TableSource.ReadAsync(new UploadedFile(string.Empty, type, bytes), overrides, tables, cancellationToken);
    }

    private static async Task<SourceReadings> FromFormAsync(FormBody form, TableLimits limits, CancellationToken cancellationToken)
    {
        var overrides = TableOverrides.Parse(form.Field);
        var files = form.Field("text") is { } pasted ? [.. form.Files, new(string.Empty, "text/plain", Encoding.UTF8.GetBytes(pasted))] : form.Files;
        if (files.Count == 0)
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.NoTable,
                "The form has no file",
                "Add a part with a file name (CSV, TSV, XLSX, XLS, JSON or Parquet), or a field 'text' with the table as text."));
        }

        if (files.Count == 1)
        {
            return await TableSource.ReadAsync(files[0], overrides, limits, cancellationToken);
        }

        var readings = new List<SourceReading>();
        foreach (var file in files)
        {
            readings.AddRange((await TableSource.ReadAsync(file, overrides with { Name = null }, limits, cancellationToken)).Readings);
        }

        return new(readings, Several: true);
    }

    private static SourceReadings FromJson(ReadOnlyMemory<byte> bytes, TableOverrides overrides, TableLimits limits)
    {
        using var document = JsonBody.Parse(bytes);
        if (!JsonTable.IsTable(document.RootElement))
        {
            throw new RequestRefusedException(ProblemResult.BadRequest(
                ProblemCodes.InvalidTable,
                "The JSON is no table",
                "Send {\"name\": …, \"columns\": […], \"rows\": [[…]]}, or an array of objects with the same names."));
        }

        var name = overrides.Name ?? JsonTable.NameOf(document.RootElement) ?? DefaultName;
        var reading = JsonTable.Read(document.RootElement, "the body", name, limits);
        return new([new(name, TableRebuilder.Apply(reading, overrides, limits))], Several: false);
    }

    private static bool IsArray(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.TrimStart((ReadOnlySpan<byte>)[0x20, 0x09, 0x0D, 0x0A, 0xEF, 0xBB, 0xBF]);
        return start.Length > 0 && start[0] == (byte)'[';
    }
}
