using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Uploads;

public sealed partial class WebProcessTests(ITestOutputHelper output) : IAsyncLifetime
{
    private FakeApi _api = null!;
    private WebApp _web = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        _web = new WebApp(_api);
        _web.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        _web.StartServer();
        _http = _web.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _web.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Every_asset_that_the_page_names_is_there_and_not_empty()
    {
        var token = TestContext.Current.CancellationToken;
        var html = await _http.GetStringAsync(new Uri("/", UriKind.Relative), token);
        var assets = Asset()
            .Matches(html)
            .Select(static match => match.Groups["url"].Value)
            .Where(static url => url.Contains('.', StringComparison.Ordinal))
            .Distinct()
            .ToList();

        assets.Count.ShouldBeGreaterThanOrEqualTo(8);
        foreach (var asset in assets)
        {
            asset.ShouldNotContain("//");
            var bytes = await _http.GetByteArrayAsync(new Uri(asset, UriKind.RelativeOrAbsolute), token);
            bytes.Length.ShouldBeGreaterThan(100, asset);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/questions/q1")]
    [InlineData("/history")]
    public async Task A_page_with_all_that_it_loads_weighs_less_than_250_kB(string path)
    {
        _api.Runs["q1"] = RecordedRuns.Answered;
        var token = TestContext.Current.CancellationToken;
        var html = await _http.GetStringAsync(new Uri(path, UriKind.Relative), token);
        var weight = html.Length;
        foreach (var asset in Asset().Matches(html).Select(static match => match.Groups["url"].Value)
            .Where(static url => url.EndsWith(".js", StringComparison.Ordinal) || url.EndsWith(".css", StringComparison.Ordinal)).Distinct())
        {
            // As a browser asks, and counted as it comes over the wire.
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(asset, UriKind.RelativeOrAbsolute));
            request.Headers.AcceptEncoding.ParseAdd("br, gzip");
            using var response = await _http.SendAsync(request, token);
            weight += (await response.Content.ReadAsByteArrayAsync(token)).Length;
        }

        output.WriteLine($"{path}: {weight} bytes");
        weight.ShouldBeInRange(40_000, 250_000);
    }

    [Fact]
    public async Task Pages_have_no_inline_script_or_style_and_the_policy_forbids_them()
    {
        using var response = await _http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Inline().IsMatch(html).ShouldBeFalse();
        response.Headers.GetValues("Content-Security-Policy").ShouldBe([SecurityHeaders.ContentSecurityPolicy]);
        SecurityHeaders.ContentSecurityPolicy.ShouldContain("script-src 'self';");
        SecurityHeaders.ContentSecurityPolicy.ShouldContain("style-src 'self';");
        SecurityHeaders.ContentSecurityPolicy.ShouldNotContain("unsafe");
    }

    [Fact]
    public async Task Five_megabytes_go_through_and_the_table_comes_back()
    {
        using var response = await UploadAsync(5 * 1024 * 1024, withHeader: true);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var reply = JsonSerializer.Deserialize(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), UploadJson.Default.UploadReply).ShouldNotBeNull();
        reply.Problem.ShouldBeNull();
        reply.Tables.ShouldHaveSingleItem().Id.ShouldBe("t-cities");
        _api.Uploads.ShouldHaveSingleItem().ShouldBeGreaterThan(5 * 1024 * 1024);
    }

    [Fact]
    public async Task More_than_the_limit_is_refused_in_words_and_never_reaches_the_api()
    {
        using var response = await UploadAsync(21 * 1024 * 1024, withHeader: true);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("The limit is 20 MB");
        _api.Uploads.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_without_the_scripts_header_is_refused()
    {
        using var response = await UploadAsync(10, withHeader: false);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        _api.Uploads.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_problem_of_the_api_is_passed_on_in_words()
    {
        using var response = await UploadAsync("not a table", withHeader: true);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("That is not CSV. Every row has one "
                + "value only.");
    }

    [Fact]
    public async Task The_export_holds_all_records()
    {
        _api.Runs["q1"] = RecordedRuns.Answered;

        using var response = await _http.GetAsync(new Uri("/export/q1", UriKind.Relative), TestContext.Current.CancellationToken);

        response.Content.Headers.ContentDisposition.ShouldNotBeNull().FileName.ShouldBe("mact-run-q1.json");
        using var export = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        export.RootElement.GetProperty("records").GetArrayLength().ShouldBe(RecordedRuns.Answered.Count);
    }

    [Fact]
    public async Task A_reload_shows_the_answer_before_any_script_runs()
    {
        _api.Runs["q1"] = RecordedRuns.Answered;

        var html = await _http.GetStringAsync(new Uri("/questions/q1", UriKind.Relative), TestContext.Current.CancellationToken);

        html.ShouldContain("3 of 5 programs gave this result");
    }

    private Task<HttpResponseMessage> UploadAsync(int bytes, bool withHeader) => UploadAsync(new string('7', bytes), withHeader);

    private async Task<HttpResponseMessage> UploadAsync(string text, bool withHeader)
    {
        using var form = new MultipartFormDataContent();
        using var file = new StringContent(text, MediaTypeHeaderValue.Parse("text/plain"));
        form.Add(file, "file", "pasted.txt");
        using var request = new HttpRequestMessage(HttpMethod.Post, UploadEndpoint.Path) { Content = form };
        if (withHeader)
        {
            request.Headers.Add(UploadEndpoint.Header, "1");
        }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("""(?:src|href)="(?<url>[^"#]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Asset();

    [GeneratedRegex("""<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Inline();
}
