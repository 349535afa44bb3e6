using System.Net;
using Mact.Api.Tests.Support;

namespace Mact.Api.Tests.Access;

/// <summary>A run is shared by a link: off until made, over when revoked.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly GarnetInProcess _garnet = new();

    [Fact]
    public async Task A_link_opens_one_run_to_whoever_has_it_until_it_is_revoked()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "read")).Secret);
        var question = await ann.AskAsync("Shared?");
        var other = await ann.AskAsync("Not shared?");
        (await ann.ReadAsync($"/questions/{question}/link")).Body["madeAt"].ShouldBeNull();

        var token = (await ann.PostAsync($"/questions/{question}/link", "")).At("token");

        token.Length.ShouldBe(64);
        var state = await ann.ReadAsync($"/questions/{question}/link");
        state.Body["madeAt"].ShouldNotBeNull();
        state.Text.ShouldNotContain(token);
        var shared = await bob.ReadAsync($"/links/{token}");
        shared.Status.ShouldBe(HttpStatusCode.OK);
        shared.Text.ShouldContain("Shared?");
        shared.Text.ShouldContain("131,900");

        // The link opens nothing else, and is not what its owner may do.
        (await bob.ReadAsync($"/tables/{shared.At("question.tables.0.id")}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await bob.RemoveAsync($"/links/{token}")).Status.ShouldBeOneOf(HttpStatusCode.MethodNotAllowed, HttpStatusCode.Forbidden);
        (await bob.ReadAsync($"/questions/{question}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await bob.ReadAsync($"/questions/{other}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await bob.ReadAsync("/questions")).Text.ShouldNotContain(question);

        (await ann.RemoveAsync($"/questions/{question}/link")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await bob.ReadAsync($"/links/{token}")).ShouldBeProblem(HttpStatusCode.NotFound, "linkNotFound");
        (await ann.RemoveAsync($"/questions/{question}/link")).ShouldBeProblem(HttpStatusCode.NotFound, "linkNotFound");
    }

    [Fact]
    public async Task What_is_shared_says_not_who_asked()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var bob = app.Client((await app.KeyAsync("bob", "read")).Secret);
        var question = await ann.AskAsync();

        (await ann.ReadAsync($"/questions/{question}/export")).At("question.client").ShouldBeEmpty();
        var token = (await ann.PostAsync($"/questions/{question}/link", "")).At("token");
        (await bob.ReadAsync($"/links/{token}")).At("question.client").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_link_takes_the_place_of_the_old_one_and_nobody_opens_one_without_a_key()
    {
        await using var app = new GuardedApp(_garnet);
        using var ann = app.Client((await app.KeyAsync("ann", "ask", "read")).Secret);
        using var nobody = app.Client(secret: null);
        var question = await ann.AskAsync();

        var first = (await ann.PostAsync($"/questions/{question}/link", "")).At("token");
        var second = (await ann.PostAsync($"/questions/{question}/link", "")).At("token");

        second.ShouldNotBe(first);
        (await ann.ReadAsync($"/links/{first}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await ann.ReadAsync($"/links/{second}")).Status.ShouldBe(HttpStatusCode.OK);
        (await nobody.ReadAsync($"/links/{second}")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        // Whoever may not read opens none, and what it ends with is not noted for others to open it.
        using var asker = app.Client((await app.KeyAsync("bob", "ask")).Secret);
        using var admin = app.Client(GuardedApp.AdminKey);
        (await asker.ReadAsync($"/links/{second}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await asker.ReadAsync($"/LINKS/{second}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.ReadAsync("/audit")).Text.ShouldNotContain(second);
    }

    public void Dispose() => _garnet.Dispose();
}
