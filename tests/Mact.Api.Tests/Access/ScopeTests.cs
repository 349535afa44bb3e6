using System.Net;
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
        (await asker.RemoveAsync($"/questions/{id}")).ShouldBeProblem(HttpStatusCode.Forbidden, "notAllowed");
        (await asker.PostAsync($"/questions/{id}/cancel", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await deleter.RemoveAsync($"/questions/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await asker.ReadAsync("/keys")).ShouldBeProblem(HttpStatusCode.Forbidden, "notAllowed");
        (await asker.PostAsync("/system/model-check", "")).ShouldBeProblem(HttpStatusCode.Forbidden, "notAllowed");
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
        held.Headers.RetryAfter.ShouldNotBeNull();
        (await bob.ReadAsync("/questions")).Status.ShouldBe(HttpStatusCode.OK);
    }

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
