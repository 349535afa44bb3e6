using System.Net.Http.Headers;
using Mact.Api.Http;
using Mact.Api.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Mact.Api.Tests.Access;

/// <summary>The Api on the Redis stand-in, with keys.</summary>
internal sealed class GuardedApp : IAsyncDisposable
{
    public const string AdminKey = "an-admin-key-of-more-than-32-characters";

    private readonly WebApplicationFactory<RequestLimits> _factory;

    public GuardedApp(GarnetInProcess garnet, params (string Key, string Value)[] settings) =>
        _factory = new WebApplicationFactory<RequestLimits>().WithWebHostBuilder(builder =>
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("ConnectionStrings:redis", garnet.ConnectionString);
            builder.UseSetting("Auth:Mode", "keys");
            builder.UseSetting("Auth:AdminKey", AdminKey);
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }
        });

    /// <summary>Whoever has the secret; null: nobody.</summary>
    public HttpClient Client(string? secret)
    {
        var client = _factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    /// <summary>Makes a key and returns its id and secret.</summary>
    public async Task<(string Id, string Secret)> KeyAsync(string owner, params string[] scopes)
    {
        using var admin = Client(AdminKey);
        var list = string.Join(',', scopes.Select(static scope => $"\"{scope}\""));
        var made = await admin.PostAsync("/keys", $$"""{"name":"of {{owner}}","owner":"{{owner}}","scopes":[{{list}}]}""");
        return (made.At("key.id"), made.At("secret"));
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();
}
