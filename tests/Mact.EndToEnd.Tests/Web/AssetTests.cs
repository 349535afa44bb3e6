using System.Text.RegularExpressions;
using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>What the page names is there, has a body, and is on this machine.</summary>
[Collection(SharedStackTests.Name)]
public sealed partial class AssetTests(SharedStack stack)
{
    [Fact]
    public async Task Every_asset_that_the_page_names_has_a_body_and_comes_from_the_page_s_own_host()
    {
        using var client = new HttpClient { BaseAddress = stack.Host.Page };
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<Uri>(Names(page, Attribute()).Select(name => new Uri(stack.Host.Page, name)));
        while (open.TryDequeue(out var address))
        {
            address.Authority.ShouldBe(stack.Host.Page.Authority, $"{address} is another host.");
            if (!IsAsset(address) || !seen.Add(address.AbsolutePath))
            {
                continue;
            }

            using var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            response.IsSuccessStatusCode.ShouldBeTrue($"{address}: {(int)response.StatusCode}");
            body.Length.ShouldBeGreaterThan(0, $"{address} is empty.");
            if (address.AbsolutePath.EndsWith(".css", StringComparison.Ordinal))
            {
                foreach (
                    var name in Names(System.Text.Encoding.UTF8.GetString(body), CssUrl())
                        .Where(static name => !name.StartsWith("data:", StringComparison.Ordinal)))
                {
                    open.Enqueue(new Uri(address, name));
                }
            }
        }

        seen.ShouldContain(static path => path.EndsWith(".css", StringComparison.Ordinal));
        seen.ShouldContain(static path => path.Contains("blazor.web", StringComparison.Ordinal) && path.EndsWith(".js", StringComparison.Ordinal));
    }

    [GeneratedRegex("(?:src|href)=\"(?<name>[^\"#]+)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Attribute();

    [GeneratedRegex("url\\(['\"]?(?<name>[^'\")]+)['\"]?\\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex CssUrl();

    private static IEnumerable<string> Names(string text, Regex pattern) =>
        pattern.Matches(text)
            .Select(static match => System.Net.WebUtility.HtmlDecode(match.Groups["name"].Value))
            .Where(static name => !name.StartsWith("data:", StringComparison.Ordinal));

    // Links to pages are followed by the browser tests.
    private static bool IsAsset(Uri address) => Path.HasExtension(address.AbsolutePath);
}
