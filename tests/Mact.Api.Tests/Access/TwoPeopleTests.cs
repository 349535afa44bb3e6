using System.Net;
using System.Text.RegularExpressions;
using Mact.Api.Tests.Evaluations;
using Mact.Api.Tests.Support;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Mact.Api.Tests.Access;

/// <summary>Two people on one stack: nothing of one is ever seen, listed, counted or guessed by the other.</summary>
public sealed class TwoPeopleTests : IDisposable
{
    private readonly GarnetInProcess _garnet = new();

    [Fact]
    public async Task Every_route_of_the_document_hides_what_is_anothers()
    {
        await using var app = new GuardedApp(_garnet);
        var (_, annsSecret) = await app.KeyAsync("ann", "ask", "read", "delete");
        var (_, bobsSecret) = await app.KeyAsync("bob", "ask", "read", "delete");
        using var ann = app.Client(annsSecret);
        using var bob = app.Client(bobsSecret);
        var (annsKey, _) = await app.KeyAsync("ann", "read");
        var table = await ann.StoreCitiesAsync();
        var question = await ann.AskAsync();
        var evaluation = (await ann.PostAsync("/evaluations", EvaluationApp.Body(EvaluationApp.Item("1")))).At("definition.id");
        var link = (await ann.PostAsync($"/questions/{question}/link", "")).At("token");
        string[] hers = [link, table, question, evaluation, annsKey, "Which city has the most people?", "131,900"];

        var paths = (await ann.ReadAsync("/openapi/v1.json")).Body["paths"]!.AsObject();
        paths.Count.ShouldBeGreaterThan(25);
        foreach (var (path, operations) in paths)
        {
            foreach (var (method, _) in operations!.AsObject())
            {
                var name = $"{method.ToUpperInvariant()} {path}";
                var body = BodyOf(name, table, question, evaluation);
                var reply = await AskAsync(bob, method, Fill(path, table, question, evaluation, annsKey), body);
                if (path.Contains('{', StringComparison.Ordinal) || RefersToHers(name))
                {
                    reply.Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);

                    // What is hers is refused as what was never there.
                    var never = await AskAsync(
                        bob, method, Fill(path, NoTable, NoId, NoId, NoId), BodyOf(name, NoTable, NoId, NoId));
                    never.Status.ShouldBe(reply.Status, name);
                    Told(never).ShouldBe(Told(reply), name);
                    if (method == "get" && path is not ("/questions/{id}/events" or "/links/{token}") && path.Contains('{', StringComparison.Ordinal))
                    {
                        // It is there: she reads it.
                        (await AskAsync(ann, method, Fill(path, table, question, evaluation, annsKey), body)).Status
                            .ShouldBe(HttpStatusCode.OK, name);
                    }
                }
                else
                {
                    // A list, a report, or something of his own.
                    Own.ShouldContain(name, "A new route without an id needs a rule here: may the other person see anything of hers?");
                }

                foreach (var secret in hers.Where(secret => !path.Contains('{', StringComparison.Ordinal) && !RefersToHers(name)))
                {
                    reply.Text.ShouldNotContain(secret, Case.Sensitive, name);
                }
            }
        }

        // Nothing that he tried changed anything of hers.
        (await ann.ReadAsync($"/questions/{question}")).At("status").ShouldBe("queued");
        (await ann.ReadAsync($"/tables/{table}")).Status.ShouldBe(HttpStatusCode.OK);
        (await ann.ReadAsync($"/evaluations/{evaluation}")).Status.ShouldBe(HttpStatusCode.OK);
        Ids(await ann.ReadAsync("/questions")).ShouldContain(question);
    }

    [Fact]
    public async Task There_is_no_route_but_those_that_are_walked_and_no_other_method_of_them()
    {
        await using var app = new GuardedApp(_garnet, ("Auth:PageKey", new string('k', 32)));
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read", "delete")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read", "delete")).Secret);
        var table = await ann.StoreCitiesAsync();
        var question = await ann.AskAsync();
        var evaluation = (await ann.PostAsync("/evaluations", EvaluationApp.Body(EvaluationApp.Item("1")))).At("definition.id");
        var paths = (await ann.ReadAsync("/openapi/v1.json")).Body["paths"]!.AsObject();

        // Those without a description are of the protocol, of the reference and of the page; each has tests of its own.
        app.Endpoints.Select(static endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct(StringComparer.Ordinal)
            .Except(paths.Select(static path => path.Key))
            .Where(static path => !path.StartsWith("/openapi", StringComparison.Ordinal) && !path.StartsWith("/scalar", StringComparison.Ordinal))
            .ShouldBe(["/mcp", "/page-keys", "/health", "/alive"], ignoreOrder: true);
        foreach (var (path, operations) in paths)
        {
            foreach (var method in (string[])["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
            {
                if (!operations!.AsObject().ContainsKey(method.ToLowerInvariant()))
                {
                    var reply = await bob.ReplyAsync(new(new(method), Fill(path, table, question, evaluation, "key")));
                    reply.Status.ShouldBeOneOf(HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
                }
            }
        }
    }

    [Theory]
    [InlineData("/questions?limit=1&before={0}")]
    [InlineData("/questions?search={0}")]
    [InlineData("/questions?search=Arden")]
    [InlineData("/evaluations?before={1}")]
    [InlineData("/system/usage?questions=50")]
    [InlineData("/system")]
    public async Task Lists_and_figures_are_as_if_the_other_were_not_there(string path)
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read")).Secret);
        var before = await bob.ReadAsync(string.Format(path, NoId, NoId));
        var question = await ann.AskAsync();
        var evaluation = (await ann.PostAsync("/evaluations", EvaluationApp.Body(EvaluationApp.Item("1")))).At("definition.id");

        var after = await bob.ReadAsync(string.Format(path, question, evaluation));

        after.Status.ShouldBe(before.Status);
        Told(after).ShouldBe(Told(before));
    }

    [Fact]
    public async Task Storing_a_table_tells_not_whether_another_has_it()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read")).Secret);
        using var cid = app.Client((await app.KeyAsync("cid", "ask", "read")).Secret);

        var first = await ann.PostAsync("/tables", Requests.Cities);
        var second = await bob.PostAsync("/tables", Requests.Cities);

        second.Status.ShouldBe(first.Status);
        second.Text.ShouldBe(first.Text);
        (await app.StoredBytesAsync("bob")).ShouldBe(await app.StoredBytesAsync("ann"), "each is charged for it");
        (await app.StoredBytesAsync("cid")).ShouldBe(0);
    }

    [Fact]
    public async Task Each_lists_and_counts_her_own_and_an_admin_sees_all()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read")).Secret);
        using var admin = app.Client(GuardedApp.AdminKey);
        var hers = await ann.AskAsync("First?");
        var his = await bob.AskAsync("Second?");

        Ids(await ann.ReadAsync("/questions")).ShouldBe([hers]);
        Ids(await bob.ReadAsync("/questions")).ShouldBe([his]);
        Ids(await admin.ReadAsync("/questions")).ShouldBe([his, hers]);
        (await admin.ReadAsync($"/questions/{hers}")).Status.ShouldBe(HttpStatusCode.OK);
        (await bob.ReadAsync("/system")).Body["queue"].ShouldBeNull();
        (await bob.ReadAsync($"/questions/{his}")).Text.ShouldNotContain("ahead.");
        (await admin.ReadAsync("/system")).At("queue.ready").ShouldBe("2");
    }

    [Fact]
    public async Task The_same_table_and_the_same_idempotency_key_of_two_people_stay_two()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read")).Secret);
        var table = await ann.StoreCitiesAsync();

        (await bob.ReadAsync($"/tables/{table}")).ShouldBeProblem(HttpStatusCode.NotFound, "tableNotFound");
        (await bob.StoreCitiesAsync()).ShouldBe(table);
        (await bob.ReadAsync($"/tables/{table}")).Status.ShouldBe(HttpStatusCode.OK);
        var hers = await ann.PostAsync("/questions", Requests.Question(), ("Idempotency-Key", "k"));
        var his = await bob.PostAsync("/questions", Requests.Question(), ("Idempotency-Key", "k"));
        his.Status.ShouldBe(HttpStatusCode.Accepted);
        his.At("id").ShouldNotBe(hers.At("id"));
    }

    [Fact]
    public async Task What_one_deletes_stays_with_the_other_who_uploaded_the_same()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read", "delete")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read", "delete")).Secret);
        var table = await ann.StoreCitiesAsync();
        await bob.StoreCitiesAsync();

        await AskAndDeleteAsync(ann);

        (await bob.ReadAsync($"/tables/{table}")).Status.ShouldBe(HttpStatusCode.OK);
        (await ann.ReadAsync($"/tables/{table}")).Status.ShouldBe(HttpStatusCode.OK, "it is stored, and was hers");

        // He was the last who had it.
        await AskAndDeleteAsync(bob);
        (await bob.ReadAsync($"/tables/{table}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Over_the_model_context_protocol_each_finds_her_own_alone()
    {
        await using var app = new GuardedApp(_garnet);
        await using var ann = await ConnectAsync(app, (await app.KeyAsync("ann", "ask", "read")).Secret);
        await using var bob = await ConnectAsync(app, (await app.KeyAsync("bob", "ask", "read")).Secret);
        using var http = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        var table = await http.StoreCitiesAsync();
        var question = await http.AskAsync();
        var tables = new[] { new { id = table, name = "cities" } };
        (string Tool, Dictionary<string, object?> Arguments)[] calls =
        [
            ("get_run", new() { ["id"] = question }),
            ("query_tables", new() { ["sql"] = "SELECT City FROM cities", ["tables"] = tables }),
            ("ask_tables", new() { ["question"] = "Which?", ["tables"] = tables, ["waitSeconds"] = 1 }),
        ];

        (await bob.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(static tool => tool.Name)
            .Except(["load_table"]).ShouldBe(calls.Select(static call => call.Tool), ignoreOrder: true, "A new tool needs a call here.");
        foreach (var (tool, arguments) in calls)
        {
            var his = await bob.CallToolAsync(tool, arguments, cancellationToken: TestContext.Current.CancellationToken);
            (his.IsError ?? false).ShouldBeTrue(tool);
            his.Content.OfType<TextContentBlock>().ShouldAllBe(static block => block.Text.Contains("There is no such"), tool);
        }

        (await ann.CallToolAsync("get_run", calls[0].Arguments, cancellationToken: TestContext.Current.CancellationToken)).IsError.ShouldNotBe(true);
        (await ann.ListResourcesAsync(cancellationToken: TestContext.Current.CancellationToken)).Count.ShouldBe(1);
        (await bob.ListResourcesAsync(cancellationToken: TestContext.Current.CancellationToken)).ShouldBeEmpty();
        await Should.ThrowAsync<McpException>(async () => await bob.ReadResourceAsync(
            $"mact://runs/{question}", cancellationToken: TestContext.Current.CancellationToken));
        using var nobody = app.Client(secret: null);
        (await nobody.PostAsync("/mcp", "{}")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_run_that_is_anothers_is_not_repeated()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "ask", "read")).Secret);
        var hers = await ann.AskAsync();

        (await bob.PostAsync("/questions", Requests.Question(more: $$""","options":{"replayOf":"{{hers}}"}""")))
            .Status.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
    }

    public void Dispose() => _garnet.Dispose();

    private static async Task AskAndDeleteAsync(HttpClient client)
    {
        var question = await client.AskAsync();
        await client.PostAsync($"/questions/{question}/cancel", "");
        (await client.RemoveAsync($"/questions/{question}")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    // As none was ever given.
    private const string NoId = "01900000000070008000000000000000";
    private static readonly string NoTable = new('0', 64);

    // Without what names the thing, the request and the time.
    private static string Told(Reply reply) => Regex.Replace(
        reply.Text.Replace("\\u0027", "'", StringComparison.Ordinal),
        "\"traceId\":\"[^\"]*\"|[0-9a-f]{32,64}|\"(at|readAt)\":\"[^\"]*\"",
        string.Empty,
        RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(5));

    private static readonly string[] Own =
    [
        "POST /tables", "GET /questions", "GET /prompts", "GET /evaluations", "POST /evaluations/check", "GET /system", "GET /system/usage",
        "POST /system/dead/retry", "DELETE /system/dead", "GET /me",
    ];

    private const string OwnRow =
        """{"id":"9","dataset":"wtq","question":"Own?","tables":[{"name":"t","columns":["A"],"rows":[["1"]]}],"answer":["1"]}""";

    private static bool RefersToHers(string operation) => operation is "POST /questions" or "POST /tables/query" or "POST /tables/profile"
        or "POST /evaluations" or "GET /keys" or "POST /keys" or "GET /audit" or "GET /system/models" or "POST /system/model-check"
        or "GET /system/local-model" or "POST /system/local-model" or "DELETE /system/local-model";

    private static Task<McpClient> ConnectAsync(GuardedApp app, string secret) => McpClient.CreateAsync(
        new HttpClientTransport(
            new() { Endpoint = new("http://localhost/mcp"), TransportMode = HttpTransportMode.StreamableHttp },
            app.Client(secret),
            loggerFactory: null,
            ownsHttpClient: true),
        cancellationToken: TestContext.Current.CancellationToken);

    private static string Fill(string path, string table, string question, string evaluation, string key) => path
        .Replace(
            "{id}",
            path.Split('/')[1] switch { "tables" => table, "evaluations" => evaluation, "keys" => key, _ => question },
            StringComparison.Ordinal)
        .Replace("{other}", evaluation, StringComparison.Ordinal)
        .Replace("{token}", new string('0', 64), StringComparison.Ordinal);

    private static string BodyOf(string operation, string table, string question, string evaluation) => operation switch
    {
        "POST /questions" => Requests.Question($$"""[{"id":"{{table}}","name":"c"}]"""),
        "POST /tables/query" => $$"""{"sql":"SELECT 1","tables":[{"id":"{{table}}","name":"c"}]}""",
        "POST /tables/profile" => $$"""{"tables":[{"id":"{{table}}","name":"c"}]}""",
        "POST /tables" => """{"name":"own","columns":["A"],"rows":[["1"]]}""",
        "POST /evaluations" => $$"""{"replayOf":"{{evaluation}}"}""",
        "POST /evaluations/check" => EvaluationApp.Body(OwnRow),
        "POST /questions/{id}/evidence" => """{"sql":"SELECT 1"}""",
        "POST /keys" => """{"name":"x","owner":"ann","scopes":["read"]}""",
        _ => "{}",
    };

    private static Task<Reply> AskAsync(HttpClient client, string method, string path, string body) => method switch
    {
        "get" => client.ReadAsync(path == "/prompts" ? $"{path}?hash={new string('a', 64)}" : path),
        "delete" => client.RemoveAsync(path),
        _ => client.PostAsync(path, body),
    };

    private static List<string> Ids(Reply reply) => [.. reply.Body["items"]!.AsArray().Select(static item => item!["id"]!.GetValue<string>())];
}
