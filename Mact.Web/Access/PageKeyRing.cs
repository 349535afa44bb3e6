using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Mact.Web.Access;

/// <summary>
/// Keeps the keys that cookies are protected with at the Api, which has Redis: every replica of the page knows them, and they outlive a restart.
/// </summary>
internal sealed class PageKeyRing(IHttpClientFactory clients, string key) : IXmlRepository
{
    /// <summary>The named client of the Api.</summary>
    public const string ClientName = "api-page-keys";

    private static readonly Uri Path = new("page-keys", UriKind.Relative);

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        // The framework asks without await, rarely: when a process starts, and once a day.
        var all = Task.Run(async () =>
        {
            using var client = Client();
            return await client.GetFromJsonAsync<IReadOnlyList<string>>(Path);
        }).GetAwaiter().GetResult();
        return [.. (all ?? []).Select(static xml => XElement.Parse(xml))];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => Task.Run(async () =>
    {
        using var client = Client();
        using var content = new StringContent(element.ToString(SaveOptions.DisableFormatting), Encoding.UTF8, "application/xml");
        using var response = await client.PostAsync(Path, content);
        response.EnsureSuccessStatusCode();
    }).GetAwaiter().GetResult();

    private HttpClient Client()
    {
        var client = clients.CreateClient(ClientName);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
