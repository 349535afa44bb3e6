using System.Net;
using System.Text.RegularExpressions;
using Mact.Web.Tests.Support;

namespace Mact.Web.Tests.Localization;

public sealed partial class LanguageTests
{
    [Fact]
    public void Every_text_of_the_pages_has_its_korean()
    {
        var keys = Sources()
            .SelectMany(static source => Key().Matches(source).Concat(Counted().Matches(source)))
            .SelectMany(static match => match.Groups["key"].Captures.Select(static capture => Regex.Unescape(capture.Value)))
            .Distinct()
            .ToList();

        keys.Count.ShouldBeGreaterThan(400);
        keys.Where(key => Said.Korean[key].ResourceNotFound).ShouldBeEmpty();
    }

    [Fact]
    public void A_translation_uses_the_places_of_its_text()
    {
        foreach (var entry in Said.Korean.GetAllStrings(includeParentCultures: false))
        {
            Places(entry.Value).ShouldBe(Places(entry.Name), entry.Name);
        }
    }

    [Fact]
    public async Task Pages_are_korean_where_the_browser_asks_for_it_and_english_otherwise()
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        await using var web = new WebApp(api);
        web.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        web.StartServer();
        using var client = web.CreateClient();

        var korean = await ReadAsync(client, "/", "ko-KR,ko;q=0.9");
        var english = await ReadAsync(client, "/", "fr");

        korean.ShouldContain("<html lang=\"ko\"");
        System.Net.WebUtility.HtmlDecode(korean).ShouldContain("표에 물어보세요");
        english.ShouldContain("<html lang=\"en\"");
        english.ShouldContain("Ask your tables");
    }

    [Theory]
    [InlineData("/history", "/history")]
    [InlineData("//elsewhere.test", "/")]
    [InlineData("/\\elsewhere.test", "/")]
    [InlineData("https://elsewhere.test", "/")]
    public async Task A_choice_is_kept_and_leads_back_to_this_site_only(string back, string to)
    {
        await using var api = await FakeApi.StartAsync(TestContext.Current.CancellationToken);
        await using var web = new WebApp(api);
        web.UseKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        web.StartServer();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = web.ClientOptions.BaseAddress };

        using var response = await client.GetAsync(
            new Uri(LanguageExtensions.Link("ko", back), UriKind.Relative), TestContext.Current.CancellationToken);

        response.Headers.Location!.OriginalString.ShouldBe(to);
        response.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldContain("uic%3Dko");
    }

    private static async Task<string> ReadAsync(HttpClient client, string path, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static string Places(string text) =>
        string.Join(',', Place().Matches(text).Select(static match => match.Value).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Sources()
    {
        var assembly = typeof(LanguageTests).Assembly;
        foreach (
            var name in assembly.GetManifestResourceNames()
                .Where(static name => name.EndsWith(".razor", StringComparison.Ordinal) || name.EndsWith(".cs", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return Said.Joined(reader.ReadToEnd());
        }
    }

    [GeneratedRegex("\\b[tT]\\[\\s*\"(?<key>(?:[^\"\\\\]|\\\\.)+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Key();

    [GeneratedRegex(
        "\\b[tT]\\.Count\\([^\"\\n]*\"(?<key>[^\"]+)\", \"(?<key>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Counted();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Place();
}
