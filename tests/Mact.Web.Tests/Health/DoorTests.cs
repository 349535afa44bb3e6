using System.Net;
using Mact.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Mact.Web.Tests.Health;

/// <summary>What the page lets in at the door.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData("GET", "/alive", "evil.test", null, null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "/alive", "localhost:8080", null, null, HttpStatusCode.OK)]
    [InlineData("GET", "/alive", "localhost:8080", "http://evil.test", null, HttpStatusCode.OK)]
    [InlineData("GET", "/_blazor", "localhost:8080", "http://evil.test", "websocket", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/_blazor", "localhost:8080", "http://localhost:8081", "websocket", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/_blazor", "localhost:8080", "null", "websocket", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/_blazor", "localhost:8080", "http://evil.test", "websocket, other", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/_blazor", "localhost:8080", "foo://localhost:8080", "websocket", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/signed-out", "localhost:99999", null, null, HttpStatusCode.BadRequest)]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", "localhost:8080", "http://evil.test", null, HttpStatusCode.Forbidden)]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", "localhost:8080", "http://localhost:8080", null, HttpStatusCode.OK)]
    public async Task Another_site_opens_nothing(string method, string path, string host, string? origin, string? upgrade, HttpStatusCode expected)
    {
        await using var factory = new WebApplicationFactory<Program>();
        using var client = factory.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Host", host);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (upgrade is not null)
        {
            request.Headers.Add("Upgrade", upgrade);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_request_that_names_no_host_is_refused()
    {
        await using var factory = new WebApplicationFactory<Program>();

        var answered = await factory.Server.SendAsync(
            static context =>
            {
                context.Request.Path = "/alive";
                context.Request.Host = default;
            },
            TestContext.Current.CancellationToken);

        answered.Response.StatusCode.ShouldBe(StatusCodes.Status400BadRequest);
    }

    [Theory]
    [InlineData("http", "http://mact.test", false)]
    [InlineData("http", "https://mact.test", false)] // A proxy ended TLS.
    [InlineData("https", "https://mact.test", false)]
    [InlineData("https", "http://mact.test", true)]
    [InlineData("https", "https://mact.test:8443", true)]
    public void A_page_of_plain_http_is_not_the_page_that_came_by_https(string scheme, string origin, bool foreign)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Scheme, request.Host) = ("POST", scheme, new("mact.test"));
        request.Headers.Origin = origin;

        ForeignPages.Sent(request).ShouldBe(foreign);
    }

    [Theory]
    [InlineData("/questions/1?after=2", "/questions/1?after=2")]
    [InlineData("/", "/")]
    [InlineData("//evil.test", "/")]
    [InlineData("/\\evil.test", "/")]
    [InlineData("/.//evil.test", "/")]
    [InlineData("/a/..//evil.test", "/")]
    [InlineData("https://evil.test", "/")]
    [InlineData("/a\r\nSet-Cookie: a=b", "/")]
    [InlineData("/a\u0001", "/")]
    [InlineData("/질문", "/%EC%A7%88%EB%AC%B8")]
    [InlineData("", "/")]
    [InlineData("@evil.test", "/")]
    public async Task Choosing_a_language_leads_back_into_this_site_and_never_fails(string back, string to)
    {
        await using var factory = new WebApplicationFactory<Program>();
        using var client = factory.CreateClient(new() { AllowAutoRedirect = false });

        using var response = await client.GetAsync(
            new Uri($"/language?to=ko&back={Uri.EscapeDataString(back)}", UriKind.Relative), TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.GetValues("Location").Single().ShouldBe(to);
    }

    [Theory]
    [InlineData("\u001b]0;owned\u0007", "\\u001b]0;owned\\u0007")]
    [InlineData("\u001b[2J", "\\u001b[2J")]
    [InlineData("\u009b2J", "\\u009b2J")]
    [InlineData("a\u202eb", "a\\u202eb")]
    [InlineData("a\u200fb\u061c", "a\\u200fb\\u061c")]
    [InlineData("\u001b]8;;http://evil.test\u001b\\here\u001b]8;;\u001b\\", "\\u001b]8;;http://evil.test\\u001b\\here\\u001b]8;;\\u001b\\")]
    [InlineData("\u009d0;owned\u009c", "\\u009d0;owned\\u009c")]
    [InlineData("\u001b[1;31mred\u001b[0m\r\n\tplain", "\u001b[1;31mred\u001b[0m\r\n\tplain")]
    [InlineData("\u001b[31", "\\u001b[31")]
    [InlineData("a\rinfo: b", "a\\u000dinfo: b")]
    [InlineData("a\r\r\n", "a\\u000d\r\n")]
    public void Text_from_outside_does_nothing_to_a_terminal(string text, string shown)
    {
        PlainConsole.Plain(text).ShouldBe(shown);
        using var inner = new StringWriter();
        using var console = new PlainConsole(inner);
        console.WriteLine(text);
        console.Write(text.ToCharArray());
        inner.ToString().ReplaceLineEndings("\n").ShouldBe((shown + "\n" + shown).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_console_that_is_guarded_is_not_guarded_again()
    {
        PlainConsole.Use();
        var (output, error) = (Console.Out, Console.Error);

        PlainConsole.Use();

        Console.Out.ShouldBeSameAs(output);
        Console.Error.ShouldBeSameAs(error);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData(" =1", "' =1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠1", "'＠1")]
    [InlineData("﹦1+1", "'﹦1+1")]
    [InlineData("﹣1+cmd", "'﹣1+cmd")]
    [InlineData("\ufeff=1", "'\ufeff=1")]
    [InlineData("\u200b@x", "'\u200b@x")]
    [InlineData("\u0001+x", "'\u0001+x")]
    [InlineData("\u3000=1", "'\u3000=1")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("+3", "+3")]
    [InlineData("a=b", "a=b")]
    [InlineData("a,b", "\"a,b\"")]
    public void A_spreadsheet_runs_nothing_of_an_export(string cell, string written) => CsvCell.Write(cell).ShouldBe(written);
}
