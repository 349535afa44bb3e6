using System.Net;
using System.Text.Json.Nodes;
using Mact.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mact.Api.Tests.Server;

public sealed class HealthEndpointTests
{
    [Fact]
    public async Task A_degraded_part_is_named_and_keeps_the_process_ready()
    {
        var (status, body) = await GetAsync("/health", HealthCheckResult.Degraded("No model answers yet."));

        status.ShouldBe(HttpStatusCode.OK);
        body["status"]!.GetValue<string>().ShouldBe("Degraded");
        body["entries"]!["part"]!["status"]!.GetValue<string>().ShouldBe("Degraded");
        body["entries"]!["part"]!["description"]!.GetValue<string>().ShouldBe("No model answers yet.");
    }

    [Fact]
    public async Task An_unhealthy_part_makes_the_process_not_ready_but_leaves_it_alive()
    {
        var broken = HealthCheckResult.Unhealthy("Redis does not answer.");

        (await GetAsync("/health", broken)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await GetAsync("/alive", broken)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_text_of_an_exception_stays_inside()
    {
        var broken = HealthCheckResult.Unhealthy("secret-host", new InvalidOperationException("secret-host:6379"));

        var (_, body) = await GetAsync("/health", broken);

        body.ToJsonString().ShouldNotContain("secret-host");
        body["entries"]!["part"]!["description"]!.GetValue<string>().ShouldContain(nameof(InvalidOperationException));
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> GetAsync(string path, HealthCheckResult part)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.AddServiceDefaults();
        builder.Services.AddHealthChecks().AddCheck("part", () => part);

        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = app.GetTestClient();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(text)!);
    }
}
