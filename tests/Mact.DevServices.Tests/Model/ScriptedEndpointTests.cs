using System.Net;
using System.Net.Http.Json;
using Mact.Testing;

namespace Mact.DevServices.Tests.Model;

/// <summary>The kit's endpoint does what a script says.</summary>
public sealed class ScriptedEndpointTests
{
    private static readonly object Body = new { messages = new[] { new { role = "user", content = "x" } } };

    [Fact]
    public async Task Faults_pass_some_requests_and_hit_some()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(new WrittenModel(static (_, _) => "text"));
        endpoint.Spoil(new EndpointFault(Faults.Status(503, retryAfter: 2), Skip: 1, Count: 1));
        using var client = new HttpClient { BaseAddress = endpoint.Address };

        List<HttpStatusCode> seen = [];
        for (var i = 0; i < 3; i++)
        {
            using var reply = await client.PostAsJsonAsync("v1/chat/completions", Body, TestContext.Current.CancellationToken);
            seen.Add(reply.StatusCode);
        }

        seen.ShouldBe([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK]);
        endpoint.Chats.Select(static request => request.Spoilt).ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task A_caller_that_leaves_is_seen_and_a_slow_reply_is_under_way_until_then()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(new WrittenModel(static (_, _) => "text"));
        endpoint.Spoil(new EndpointFault(Faults.Slow(TimeSpan.FromHours(1))));
        using var client = new HttpClient { BaseAddress = endpoint.Address };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var asked = client.PostAsJsonAsync("v1/chat/completions", Body, patience.Token);
        await Eventually.TrueAsync(() => endpoint.Chats.Any(static request => request.End == RequestEnd.Running));
        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asked);
        await Eventually.TrueAsync(() => endpoint.Disconnects == 1);
    }

    [Fact]
    public async Task Half_a_reply_comes_as_if_it_were_all_or_breaks_off()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync(new WrittenModel(static (_, _) => "text"));
        endpoint.Spoil(new EndpointFault(Faults.Truncated(), Count: 1), new EndpointFault(Faults.ResetMidBody()));
        using var client = new HttpClient { BaseAddress = endpoint.Address };

        using var half = await client.PostAsJsonAsync("v1/chat/completions", Body, TestContext.Current.CancellationToken);
        (await half.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotEndWith("}");
        await Should.ThrowAsync<HttpRequestException>(
            () => client.PostAsJsonAsync("v1/chat/completions", Body, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_goes_away_and_comes_back_on_the_same_port()
    {
        await using var endpoint = await ScriptedEndpoint.StartAsync();
        using var client = new HttpClient { BaseAddress = endpoint.Address };

        await endpoint.StopAsync();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync("v1/models", TestContext.Current.CancellationToken));
        await endpoint.StartAgainAsync();

        (await client.GetAsync("v1/models", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
