using System.Globalization;
using Mact.Core.Questions;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Mact.EndToEnd.Tests.Dashboard;

/// <summary>The dashboard as a person uses it.</summary>
[Collection(DashboardStackTests.Name)]
public sealed class DashboardBrowserTests(DashboardStack stack)
{
    private const string Csv = "city,population\nArdale,1200\nBrook,800\nCorin,1500\n";
    private const string Question = "Which city has the highest population?";
    private static readonly string[] Resources = ["redis", "model", "api", "worker", "web"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Record and span take their times a few statements apart, and both pages round.</summary>
    private const double ApartMs = 150;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_printed_address_logs_in_and_shows_every_resource_with_state_health_and_masked_secrets()
    {
        await using var dashboard = await DashboardPage.OpenAsync(stack.Login);
        var page = dashboard.Page;

        page.Url.ShouldNotContain("t=", Case.Sensitive, "The token must not stay in the address bar.");
        foreach (var name in Resources)
        {
            await Expect(dashboard.Resource(name)).ToContainTextAsync("running");
            await Expect(dashboard.Resource(name)).ToContainTextAsync("Healthy");
        }

        var environment = page.Locator("tr:not([hidden]) dl");
        await dashboard.Resource("worker").GetByRole(AriaRole.Button, new() { Name = "variables" }).ClickAsync();
        await Expect(environment).ToContainTextAsync("ConnectionStrings__redis");
        await Expect(environment.Locator("dt", new() { HasText = "OTEL_EXPORTER_OTLP_HEADERS" }).Locator("+ dd")).ToHaveTextAsync("•••••");

        // The list is read anew every second; what was opened stays open.
        await page.WaitForResponseAsync(static response => response.Url.EndsWith("/api/resources", StringComparison.Ordinal));
        await Expect(environment).ToContainTextAsync("ConnectionStrings__redis");
        (await page.ContentAsync()).ShouldNotContain("Aspire", Case.Insensitive);
        dashboard.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_the_token_there_is_nothing_to_see()
    {
        using var client = new HttpClient { BaseAddress = new(stack.Login, "/") };

        using var reply = await client.GetAsync(new Uri("/", UriKind.Relative), Cancellation);

        reply.StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        (await reply.Content.ReadAsStringAsync(Cancellation)).ShouldContain("the address that the AppHost printed");
    }

    [Fact]
    public async Task Logs_are_live_and_searchable()
    {
        await using var dashboard = await DashboardPage.OpenAsync(stack.Login);
        var page = dashboard.Page;
        var lines = page.GetByRole(AriaRole.Log).Locator("div");
        await page.GetByRole(AriaRole.Link, new() { Name = "Logs" }).ClickAsync();
        await page.GetByLabel("Resource").SelectOptionAsync("worker");
        var starts = lines.Filter(new() { HasText = "takes questions" });
        await Expect(starts.First).ToBeVisibleAsync();
        var before = await starts.CountAsync();

        await page.GetByLabel("Search in the lines").FillAsync("no line has these words");
        await Expect(lines).ToHaveCountAsync(0);
        await page.GetByLabel("Search in the lines").FillAsync("TAKES QUESTIONS");
        await Expect(lines).ToHaveCountAsync(before);
        using (var driver = await DashboardDriver.OpenAsync(stack.Host, Cancellation))
        {
            await driver.CommandAsync("worker", "restart", Cancellation);
        }

        await Expect(lines).ToHaveCountAsync(before + 1);
        dashboard.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_trace_of_the_question_just_asked_agrees_with_the_run_page_and_has_the_messages_of_every_choice()
    {
        stack.Model.Spoil(new EndpointFault(Faults.Slow(TimeSpan.FromSeconds(0.5))));
        var id = await AskAsync();
        var answered = await stack.Api.WaitUntilTerminalAsync(id, Limit, Cancellation);
        stack.Model.Spoil();
        answered.Status.ShouldBe(QuestionStatus.Answered, answered.Message);
        await using var dashboard = await DashboardPage.OpenAsync(stack.Login);
        var page = dashboard.Page;

        // What a stranger does: Traces, the first line.
        await page.GetByRole(AriaRole.Link, new() { Name = "Traces" }).ClickAsync();
        var line = page.Locator("tbody tr").Filter(new() { HasText = id });
        await Expect(line.Locator("td").Nth(6)).ToHaveTextAsync(answered.Usage.Requests.ToString(CultureInfo.InvariantCulture));
        await line.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator(".waterfall tbody tr", new() { HasText = "invoke_agent" })).ToHaveCountAsync(1);
        var inDashboard = await CallsAsync(page.Locator("table.calls tbody tr"), model: 1, samples: 2, latency: 3, input: 4, output: 6);

        await page.Locator("table.calls button").First.ClickAsync();
        await Expect(page.GetByText("Completions, all choices")).ToContainTextAsync($"({inDashboard[0].Samples})");
        await Expect(page.Locator(".message", new() { HasText = "user" }).First).ToContainTextAsync("Ardale");

        await page.GetByRole(AriaRole.Link, new() { Name = "Run page of this question" }).ClickAsync();
        var table = page.Locator("table.numbers tbody tr");
        await Expect(table.First).ToBeVisibleAsync();
        var onRunPage = await CallsAsync(table, model: 2, samples: 3, latency: 4, input: 5, output: 7);

        onRunPage.Select(static call => call with { LatencyMs = 0 }).ShouldBe(inDashboard.Select(static call => call with { LatencyMs = 0 }));
        foreach (var (there, here) in onRunPage.Zip(inDashboard))
        {
            here.LatencyMs.ShouldBeGreaterThanOrEqualTo(500);
            here.LatencyMs.ShouldBe(there.LatencyMs, ApartMs);
        }
    }

    [Fact]
    public async Task A_worker_stopped_by_its_button_in_the_middle_of_a_question_and_started_again_loses_nothing()
    {
        await using var dashboard = await DashboardPage.OpenAsync(stack.Login);

        // A model that is away holds the question in the worker for as long as it takes.
        await dashboard.Command("model", "stop").ClickAsync();
        await Expect(dashboard.Resource("model")).ToContainTextAsync("stopped");
        var id = await AskAsync();
        await stack.Api.WaitForAsync(id, static view => view.Status == QuestionStatus.Waiting, Limit, Cancellation);
        await dashboard.Command("worker", "stop").ClickAsync();
        await Expect(dashboard.Resource("worker")).ToContainTextAsync("stopped");
        await Expect(dashboard.Command("worker", "stop")).ToBeDisabledAsync();
        stack.Host.ChildrenRunning("Mact.Worker").ShouldBeEmpty();

        await dashboard.Command("model", "start").ClickAsync();
        await dashboard.Command("worker", "start").ClickAsync();

        await Expect(dashboard.Resource("worker")).ToContainTextAsync("running");
        var answered = await stack.Api.WaitUntilTerminalAsync(id, Limit, Cancellation);
        answered.Status.ShouldBe(QuestionStatus.Answered, answered.Message);
        answered.Answer.ShouldBe(["Corin"]);
        dashboard.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_used_by_keyboard_and_dark_where_the_person_likes_it_dark()
    {
        await using var dashboard = await DashboardPage.OpenAsync(stack.Login, ColorScheme.Dark);
        var page = dashboard.Page;
        await Expect(dashboard.Resource("web")).ToContainTextAsync("running");

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Logs" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await dashboard.Command("web", "restart").FocusAsync();

        // The rows are made anew every second; the focus stays where it was.
        await page.WaitForResponseAsync(static response => response.Url.EndsWith("/api/resources", StringComparison.Ordinal));
        await Expect(dashboard.Command("web", "restart")).ToBeFocusedAsync();
        (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(22, 24, 28)");
    }

    private async Task<string> AskAsync()
    {
        var table = await stack.Api.UploadAsync("cities", Csv, Cancellation);
        return await stack.Api.AskAsync(Question, [new(table, "cities")], Cancellation);
    }

    private static async Task<List<ShownCall>> CallsAsync(ILocator rows, int model, int samples, int latency, int input, int output)
    {
        List<ShownCall> calls = [];
        foreach (var row in await rows.AllAsync())
        {
            var cells = await row.Locator("td").AllInnerTextsAsync();
            calls.Add(new(cells[model], cells[samples], Milliseconds(cells[latency]), cells[input], cells[output]));
        }

        calls.ShouldNotBeEmpty();
        return calls;
    }

    private static double Milliseconds(string shown) => shown.Split(' ') switch
    {
        [var number, "ms"] => double.Parse(number, CultureInfo.InvariantCulture),
        [var number, "s"] => double.Parse(number, CultureInfo.InvariantCulture) * 1000,
        _ => throw new FormatException($"'{shown}' is no latency."),
    };
}
