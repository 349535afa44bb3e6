using Mact.EndToEnd.Tests.Stack;
using Microsoft.Playwright;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Web;

/// <summary>Upload, ask, chart, follow-up, download, another program, history: one way through the real stack.</summary>
[Collection(SharedStackTests.Name)]
public sealed class WholeWayTests(SharedStack stack)
{
    private const string Orders = "region,month,revenue\nNorth,2024-01,120\nSouth,2024-01,80\nNorth,2024-02,150\nSouth,2024-02,95\nEast,2024-02,60\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_becomes_a_chart_a_follow_up_a_download_an_answer_for_a_program_and_a_line_of_the_history()
    {
        await using var browser = await BrowserStack.OpenAsync(stack);
        var page = browser.Page;

        await BrowserStack.UploadAsync(page, "orders_of_regions.csv", Orders);
        await Expect(page.Locator(".file-chip")).ToContainTextAsync("5 rows");
        await page.Locator("#question").FillAsync("What is the total revenue for each region?");
        await page.Locator("#ask-button").ClickAsync();

        await Expect(page.Locator(".answer-card")).ToContainTextAsync("270");
        await Expect(page.Locator(".answer-card .result-chart")).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(
            () => page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).First.ClickAsync());
        using (var reader = new StreamReader(await download.CreateReadStreamAsync()))
        {
            (await reader.ReadToEndAsync(Cancellation)).ShouldContain("North,270");
        }

        await page.Locator("#follow-up").FillAsync("Which region has the lowest total revenue?");
        await page.Locator("#follow-ask").ClickAsync();
        await Expect(page.Locator(".answer-text")).ToContainTextAsync("East");
        await Expect(page.GetByText("What is the total revenue for each region?").First).ToBeVisibleAsync();

        await AskAsAProgramAsync(stack);

        await page.GetByRole(AriaRole.Link, new() { Name = "History", Exact = true }).ClickAsync();
        await page.Locator("input[type=search]").FillAsync("orders_of_regions");
        await page.Locator("input[type=search]").PressAsync("Enter");
        await Expect(page.Locator(".history li")).ToHaveCountAsync(3);
        await Expect(page.Locator(".history .a", new() { HasText = "3 rows: " })).ToContainTextAsync("North 270");
        browser.Complaints.ShouldBeEmpty();
    }

    private static async Task AskAsAProgramAsync(SharedStack stack)
    {
        var transport = new HttpClientTransport(new() { Endpoint = new(stack.Host.Api, "mcp"), TransportMode = HttpTransportMode.StreamableHttp });
        await using var client = await McpClient.CreateAsync(transport, cancellationToken: Cancellation);
        var loaded = await client.CallToolAsync(
            "load_table",
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = "orders_of_regions", ["text"] = Orders },
            cancellationToken: Cancellation);
        var id = loaded.StructuredContent!.Value.GetProperty("tables")[0].GetProperty("id").GetString();
        var asked = await client.CallToolAsync(
            "ask_tables",
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["question"] = "Which region has the highest total revenue?",
                ["tables"] = new[] { new { id, name = "orders_of_regions" } },
            },
            cancellationToken: Cancellation);

        (asked.IsError ?? false).ShouldBeFalse(string.Concat(asked.Content.OfType<TextContentBlock>().Select(static block => block.Text)));
        asked.StructuredContent!.Value.GetProperty("answer")[0].GetString().ShouldBe("North");
        asked.StructuredContent.Value.GetProperty("link").GetString().ShouldStartWith(stack.Host.Page.ToString().TrimEnd('/'));
    }
}
