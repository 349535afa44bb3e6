using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mact.Web.Tests.Health;

/// <summary>Where others reach a service that knows no users, it does not start.</summary>
public sealed class AnonymousGuardTests
{
    [Theory]
    [InlineData("http://127.0.0.1:0", "none", "false", true)]
    [InlineData("http://[::1]:0", "none", "false", true)]
    [InlineData("http://0.0.0.0:0", "none", "false", false)]
    [InlineData("http://*:0", "none", "false", false)]
    [InlineData("http://[::]:0", "none", "false", false)]
    [InlineData("http://+:0", "none", "false", false)]
    [InlineData("http://loopback:0", "none", "false", false)]
    [InlineData("http://some.name:0", "none", "false", false)]
    [InlineData("http://localhost.some.name:0", "none", "false", false)]
    [InlineData("http://127.0.0.1:0;http://*:0", "none", "false", false)]
    [InlineData("http://0.0.0.0:0", "none", "true", true)]
    [InlineData("http://0.0.0.0:0", "keys", "false", true)]
    public async Task It_starts_on_loopback_with_users_or_where_it_is_said_to_be_meant(string url, string mode, string anonymous, bool starts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Configuration["Auth:Mode"] = mode;
        builder.Configuration["Auth:AllowAnonymous"] = anonymous;
        builder.AddAccessOptions();
        await using var app = builder.Build();

        if (starts)
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            await app.StopAsync(TestContext.Current.CancellationToken);
            return;
        }

        (await Should.ThrowAsync<InvalidOperationException>(() => app.StartAsync(TestContext.Current.CancellationToken)))
            .Message.ShouldContain("Auth:Mode");
        app.Urls.ShouldBeEmpty("nothing was listened to");
    }

    [Theory]
    [InlineData("http_ports=8080", false)]
    [InlineData("https_ports=8443", false)]
    [InlineData("http_ports=8080 urls=http://localhost:8080", true)]
    [InlineData("Kestrel:Endpoints:A:Url=http://*:8080", false)]
    [InlineData("Kestrel:Endpoints:A:Url=http://localhost:1 Kestrel:Endpoints:B:Url=http://0.0.0.0:8080", false)]
    [InlineData("Kestrel:Endpoints:A:Url=http://localhost:8080 urls=http://*:8080 http_ports=8080", true)]
    [InlineData("Kestrel:Endpoints:A:Url=http://localhost:8080 urls=http://*:8080 preferHostingUrls=true", false)]
    [InlineData("Kestrel:Endpoints:A:Url=http://*:8080 urls=http://localhost:8080 preferHostingUrls=true", true)]
    [InlineData("", true)]
    public async Task It_looks_wherever_the_server_is_told_where_to_listen_before_it_does(string settings, bool starts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        foreach (var one in settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static one => one.Split('=', 2)))
        {
            builder.Configuration[one[0]] = one[1];
        }

        builder.AddAccessOptions();
        await using var app = builder.Build();
        var guard = app.Services.GetServices<IHostedService>().OfType<IHostedLifecycleService>().Single();

        var refusal = await Record.ExceptionAsync(() => guard.StartingAsync(CancellationToken.None));

        (refusal is null).ShouldBe(starts);
        (refusal?.Message ?? "Auth:AllowAnonymous").ShouldContain("Auth:AllowAnonymous");
    }
}
