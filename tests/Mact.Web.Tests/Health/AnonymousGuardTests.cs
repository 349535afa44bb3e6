using Mact.ServiceDefaults.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

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
    }
}
