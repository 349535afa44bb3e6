using System.Net;
using System.Net.Http.Headers;
using Mact.Testing;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Health;

/// <summary>Who signs in on the page, and as whom it asks the Api.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Ann = "mact_ann";
    private const string AsAnn = """{"name":"ann","scopes":["ask","read"]}""";
    private static readonly KeyValuePair<string, string> Keys = new("Auth:Mode", "keys");

    private FakeApi _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _api = await FakeApi.StartAsync(Cancellation);
        _api.Person = static secret => secret == Ann ? AsAnn : null;
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Without_people_there_is_no_sign_in_and_nothing_is_shown_to_the_Api()
    {
        await using var web = new WebApp(_api);
        using var http = web.CreateClient();

        (await http.GetStringAsync(Path("/history"), Cancellation)).ShouldNotContain("Sign out");
        using var signIn = await http.GetAsync(Path("/signin"), Cancellation);
        signIn.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _api.Shown.ShouldContain(("/questions", string.Empty));
    }

    [Fact]
    public async Task Nothing_but_health_and_files_is_there_for_whoever_is_not_signed_in()
    {
        await using var web = new WebApp(_api, Keys);
        using var http = Browser(web);

        foreach (var path in (string[])["/", "/history", "/system", "/questions/1", "/export/1", "/no-such-page"])
        {
            using var page = await http.GetAsync(Path(path), Cancellation);
            page.StatusCode.ShouldBe(HttpStatusCode.Redirect, path);
            page.Headers.Location!.AbsolutePath.ShouldBe("/signin");
        }

        foreach (var path in (string[])["/alive", "/css/mact.css", "/signin"])
        {
            using var open = await http.GetAsync(Path(path), Cancellation);
            open.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        using var circuit = await http.PostAsync(Path("/_blazor/negotiate?negotiateVersion=1"), content: null, Cancellation);
        circuit.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var upload = await http.PostAsync(Path("/upload/tables"), content: null, Cancellation);
        upload.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        _api.Reads.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_key_signs_in_is_shown_to_the_Api_and_signs_out()
    {
        await using var web = new WebApp(_api, Keys);
        using var http = Browser(web);

        using var wrong = await SignInAsync(http, "mact_other", "/history");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await wrong.Content.ReadAsStringAsync(Cancellation)).ShouldContain("There is no such key");
        wrong.Headers.Contains("Set-Cookie").ShouldBeFalse();

        using var right = await SignInAsync(http, Ann, "/history");
        right.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        right.Headers.Location!.ToString().ShouldBe("/history");
        var cookie = right.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldNotContain(Ann);

        var page = await http.GetStringAsync(Path("/history"), Cancellation);
        page.ShouldContain("Sign out");
        page.ShouldContain("ann");
        page.ShouldNotContain(Ann);
        _api.Shown.ShouldContain(("/questions", Ann));

        using var left = await http.PostAsync(Path("/signout"), content: null, Cancellation);
        left.Headers.Location!.ToString().ShouldBe("/signed-out");
        using var after = await http.GetAsync(Path("/history"), Cancellation);
        after.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Signing_in_leads_to_no_other_site_and_no_other_site_signs_in_or_out()
    {
        await using var web = new WebApp(_api, Keys);
        using var http = Browser(web);

        using var right = await SignInAsync(http, Ann, "//evil.test/");
        right.Headers.Location!.ToString().ShouldBe("/");
        http.DefaultRequestHeaders.Add("Origin", "http://evil.test");
        using var signIn = await SignInAsync(http, Ann, "/");
        signIn.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var signOut = await http.PostAsync(Path("/signout"), content: null, Cancellation);
        signOut.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Replicas_with_the_page_key_know_each_others_cookies_and_others_do_not()
    {
        KeyValuePair<string, string> key = new("Auth:PageKey", new string('k', 32));
        await using var first = new WebApp(_api, Keys, key);
        using var there = Browser(first);
        using var signedIn = await SignInAsync(there, Ann, "/");
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        // Another replica, or the same one after a restart.
        await using var second = new WebApp(_api, Keys, key);
        using var same = await AskAsync(second, cookie);
        same.StatusCode.ShouldBe(HttpStatusCode.OK);
        _api.PageKeys.ShouldNotBeEmpty();
        _api.Shown.ShouldContain(("/page-keys", key.Value));

        _api.PageKeys.Clear();
        await using var third = new WebApp(_api, Keys, key);
        using var other = await AskAsync(third, cookie);
        other.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task An_identity_provider_signs_in_its_access_token_is_shown_to_the_Api_and_signing_out_is_told_to_it()
    {
        await using var provider = await IdentityProvider.StartAsync(Cancellation);
        _api.Person = static secret => secret.StartsWith("ey", StringComparison.Ordinal) ? """{"name":null,"scopes":["ask","read"]}""" : null;
        await using var web = new WebApp(_api, provider.Settings);
        web.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        web.StartServer();
        using var http = new HttpClient { BaseAddress = web.CreateClient().BaseAddress };
        http.DefaultRequestHeaders.Accept.Add(new("text/html"));

        using var asked = await http.GetAsync(Path("/history"), Cancellation);
        asked.RequestMessage!.RequestUri!.Port.ShouldBe(provider.Address.Port);
        var to = System.Web.HttpUtility.ParseQueryString(asked.RequestMessage.RequestUri.Query)["to"]!;
        using var form = new FormUrlEncodedContent([new("user", "ann"), new("to", to)]);
        using var entered = await http.PostAsync(new Uri(provider.Address, "login"), form, Cancellation);

        var page = await entered.Content.ReadAsStringAsync(Cancellation);
        entered.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/history", page);
        page.ShouldContain("ann");
        page.ShouldContain("Sign out");
        _api.Shown.ShouldContain(static one => one.Path == "/questions" && one.Secret.StartsWith("ey", StringComparison.Ordinal));

        using var left = await http.PostAsync(Path("/signout"), content: null, Cancellation);
        left.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/signed-out");
        using var again = await http.GetAsync(Path("/history"), Cancellation);
        again.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/login");
    }

    [Fact]
    public async Task No_answer_of_an_identity_provider_signs_in_that_this_browser_did_not_ask_for()
    {
        await using var provider = await IdentityProvider.StartAsync(Cancellation);
        _api.Person = static secret => secret.StartsWith("ey", StringComparison.Ordinal) ? """{"name":null,"scopes":["ask","read"]}""" : null;
        await using var web = new WebApp(_api, provider.Settings);
        web.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        web.StartServer();
        using var attacker = Visitor(web);
        using var victim = Visitor(web);

        // The attacker enters as himself, and stops before the page takes the answer.
        using var asked = await attacker.GetAsync(Path("/history"), Cancellation);
        using var sent = await EnterAsync(asked.Headers.Location!, "attacker");
        var answer = sent.Headers.Location!;
        answer.AbsolutePath.ShouldBe("/signin-oidc");

        foreach (var address in new[]
        {
            answer.PathAndQuery, "/signin-oidc", "/signin-oidc?code=x", "/signin-oidc?code=x&state=y", "/signin-oidc?error=access_denied",
            answer.PathAndQuery.Replace("state=", "stat=", StringComparison.Ordinal),
        })
        {
            using var refused = await victim.GetAsync(Path(address), Cancellation);
            refused.Headers.Location!.OriginalString.ShouldBe("/signed-out", address);
            (refused.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [])
                .ShouldNotContain(static cookie => cookie.StartsWith("mact=", StringComparison.Ordinal), address);
        }

        // In the browser that asked it signs in, once.
        using var signedIn = await attacker.GetAsync(answer, Cancellation);
        signedIn.Headers.Location!.OriginalString.ShouldBe("/history");
        using var again = await attacker.GetAsync(answer, Cancellation);
        again.Headers.Location!.OriginalString.ShouldBe("/signed-out");
    }

    [Fact]
    public async Task Whoever_was_somebody_else_before_is_who_signed_in_last_and_no_link_of_another_site_signs_out()
    {
        await using var provider = await IdentityProvider.StartAsync(Cancellation);
        _api.Person = static secret => secret.StartsWith("ey", StringComparison.Ordinal) ? """{"name":null,"scopes":["ask","read"]}""" : null;
        await using var web = new WebApp(_api, provider.Settings);
        web.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        web.StartServer();
        using var browser = Visitor(web);
        foreach (var user in (string[])["attacker", "ann"])
        {
            using var asked = await browser.GetAsync(Path("/signin?back=/history"), Cancellation);
            using var sent = await EnterAsync(asked.Headers.Location!, user);
            using var signedIn = await browser.GetAsync(sent.Headers.Location, Cancellation);
            var page = await browser.GetStringAsync(Path("/history"), Cancellation);
            page.ShouldContain(user);
            page.Contains("attacker", StringComparison.Ordinal).ShouldBe(user == "attacker");
        }

        foreach (var path in (string[])["/signout-oidc", $"/signout-oidc?iss={provider.Address}", "/signout", "/signout-callback-oidc"])
        {
            using var opened = await browser.GetAsync(Path(path), Cancellation);
            using var still = await browser.GetAsync(Path("/history"), Cancellation);
            still.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        // What a signed-in person saw is asked for anew on the way back.
        using var seen = await browser.GetAsync(Path("/history"), Cancellation);
        seen.Headers.CacheControl!.NoStore.ShouldBeTrue();
        using var left = await browser.PostAsync(Path("/signout"), content: null, Cancellation);
        using var back = await browser.GetAsync(Path("/history"), Cancellation);
        back.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("/\\evil.test")]
    [InlineData("/\t/evil.test")]
    [InlineData("/./..//evil.test")]
    [InlineData("https://evil.test/")]
    [InlineData("https:evil.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("\\\\evil.test")]
    [InlineData("/@evil.test:80\r\nSet-Cookie: a=b")]
    [InlineData("////evil.test/..")]
    [InlineData("evil.test")]
    [InlineData(" //evil.test")]
    public async Task Signing_in_comes_back_to_this_site_whatever_the_link_says(string back)
    {
        await using var provider = await IdentityProvider.StartAsync(Cancellation);
        _api.Person = secret => secret == Ann || secret.StartsWith("ey", StringComparison.Ordinal) ? AsAnn : null;
        await using var keys = new WebApp(_api, Keys);
        using var http = Browser(keys);
        using var byKey = await SignInAsync(http, Ann, back);
        await using var web = new WebApp(_api, provider.Settings);
        web.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        web.StartServer();
        using var browser = Visitor(web);
        using var asked = await browser.GetAsync(Path($"/signin?back={Uri.EscapeDataString(back)}"), Cancellation);
        using var sent = await EnterAsync(asked.Headers.Location!, "ann");
        using var byProvider = await browser.GetAsync(sent.Headers.Location, Cancellation);

        foreach (var reply in (HttpResponseMessage[])[byKey, byProvider])
        {
            reply.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            new Uri(new Uri("http://here/"), reply.Headers.Location!.OriginalString.Replace('\\', '/')).Host.ShouldBe("here");
        }
    }

    // As a browser would, from the address of the provider that the page gave.
    private static async Task<HttpResponseMessage> EnterAsync(Uri address, string user)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", $"provider={user}");
        return await http.SendAsync(request, Cancellation);
    }

    private static HttpClient Visitor(WebApp web)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = web.CreateClient().BaseAddress };
        http.DefaultRequestHeaders.Accept.Add(new("text/html"));
        return http;
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);

    private static HttpClient Browser(WebApp web)
    {
        var http = web.CreateClient(new() { AllowAutoRedirect = false });
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return http;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient http, string key, string back)
    {
        using var form = new FormUrlEncodedContent([new("key", key), new("back", back)]);
        return await http.PostAsync(Path("/signin"), form, Cancellation);
    }

    private static async Task<HttpResponseMessage> AskAsync(WebApp web, string cookie)
    {
        using var http = web.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/history");
        request.Headers.Accept.Add(new("text/html"));
        request.Headers.Add("Cookie", cookie);
        return await http.SendAsync(request, Cancellation);
    }
}
