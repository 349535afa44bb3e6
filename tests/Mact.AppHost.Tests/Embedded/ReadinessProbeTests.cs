using System.Net;
using Mact.AppHost.Embedded.Processes;
using Microsoft.Extensions.Time.Testing;

namespace Mact.AppHost.Tests.Embedded;

public sealed class ReadinessProbeTests
{
    private static readonly Uri Health = new("http://localhost:1/health");

    [Fact]
    public async Task A_service_is_asked_often_at_first_and_once_a_second_when_it_takes_long()
    {
        var asked = new List<DateTimeOffset>();
        var time = new FakeTimeProvider();
        using var handler = new AnsweringHandler(() =>
        {
            asked.Add(time.GetUtcNow());
            return asked.Count < 60 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK;
        });
        using var client = new HttpClient(handler);

        var ready = new ReadinessProbe(client, time).WaitUntilReadyAsync(Health, static (_, _) => { }, TestContext.Current.CancellationToken);
        while (!ready.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await ready;
        var pauses = asked.Zip(asked.Skip(1), static (first, second) => second - first).ToList();
        pauses[0].ShouldBeLessThan(pauses[^1]);
        pauses.ShouldAllBe(static pause => pause >= TimeSpan.FromMilliseconds(100));
        pauses.TakeLast(20).ShouldAllBe(static pause => pause >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task What_a_service_says_of_itself_is_reported_while_it_is_not_ready()
    {
        var time = new FakeTimeProvider();
        List<string> reports = [];
        var answers = 0;
        using var handler = new AnsweringHandler(() => ++answers < 40 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
        using var client = new HttpClient(handler);

        var ready = new ReadinessProbe(client, time).WaitUntilReadyAsync(Health, (_, trouble) => reports.Add(trouble), TestContext.Current.CancellationToken);
        while (!ready.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await ready;
        reports.ShouldNotBeEmpty();
        reports.ShouldAllBe(static report => report == "Redis does not answer");
    }

    /// <summary>A health endpoint without a network.</summary>
    private sealed class AnsweringHandler(Func<HttpStatusCode> status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(new HttpResponseMessage(status())
        {
            Content = new StringContent("""{"status":"Unhealthy","entries":{"redis":{"status":"Unhealthy","description":"Redis does not answer"}}}"""),
        });
    }
}
