using System.Net;
using Mact.Api.Tests.Support;
using Mact.Core.Questions;

namespace Mact.Api.Tests.Server;

public sealed class ProblemTests
{
    [Fact]
    public async Task A_path_that_does_not_exist_says_where_the_paths_are()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.ReadAsync("/nothing")).ShouldBeProblem(HttpStatusCode.NotFound, "noSuchPath").Detail.ShouldContain("/scalar");
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_take_is_a_problem_too()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.RemoveAsync("/tables")).ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "methodNotAllowed");
    }

    [Fact]
    public async Task A_full_store_is_said_in_a_sentence()
    {
        await using var factory = new ApiFactory();
        factory.Store.Trouble = new StoreUnavailableException("Redis has reached its memory limit.") { IsFull = true };
        using var client = factory.CreateClient();

        var reply = await client.PostAsync("/tables", Requests.Cities);

        reply.ShouldBeProblem(HttpStatusCode.InsufficientStorage, "storeFull");
        reply.Text.ShouldContain("Delete questions");
    }

    [Theory]
    [InlineData("GET", "/questions")]
    [InlineData("GET", "/questions/abc")]
    [InlineData("GET", "/questions/abc/records")]
    [InlineData("GET", "/questions/abc/events")]
    [InlineData("GET", "/questions/abc/export")]
    [InlineData("POST", "/questions/abc/cancel")]
    [InlineData("GET", "/prompts?hash=aa")]
    [InlineData("POST", "/system/dead/abc/retry")]
    [InlineData("GET", "/tables/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("POST", "/tables")]
    [InlineData("POST", "/questions")]
    public async Task While_the_store_is_away_clients_are_told_when_to_come_back(string method, string path)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        factory.Store.Trouble = new StoreUnavailableException("Redis is not reachable.") { RetryAfter = TimeSpan.FromSeconds(5) };

        var reply = method == "GET"
            ? await client.ReadAsync(path)
            : await client.PostAsync(path, path == "/tables" ? Requests.Cities : Requests.Question());

        reply.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "storeUnavailable").Detail.ShouldContain("Redis is not reachable.");
        reply.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_fault_of_the_api_shows_no_inside()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        factory.Queue.Verdict = new Mact.Core.Queueing.Submission.TableMissing([]);

        var reply = await client.PostAsync("/questions", Requests.Question());

        reply.ShouldBeProblem(HttpStatusCode.InternalServerError, "internal");
        reply.Text.ShouldNotContain("Exception");
        reply.Text.ShouldNotContain(".cs");
    }

    [Theory]
    [InlineData("/system")]
    [InlineData("/nothing")]
    public async Task Every_response_tells_the_browser_not_to_guess(string path)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        (await client.ReadAsync(path)).Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
    }

    [Theory]
    [InlineData("https://evil.test", null)]
    [InlineData("null", null)]
    [InlineData("http://localhost:5173", null)]
    [InlineData("http://localhost.evil.test", "same-origin")]
    [InlineData("http://localhost", "cross-site")]
    [InlineData("http://localhost", "Same-Site")]
    [InlineData("foo://localhost", null)]
    [InlineData(null, "cross-site")]
    [InlineData(null, "same-site")]
    public async Task A_page_of_another_origin_changes_nothing(string? origin, string? site)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        (string, string)[] headers =
        [
            .. new[] { ("Origin", origin), ("Sec-Fetch-Site", site) }.Where(static header => header.Item2 is not null)
                .Select(static header => (header.Item1, header.Item2!)),
        ];

        (await client.PostAsync("/questions", Requests.Question(), headers)).ShouldBeProblem(HttpStatusCode.Forbidden, "crossSite");
    }

    [Theory]
    [InlineData("evil.test", HttpStatusCode.BadRequest)]
    [InlineData("localhost.evil.test", HttpStatusCode.BadRequest)]
    [InlineData("192.168.1.7", HttpStatusCode.BadRequest)]
    [InlineData("localhost:8081", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:8081", HttpStatusCode.OK)]
    [InlineData("[::1]:8081", HttpStatusCode.OK)]
    public async Task Only_the_names_of_this_machine_are_answered(string host, HttpStatusCode expected)
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/alive");
        request.Headers.Host = host;

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task No_other_origin_may_read_or_act()
    {
        await using var factory = new ApiFactory();
        using var client = factory.CreateClient();

        var foreign = await client.PostAsync("/questions", Requests.Question(), ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.test"));
        var own = await client.PostAsync("/questions", Requests.Question(), ("Sec-Fetch-Site", "same-origin"), ("Origin", "http://localhost"));

        foreign.ShouldBeProblem(HttpStatusCode.Forbidden, "crossSite");
        own.Status.ShouldBe(HttpStatusCode.Accepted);
        own.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }
}
