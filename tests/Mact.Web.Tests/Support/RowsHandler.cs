using System.Net;
using System.Net.Mime;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Mact.Web.Tests.Support;

/// <summary>An Api with one table of numbered rows, that counts what is read of it.</summary>
internal sealed class RowsHandler(int total) : HttpMessageHandler
{
    /// <summary>Offsets asked for, in order.</summary>
    public List<int> Offsets { get; } = [];

    /// <summary>Whether it is away.</summary>
    public bool Away { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var query = QueryHelpers.ParseQuery(request.RequestUri!.Query);
        var offset = int.Parse(query["offset"]!);
        var limit = int.Parse(query["limit"]!);
        Offsets.Add(offset);
        if (Away)
        {
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        }

        var rows = string.Join(
            ',',
            Enumerable.Range(offset, Math.Clamp(total - offset, 0, limit))
                .Select(static row => $"[\"{row}\"]"));
        var json = $"{{\"columns\":[\"n\"],\"rows\":[{rows}],\"total\":{total},\"offset\":{offset}}}";
        return Task.FromResult(new HttpResponseMessage { Content = new StringContent(json, Encoding.UTF8, MediaTypeNames.Application.Json) });
    }
}
