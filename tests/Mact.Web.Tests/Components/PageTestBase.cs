using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Bunit;
using Mact.Testing;
using Mact.Web.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace Mact.Web.Tests.Components;

/// <summary>Pages with their real services in front of the fake Api.</summary>
public abstract partial class PageTestBase : BunitContext, IAsyncLifetime
{
    // One second is not enough on a machine that is busy with other tests.
    static PageTestBase() => DefaultWaitTimeout = Eventually.Bound;

    internal FakeApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Api = await FakeApi.StartAsync(Xunit.TestContext.Current.CancellationToken);
        JSInterop.Mode = JSRuntimeMode.Loose;
        var environment = Substitute.For<IWebHostEnvironment>();
        environment.ContentRootPath.Returns(AppContext.BaseDirectory);
        Services.AddSingleton(environment);
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("services:api:http:0", Api.Address.ToString().TrimEnd('/'))])
            .Build());
        Services.AddLogging();
        Services.AddServiceDiscovery();
        Services.ConfigureHttpClientDefaults(static http => http.AddServiceDiscovery());
        Services.AddOptions<UploadOptions>();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<ExampleCatalog>();
        Services.AddApiAccess();
        Services.AddLanguages();
        Services.AddScoped<Messages>();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        // Pages that look at the Api from time to time end before it does.
        await DisposeComponentsAsync();
        await DisposeAsync();
        await Api.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What a reader sees, in one line.</summary>
    protected static string TextOf(IElement element) => Space().Replace(element.TextContent, " ").Trim();

    protected static string TextOf(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> component) =>
        Space().Replace(string.Join(' ', component.Nodes.Select(static node => node.TextContent)), " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Space();
}
