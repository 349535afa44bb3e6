using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Mact.Api.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace Mact.Api.Tests.Access;

/// <summary>Who somebody is taken for, what is noted of it, and what the page alone is told.</summary>
public sealed class PeopleTests : IDisposable
{
    private const string PageKey = "a-key-of-the-page-of-more-than-32-characters";
    private readonly GarnetInProcess _garnet = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_told_who_she_is_and_what_she_may()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "delete")).Secret);
        using var nobody = app.Client(secret: null);

        var me = await ann.ReadAsync("/me");

        me.At("name").ShouldBe("ann");
        me.Body["scopes"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("delete");
        (await nobody.ReadAsync("/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_people_do_is_noted_for_admins_newest_first()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read", "delete")).Secret);
        using var admin = app.Client(GuardedApp.AdminKey);
        var question = await ann.AskAsync();
        await ann.ReadAsync($"/questions/{question}/export");
        await admin.ReadAsync($"/questions/{question}");
        await ann.PostAsync($"/questions/{question}/cancel", "");
        await ann.RemoveAsync($"/questions/{question}");

        var noted = (await admin.ReadAsync("/audit")).Body.AsArray()
            .Select(static entry => $"{entry!["person"]} {entry["action"]} {entry["target"]}").ToList();

        noted[0].ShouldBe($"key:ann DELETE /questions/{question}: 204");
        noted.ShouldContain($"key:admin looked at another's question {question}");
        noted.ShouldContain($"key:ann GET /questions/{question}/export: 200");
        noted.ShouldContain("key:ann POST /questions: 202");
        noted.ShouldContain(static entry => entry.StartsWith("key:admin made a key with the scopes ask read delete", StringComparison.Ordinal));
        (await ann.ReadAsync("/audit")).ShouldBeProblem(HttpStatusCode.Forbidden, "notAllowed");
    }

    [Fact]
    public async Task Nothing_that_people_send_begins_an_entry_of_its_own()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "delete")).Secret);
        using var admin = app.Client(GuardedApp.AdminKey);

        await ann.RemoveAsync("/questions/x%0D%0Ainfo:%20key:admin%1B[2J");

        var noted = (await admin.ReadAsync("/audit")).At("0.target");
        noted.ShouldStartWith("/questions/x%0D%0Ainfo:");
        noted.ShouldNotContain(static character => char.IsControl(character));
        foreach (var name in (string[])["a\\nb", "\\u001b[2J", "\\u0085"])
        {
            (await admin.PostAsync("/keys", $$"""{"name":"x","owner":"{{name}}"}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidKey");
            (await admin.PostAsync("/keys", $$"""{"name":"{{name}}","owner":"x"}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidKey");
        }
    }

    [Fact]
    public async Task An_access_token_that_is_unsigned_late_or_for_another_is_nobodys()
    {
        await using var provider = await IdentityProvider.StartAsync(Cancellation);
        (string Key, string Value)[] settings = [.. provider.Settings.Select(static one => (one.Key, one.Value))];
        await using var app = new GuardedApp(_garnet, settings);
        await using var other = new GuardedApp(_garnet, [.. settings, ("Auth:Audience", "another-api")]);
        var token = await provider.TokenOfAsync("ann", Cancellation);
        var parts = token.Split('.');
        var unsigned = Base64Url.EncodeToString("""{"alg":"none","typ":"at+jwt"}"""u8);
        var symmetric = Base64Url.EncodeToString("""{"alg":"HS256","typ":"at+jwt"}"""u8);
        string[] bad =
        [
            $"{unsigned}.{parts[1]}.",
            $"{unsigned}.{parts[1]}.{parts[2]}",
            $"{symmetric}.{parts[1]}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.",
            await provider.TokenOfAsync(IdentityProvider.Late, Cancellation),
        ];

        foreach (var sent in bad)
        {
            using var nobody = app.Client(sent);
            (await nobody.ReadAsync("/me")).Status.ShouldBe(HttpStatusCode.Unauthorized, sent);
        }

        using var here = app.Client(token);
        (await here.ReadAsync("/me")).Status.ShouldBe(HttpStatusCode.OK);
        using var there = other.Client(token);
        (await there.ReadAsync("/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_forged_access_token_is_nobodys()
    {
        await using var provider = await IdentityProvider.StartAsync(Cancellation);
        await using var app = new GuardedApp(_garnet, [.. provider.Settings.Select(static one => (one.Key, one.Value))]);
        using var own = RSA.Create();
        var ownKey = new RsaSecurityKey(own) { KeyId = "provider" };
        var hour = TimeSpan.FromHours(1);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        Dictionary<string, Action<SecurityTokenDescriptor>> forgeries = new(StringComparer.Ordinal)
        {
            ["another audience"] = static token => token.Audience = "another-api",
            ["for the page, as an id token is"] = static token => token.Audience = IdentityProvider.ClientId,
            ["no audience"] = static token => token.Audience = null,
            ["another issuer"] = static token => token.Issuer = "https://evil.test/",
            ["nearly the issuer"] = static token => token.Issuer += "evil",
            ["no issuer"] = static token => token.Issuer = null,
            ["late"] = token =>
            {
                token.NotBefore = token.IssuedAt = now - (2 * hour);
                token.Expires = now - hour;
            },
            ["early"] = token =>
            {
                token.NotBefore = now + hour;
                token.Expires = now + (2 * hour);
            },
            ["signed by another key of the same name"] = token => token.SigningCredentials = new(ownKey, SecurityAlgorithms.RsaSha256),
            ["signed with what everybody knows of the key"] = token => token.SigningCredentials = provider.PublicKeyAsSecret,
            ["with its own key in its header"] = token =>
            {
                token.SigningCredentials = new(ownKey, SecurityAlgorithms.RsaSha256);
                token.AdditionalHeaderClaims = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["jwk"] = new Dictionary<string, object>(StringComparer.Ordinal)
                    {
                        ["kty"] = "RSA",
                        ["n"] = Base64Url.EncodeToString(own.ExportParameters(includePrivateParameters: false).Modulus),
                        ["e"] = "AQAB",
                    },
                    ["jku"] = "https://evil.test/keys",
                };
            },
            ["unsigned"] = static token => token.SigningCredentials = null,
            ["of no person"] = static token => token.Claims.Remove("sub"),
            ["of a person that would begin a line of the audit"] = static token => token.Claims["sub"] = "ann\nAudit: key:admin",
        };

        using var ann = app.Client(provider.Forge());
        (await ann.ReadAsync("/me")).Status.ShouldBe(HttpStatusCode.OK, "unchanged, it is hers");
        foreach (var (name, change) in forgeries)
        {
            using var nobody = app.Client(provider.Forge(change));
            (await nobody.ReadAsync("/me")).Status.ShouldBe(HttpStatusCode.Unauthorized, name);
        }
    }

    [Theory]
    [InlineData("openid profile", "ask read delete")]
    [InlineData("openid read", "read")]
    [InlineData("openid ask delete nothing", "ask delete")]
    [InlineData("read administrator Admin", "read")]
    public async Task An_access_token_may_what_its_scopes_of_ours_say_and_without_any_all_but_admin(string scopes, string may)
    {
        await using var provider = await IdentityProvider.StartAsync(Cancellation);
        await using var app = new GuardedApp(_garnet, [.. provider.Settings.Select(static one => (one.Key, one.Value))]);
        using var ann = app.Client(provider.Forge(token => token.Claims["scope"] = scopes));

        (await ann.ReadAsync("/me")).Body["scopes"]!.AsArray().Select(static scope => scope!.GetValue<string>())
            .ShouldBe(may.Split(' '), ignoreOrder: true);
        (await ann.ReadAsync("/questions")).Status.ShouldBe(may.Contains("read") ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        (await ann.PostAsync("/questions", Requests.Question())).Status.ShouldBe(
            may.Contains("ask") ? HttpStatusCode.Accepted : HttpStatusCode.Forbidden);
        (await ann.ReadAsync("/keys")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_refused_look_is_noted_and_an_admins_look_once_for_each_request()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read")).Secret);
        using var admin = app.Client(GuardedApp.AdminKey);
        var question = await ann.AskAsync();
        await bob.ReadAsync($"/questions/{question}");
        await bob.ReadAsync("/audit");
        await bob.ReadAsync("/keys");
        await admin.ReadAsync($"/questions/{question}");
        await CallAsync(bob, "get_run", $$"""{"id":"{{question}}"}""");
        await CallAsync(bob, "x\nAudit: forged", "{}");

        var noted = (await admin.ReadAsync("/audit")).Body.AsArray()
            .Select(static entry => $"{entry!["person"]} {entry["action"]} {entry["target"]}").ToList();

        noted.ShouldContain($"key:bob GET /questions/{question}: 404");
        noted.ShouldContain("key:bob GET /audit: 403");
        noted.ShouldContain("key:bob GET /keys: 403");
        noted.ShouldContain($"key:bob called get_run \"{question}\"");
        noted.ShouldNotContain(static entry => entry.Contains("forged"));
        noted.Count(entry => entry == $"key:admin looked at another's question {question}").ShouldBe(1);
    }

    [Fact]
    public async Task The_keys_of_the_pages_cookies_are_there_for_the_page_alone()
    {
        await using var app = new GuardedApp(_garnet, ("Auth:PageKey", PageKey));
        using var page = app.Client(PageKey);
        using var admin = app.Client(GuardedApp.AdminKey);
        using var nobody = app.Client(secret: null);

        using var xml = new StringContent("<key id=\"1\"/>");
        using var kept = await page.PostAsync(new Uri("/page-keys", UriKind.Relative), xml, Cancellation);
        kept.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await page.ReadAsync("/page-keys")).Text.ShouldContain("key id");
        foreach (var other in (HttpClient[])[admin, nobody])
        {
            (await other.ReadAsync("/page-keys")).Status.ShouldBe(HttpStatusCode.NotFound);
            (await other.PostAsync("/page-keys", "x")).Status.ShouldBe(HttpStatusCode.NotFound);
        }

        (await page.ReadAsync("/questions")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        await using var without = new GuardedApp(_garnet);
        using var same = without.Client(PageKey);
        (await same.ReadAsync("/page-keys")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_access_token_of_the_identity_provider_is_a_person_and_any_other_is_nobody()
    {
        await using var provider = await IdentityProvider.StartAsync(Cancellation);
        await using var stranger = await IdentityProvider.StartAsync(Cancellation);
        await using var app = new GuardedApp(_garnet, [.. provider.Settings.Select(static one => (one.Key, one.Value))]);
        using var ann = app.Client(await provider.TokenOfAsync("ann", Cancellation));
        using var bob = app.Client(await provider.TokenOfAsync("bob", Cancellation));
        using var root = app.Client(await provider.TokenOfAsync("root", Cancellation));
        using var forged = app.Client(await stranger.TokenOfAsync("ann", Cancellation));
        using var key = app.Client((await app.KeyAsync("ann", "read")).Secret);

        var question = await ann.AskAsync();

        (await ann.ReadAsync("/me")).Text.ShouldNotContain("admin");
        (await ann.ReadAsync($"/questions/{question}")).Status.ShouldBe(HttpStatusCode.OK);
        (await bob.ReadAsync($"/questions/{question}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await root.ReadAsync($"/questions/{question}")).Status.ShouldBe(HttpStatusCode.OK);
        (await ann.ReadAsync("/keys")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await root.ReadAsync("/keys")).Status.ShouldBe(HttpStatusCode.OK);
        (await forged.ReadAsync("/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        // The owner of a key is nobody at the identity provider, even of the same name.
        (await key.ReadAsync($"/questions/{question}")).Status.ShouldBe(HttpStatusCode.NotFound);
        var token = await provider.TokenOfAsync("ann", Cancellation);
        using var changed = app.Client(token[..^4] + (token.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA"));
        (await changed.ReadAsync("/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task CallAsync(HttpClient client, string tool, string arguments)
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent(
                $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""",
                System.Text.Encoding.UTF8,
                "application/json"),
            Headers = { { "Accept", "application/json, text/event-stream" } },
        };
        using var response = await client.SendAsync(call, Cancellation);
        await response.Content.ReadAsStringAsync(Cancellation);
    }

    public void Dispose() => _garnet.Dispose();
}
