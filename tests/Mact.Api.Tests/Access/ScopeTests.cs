using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Mact.Api.Access;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Access;

/// <summary>What a key may, and what nobody may without one.</summary>
public sealed class ScopeTests : IDisposable
{
    private readonly GarnetInProcess _garnet = new();

    [Theory]
    [InlineData(null)]
    [InlineData("mact_0000")]
    [InlineData("an-admin-key-of-more-than-32-character")]
    public async Task Without_a_valid_key_only_health_is_told(string? secret)
    {
        await using var app = new GuardedApp(_garnet);
        using var client = app.Client(secret);

        (await client.ReadAsync("/alive")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var path in (string[])["/questions", "/system", "/keys", "/openapi/v1.json", "/scalar", "/tables/x"])
        {
            (await client.ReadAsync(path)).Status.ShouldBe(HttpStatusCode.Unauthorized, path);
        }

        (await client.PostAsync("/questions", Requests.Question())).ShouldBeProblem(HttpStatusCode.Unauthorized, "notSignedIn");
    }

    [Fact]
    public async Task A_key_may_what_its_scopes_say()
    {
        await using var app = new GuardedApp(_garnet);
        using var reader = app.Client((await app.KeyAsync("ann", "read")).Secret);
        using var asker = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var deleter = app.Client((await app.KeyAsync("ann", "delete", "read")).Secret);

        (await reader.PostAsync("/questions", Requests.Question())).ShouldBeProblem(HttpStatusCode.Forbidden, "notAllowed");
        var id = await asker.AskAsync();
        (await reader.ReadAsync($"/questions/{id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await asker.RemoveAsync($"/questions/{id}")).ShouldBeProblem(HttpStatusCode.Forbidden, "notAllowed").Detail.ShouldContain("scope delete");
        (await asker.PostAsync($"/questions/{id}/cancel", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await deleter.RemoveAsync($"/questions/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await asker.ReadAsync("/keys")).ShouldBeProblem(HttpStatusCode.Forbidden, "notAllowed");
        (await asker.PostAsync("/system/model-check", "")).ShouldBeProblem(HttpStatusCode.Forbidden, "notAllowed");
    }

    [Fact]
    public async Task Every_route_of_the_document_needs_one_scope_and_no_other_opens_it()
    {
        await using var app = new GuardedApp(_garnet);
        Dictionary<string, HttpClient> people = new(StringComparer.Ordinal);
        foreach (var scope in (string[])["ask", "read", "delete", "admin"])
        {
            people[scope] = app.Client((await app.KeyAsync("ann", scope)).Secret);
        }

        var paths = (await people["read"].ReadAsync("/openapi/v1.json")).Body["paths"]!.AsObject();
        foreach (var (path, operations) in paths)
        {
            foreach (var (method, _) in operations!.AsObject())
            {
                var name = $"{method.ToUpperInvariant()} {path}";
                List<string> may = [];
                foreach (var (scope, person) in people)
                {
                    using var request = new HttpRequestMessage(new(method), Regex.Replace(path, @"\{\w+\}", "x", RegexOptions.None, Limit));
                    if (method == "post")
                    {
                        request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
                    }

                    if ((await person.ReplyAsync(request)).Status != HttpStatusCode.Forbidden)
                    {
                        may.Add(scope);
                    }
                }

                may.ShouldBe(
                    name switch
                    {
                        "GET /me" => ["ask", "read", "delete", "admin"],
                        "POST /evaluations/check" or "POST /tables/query" or "POST /tables/profile" or "POST /questions/{id}/evidence" => ["read"],
                        "DELETE /questions/{id}/link" => ["ask"],
                        _ when path.StartsWith("/keys", StringComparison.Ordinal) || path.StartsWith("/system/local-model", StringComparison.Ordinal)
                            || path is "/audit" or "/system/models" or "/system/model-check" => ["admin"],
                        _ => [method switch { "get" => "read", "delete" => "delete", _ => "ask" }],
                    },
                    name);
            }
        }
    }

    [Fact]
    public async Task Over_the_model_context_protocol_each_call_needs_the_scope_of_what_it_does()
    {
        await using var app = new GuardedApp(_garnet);
        using var asker = app.Client((await app.KeyAsync("ann", "ask")).Secret);
        using var reader = app.Client((await app.KeyAsync("ann", "read")).Secret);
        using var deleter = app.Client((await app.KeyAsync("ann", "delete")).Secret);
        using var nobody = app.Client(secret: null);
        var table = await asker.StoreCitiesAsync();
        var id = await asker.AskAsync();
        var tables = $$"""[{"id":"{{table}}","name":"cities"}]""";
        const string Load = """{"name":"load_table","arguments":{"name":"t","text":"a,b\n1,2"}}""";
        (string Method, string Parameters, string Scope)[] calls =
        [
            ("tools/call", $$$"""{"name":"get_run","arguments":{"id":"{{{id}}}"}}""", "read"),
            ("tools/call", $$$"""{"name":"query_tables","arguments":{"sql":"SELECT City FROM cities","tables":{{{tables}}}}}""", "read"),
            ("tools/call", $$$"""{"name":"ask_tables","arguments":{"question":"Which?","tables":{{{tables}}},"waitSeconds":0}}""", "ask"),
            ("tools/call", Load, "ask"),
            ("resources/read", $$"""{"uri":"mact://runs/{{id}}"}""", "read"),
        ];

        foreach (var (method, parameters, scope) in calls)
        {
            foreach (var (person, may) in new[] { (asker, "ask"), (reader, "read"), (deleter, "delete") })
            {
                var reply = await CallAsync(person, method, parameters);
                reply.Contains($"It needs the scope {scope}", StringComparison.Ordinal).ShouldBe(may != scope, $"{may}: {parameters} {reply}");
            }

            (await CallAsync(nobody, method, parameters)).ShouldContain("You are not signed in");
        }

        (await CallAsync(reader, "resources/list", "{}")).ShouldContain(id);
        (await CallAsync(asker, "resources/list", "{}")).ShouldNotContain(id);
    }

    [Fact]
    public async Task The_last_key_of_an_admin_is_kept_where_nothing_else_could_make_one()
    {
        await using var with = new GuardedApp(_garnet);
        var (ordinary, _) = await with.KeyAsync("ann", "read");
        var (first, secret) = await with.KeyAsync("root", "admin");
        await using var without = new GuardedApp(_garnet, ("Auth:AdminKey", ""));
        using var root = without.Client(secret);
        using var admin = with.Client(GuardedApp.AdminKey);

        (await root.RemoveAsync($"/keys/{ordinary}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await root.RemoveAsync($"/keys/{first}")).ShouldBeProblem(HttpStatusCode.Conflict, "lastAdminKey");
        (await root.ReadAsync("/keys")).Text.ShouldContain(first);
        var (second, _) = await with.KeyAsync("root", "admin");
        (await root.RemoveAsync($"/keys/{second}")).Status.ShouldBe(HttpStatusCode.NoContent, "another one is there");
        (await admin.RemoveAsync($"/keys/{first}")).Status.ShouldBe(HttpStatusCode.NoContent, "the configuration has one");
    }

    [Fact]
    public async Task A_key_is_stored_by_its_hash_and_is_in_no_log_and_no_trace_however_much_is_written()
    {
        ConcurrentQueue<string> written = new();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => written.Enqueue(
                $"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}"))}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var app = new GuardedApp(_garnet, ("Logging:LogLevel:Default", "Trace")) { Written = written };
        var (id, secret) = await app.KeyAsync("ann", "ask", "read", "delete");
        using var ann = app.Client(secret);
        using var admin = app.Client(GuardedApp.AdminKey);
        using var wrong = app.Client("mact_" + new string('e', 64));
        await ann.AskAsync();
        await ann.ReadAsync("/nowhere");
        await ann.ReadAsync("/keys");
        await wrong.ReadAsync("/questions");
        await admin.ReadAsync("/keys");
        await admin.RemoveAsync($"/keys/{id}");
        await ann.ReadAsync("/questions");

        written.ShouldContain(static line => line.Contains("made a key"));
        foreach (var key in (string[])[secret, secret[5..], GuardedApp.AdminKey, new string('e', 64)])
        {
            written.ShouldNotContain(line => line.Contains(key));
        }
    }

    [Fact]
    public async Task A_revoked_key_is_none_at_once_and_no_list_shows_a_secret()
    {
        await using var app = new GuardedApp(_garnet);
        var (id, secret) = await app.KeyAsync("ann", "read");
        using var ann = app.Client(secret);
        using var admin = app.Client(GuardedApp.AdminKey);
        (await ann.ReadAsync("/questions")).Status.ShouldBe(HttpStatusCode.OK);

        (await admin.ReadAsync("/keys")).Text.ShouldNotContain(secret);
        (await admin.RemoveAsync($"/keys/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await ann.ReadAsync("/questions")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await admin.RemoveAsync($"/keys/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "keyNotFound");
        (await admin.PostAsync("/keys", """{"name":"x","owner":"","scopes":["root"]}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalidKey");
    }

    [Fact]
    public async Task Whoever_watches_with_a_key_sees_no_more_once_it_is_revoked()
    {
        await using var app = new GuardedApp(_garnet, ("Api:Heartbeat", "00:00:00.050"));
        var (id, secret) = await app.KeyAsync("ann", "ask", "read");
        var (_, other) = await app.KeyAsync("ann", "read");
        using var ann = app.Client(secret);
        using var still = app.Client(other);
        using var admin = app.Client(GuardedApp.AdminKey);
        var question = await ann.AskAsync();
        var cancellation = TestContext.Current.CancellationToken;
        await using var watched = await ann.GetStreamAsync(new Uri($"/questions/{question}/events", UriKind.Relative), cancellation);
        await using var kept = await still.GetStreamAsync(new Uri($"/questions/{question}/events", UriKind.Relative), cancellation);
        var read = ReadToEndAsync(watched, cancellation);

        await admin.RemoveAsync($"/keys/{id}");

        (await read).ShouldNotContain("event: end");
        await still.PostAsync($"/questions/{question}/cancel", "");
        await admin.PostAsync($"/questions/{question}/cancel", "");
        (await ReadToEndAsync(kept, cancellation)).ShouldContain("event: end");
    }

    [Fact]
    public async Task One_person_is_told_when_the_limit_ends_and_another_is_not_held_back()
    {
        await using var app = new GuardedApp(_garnet, ("Auth:RequestsPerMinute", "3"));
        using var ann = app.Client((await app.KeyAsync("ann", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "read")).Secret);
        for (var i = 0; i < 3; i++)
        {
            (await ann.ReadAsync("/questions")).Status.ShouldBe(HttpStatusCode.OK);
        }

        var held = await ann.ReadAsync("/questions");

        held.ShouldBeProblem(HttpStatusCode.TooManyRequests, "tooManyRequests");
        held.Text.ShouldContain("3 requests a minute");
        held.Text.ShouldContain("(Auth:RequestsPerMinute)");
        held.Detail.ShouldContain($"Try again in {held.Headers.RetryAfter!.Delta!.Value.TotalSeconds} s.");
        held.Headers.RetryAfter.Delta.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(20), "a third of a minute");
        (await bob.ReadAsync("/questions")).Status.ShouldBe(HttpStatusCode.OK);

        // Another key of hers is no way round it.
        using var other = app.Client((await app.KeyAsync("ann", "read")).Secret);
        (await other.ReadAsync("/questions")).ShouldBeProblem(HttpStatusCode.TooManyRequests, "tooManyRequests");
    }

    [Fact]
    public async Task One_key_is_told_its_own_limit_and_takes_nothing_from_the_other_keys_of_its_owner()
    {
        await using var app = new GuardedApp(_garnet, ("Auth:RequestsPerMinute", "4"), ("Auth:RequestsPerMinutePerKey", "2"));
        using var program = app.Client((await app.KeyAsync("ann", "read")).Secret);
        using var ann = app.Client((await app.KeyAsync("ann", "read")).Secret);
        for (var i = 0; i < 2; i++)
        {
            (await program.ReadAsync("/questions")).Status.ShouldBe(HttpStatusCode.OK);
        }

        for (var i = 0; i < 5; i++)
        {
            var held = (await program.ReadAsync("/questions")).ShouldBeProblem(HttpStatusCode.TooManyRequests, "tooManyRequests");
            held.Detail.ShouldContain("One key may send 2 requests a minute (Auth:RequestsPerMinutePerKey)");
            held.Headers.RetryAfter!.Delta!.Value.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(30), "half of a minute");
        }

        (await ann.ReadAsync("/questions")).Status.ShouldBe(HttpStatusCode.OK);
        (await ann.ReadAsync("/questions")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_is_held_back_on_the_way_to_a_check_of_the_model_is_told_by_which_limit()
    {
        await using var app = new GuardedApp(_garnet, ("Auth:RequestsPerMinutePerKey", "2"), ("Auth:ModelChecksPerMinute", "1"));
        using var first = app.Client((await app.KeyAsync("root", "admin")).Secret);
        using var second = app.Client((await app.KeyAsync("root", "admin")).Secret);
        (await first.PostAsync("/system/model-check", "")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable, "there is no worker");

        (await second.PostAsync("/system/model-check", "")).ShouldBeProblem(HttpStatusCode.TooManyRequests, "tooManyRequests")
            .Detail.ShouldContain("Auth:ModelChecksPerMinute");
        await first.ReadAsync("/audit");
        (await first.PostAsync("/system/model-check", "")).ShouldBeProblem(HttpStatusCode.TooManyRequests, "tooManyRequests")
            .Detail.ShouldContain("Auth:RequestsPerMinutePerKey");
    }

    [Fact]
    public async Task Nobody_uses_up_the_health_of_the_process()
    {
        await using var app = new GuardedApp(_garnet, ("Auth:RequestsPerMinute", "1"), ("Auth:PageKey", new string('k', 32)));
        using var nobody = app.Client(secret: null);
        for (var i = 0; i < 5; i++)
        {
            (await nobody.ReadAsync("/alive")).Status.ShouldBe(HttpStatusCode.OK);
            (await nobody.ReadAsync("/page-keys")).Status.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Only_what_goes_on_for_long_is_watched_for_the_end_of_access()
    {
        await using var app = new GuardedApp(_garnet);

        app.Endpoints.Where(static endpoint => endpoint.Metadata.GetMetadata<EndsWithAccessMark>() is not null)
            .Select(static endpoint => endpoint.RoutePattern.RawText).Distinct(StringComparer.Ordinal)
            .ShouldBe(["/questions/{id}/events", "/mcp/"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_call_of_the_model_context_protocol_ends_once_its_key_is_revoked()
    {
        await using var app = new GuardedApp(_garnet, ("Api:Heartbeat", "00:00:00.050"));
        var (id, secret) = await app.KeyAsync("ann", "ask", "read");
        using var ann = app.Client(secret);
        using var admin = app.Client(GuardedApp.AdminKey);
        var table = await ann.StoreCitiesAsync();
        var call = ann.PostAsync(
            "/mcp",
            $$$$"""
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask_tables","arguments":{"question":"Which?","waitSeconds":3600,
            "tables":[{"id":"{{{{table}}}}","name":"cities"}]}}}
            """,
            ("Accept", "application/json, text/event-stream"));
        await Eventually.TrueAsync(async () => (await admin.ReadAsync("/questions")).Text.Contains("Which?", StringComparison.Ordinal));

        await admin.RemoveAsync($"/keys/{id}");

        await Should.ThrowAsync<Exception>(call);
    }

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private static async Task<string> CallAsync(HttpClient client, string method, string parameters) => (await client.PostAsync(
        "/mcp",
        $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""",
        ("Accept", "application/json, text/event-stream"))).Text;

    private static async Task<string> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        try
        {
            await stream.CopyToAsync(text, cancellationToken);
        }
        catch (IOException)
        {
            // Cut off.
        }

        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    public void Dispose() => _garnet.Dispose();
}
