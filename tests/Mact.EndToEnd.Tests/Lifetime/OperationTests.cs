using System.Net;
using System.Text.Json;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Lifetime;

/// <summary>What whoever operates a service relies on: how it logs, how it says that it is well, how it ends.</summary>
public sealed class OperationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_are_json_by_a_switch_their_level_is_a_setting_and_a_service_asked_to_stop_ends_with_0()
    {
        await using var service = ServiceProcess.Start("Mact.Web", FreePort.Find(), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Logging__Console__FormatterName"] = "json",
            ["Logging__LogLevel__Microsoft.Extensions.Hosting"] = "Debug",
        });
        await service.UntilAliveAsync(Cancellation);

        await service.AskToStopAsync();

        await service.WaitForExitAsync(Cancellation);
        service.ExitCode.ShouldBe(0);
        var lines = service.Output.Select(static line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        lines.ShouldContain(
            static line => line.GetProperty("LogLevel").GetString() == "Debug" && line.GetProperty("Message").GetString() == "Hosting started");
        lines.Where(static line => line.GetProperty("LogLevel").GetString() == "Debug").ShouldAllBe(
            static line => line.GetProperty("Category").GetString()!.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Mact.Api", "ASPNETCORE_URLS=http://0.0.0.0:{0}")]
    [InlineData("Mact.Web", "ASPNETCORE_URLS=http://localhost:{0};http://[::]:{0}")]
    [InlineData("Mact.Api", "ASPNETCORE_URLS= ASPNETCORE_HTTP_PORTS={0}")]
    [InlineData("Mact.Web", "ASPNETCORE_URLS= ASPNETCORE_HTTP_PORTS={0}")]
    [InlineData("Mact.Api", "Kestrel__Endpoints__Any__Url=http://+:{0}")]
    [InlineData("Mact.Web", "Kestrel__Endpoints__Any__Url=http://*:{0}")]
    [InlineData("Mact.Web", "Auth__Mode=keys Auth__PageKey=short", "PageKey")]
    [InlineData("Mact.Worker", "Queue__MaxAttempts=0", "MaxAttempts")]
    public async Task What_may_not_serve_says_why_in_a_line_before_it_listens(
        string project, string settings, string why = "Auth:AllowAnonymous=true")
    {
        var environment = string.Format(settings, FreePort.Find()).Split(' ').Select(static one => one.Split('=', 2))
            .ToDictionary(static one => one[0], static one => one[1], StringComparer.Ordinal);
        environment["ConnectionStrings__redis"] = $"localhost:{FreePort.Find()}";
        environment["ConnectionStrings__model"] = $"Endpoint=http://localhost:{FreePort.Find()}/v1";
        await using var service = ServiceProcess.Start(project, FreePort.Find(), environment);

        await service.WaitForExitAsync(Cancellation);

        service.ExitCode.ShouldBe(1);
        service.Output.ShouldHaveSingleItem().ShouldContain(why);
    }

    [Fact]
    public async Task Without_redis_a_service_is_alive_but_not_ready()
    {
        await using var service = ServiceProcess.Start("Mact.Worker", FreePort.Find(), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__redis"] = $"localhost:{FreePort.Find()}",
            ["ConnectionStrings__model"] = $"Endpoint=http://localhost:{FreePort.Find()}/v1",
        });
        await service.UntilAliveAsync(Cancellation);
        using var client = new HttpClient { BaseAddress = service.Address };

        using var health = await client.GetAsync(new Uri("health", UriKind.Relative), Cancellation);

        health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var body = JsonSerializer.Deserialize<JsonElement>(await health.Content.ReadAsStringAsync(Cancellation));
        body.GetProperty("status").GetString().ShouldBe("Unhealthy");
        body.GetProperty("entries").GetProperty("redis").GetProperty("status").GetString().ShouldBe("Unhealthy");

        // Its log says so once, in the product's words; what the client library has to say of every try would bury it.
        await Eventually.TrueAsync(
            () => service.Output.Any(static line => line.Contains("No questions are taken for now", StringComparison.Ordinal)));
        service.Output.ShouldNotContain(static line => line.Contains("StackExchange.Redis", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stack_whose_api_ends_at_once_says_what_the_api_said()
    {
        LongForm.Only();
        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => AspireStack.StartAsync(
            new() { Services = new Dictionary<string, string>(StringComparer.Ordinal) { ["Tables__MaxRows"] = "-1" } }, Cancellation));

        refusal.Message.ShouldContain("exit code");
        refusal.Message.ShouldContain("MaxRows");
    }
}
