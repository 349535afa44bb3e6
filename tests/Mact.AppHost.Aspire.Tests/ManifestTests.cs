using System.Text.Json;

namespace Mact.AppHost.Aspire.Tests;

/// <summary>The manifest.</summary>
public sealed class ManifestTests
{
    [Fact]
    public async Task The_manifest_has_the_deployed_resources_and_no_stand_in()
    {
        using var files = await PublishedFiles.ManifestAsync();

        var resources = JsonSerializer.Deserialize<JsonElement>(files.Text("aspire-manifest.json")).GetProperty("resources");

        resources.EnumerateObject().Select(static resource => resource.Name)
            .ShouldBeSubsetOf(["redis", "redis-password", "redis-password-uri-encoded", "model", "model-endpoint", "model-key", "model-name", "api", "worker", "web", .. Conditional(resources)]);
        resources.GetProperty("worker").GetProperty("env").GetProperty("ConnectionStrings__model").GetString().ShouldBe("{model.connectionString}");
        resources.GetProperty("web").GetProperty("env").GetProperty("services__api__http__0").GetString().ShouldBe("{api.bindings.http.url}");
        resources.GetProperty("model-key").GetProperty("inputs").GetProperty("value").GetProperty("secret").GetBoolean().ShouldBeTrue();
    }

    /// <summary>Parts of expressions, which Aspire lists as resources.</summary>
    private static IEnumerable<string> Conditional(JsonElement resources) =>
        resources.EnumerateObject().Select(static resource => resource.Name).Where(static name => name.StartsWith("cond-", StringComparison.Ordinal));
}
