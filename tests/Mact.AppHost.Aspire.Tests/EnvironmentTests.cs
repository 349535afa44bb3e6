using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Mact.AppHost.Embedded.Options;
using Mact.AppHost.Embedded.Topology;

namespace Mact.AppHost.Aspire.Tests;

/// <summary>Every resource gets on Aspire the variables that it gets embedded.</summary>
public sealed class EnvironmentTests
{
    /// <summary>The product's own variables; the rest (addresses, telemetry, consoles) is the host's affair.</summary>
    private static readonly string[] Own = ["ConnectionStrings__", "services__", "Mact__", "StandIns__", "Redis__", "Model__"];

    private static readonly Ports Ports = new(8080, 8081, 6001, 6002, 6003, 6004, 6005, [6010]);

    [Theory]
    [InlineData("api", "api")]
    [InlineData("worker", "worker")]
    [InlineData("web", "web")]
    [InlineData("redis", "redis-stand-in")]
    [InlineData("model", "model-stand-in")]
    public async Task A_resource_gets_the_variables_that_it_gets_embedded(string embedded, string onAspire)
    {
        var expected = Only(EmbeddedTopology.Build(new EmbeddedOptions(), Ports).Single(resource => resource.Name == embedded).Environment);
        await using var model = await AppModel.BuildAsync("--redis=stand-in");

        var actual = await model.EnvironmentAsync(onAspire);

        Only(actual).Keys.ShouldBe(expected.Keys, ignoreOrder: true);
        foreach (var (name, value) in expected.Where(static variable => variable.Value is "true" or "false"))
        {
            actual[name].ShouldBe(value, name);
        }
    }

    [Fact]
    public async Task With_a_redis_container_and_an_endpoint_nothing_is_volatile_and_nothing_a_stand_in()
    {
        await using var model = await AppModel.BuildAsync("--redis=container", "--model-endpoint=https://models.example/v1");

        var environment = await model.EnvironmentAsync("api");

        environment["Mact__VolatileHistory"].ShouldBe("false");
        environment["Mact__ModelStandIn"].ShouldBe("false");
    }

    [Theory]
    [InlineData("--Parameters:model-key=sk-given", "sk-given")]
    [InlineData("--MACT_API_KEY=sk-given", "sk-given")]
    [InlineData("--MACT_API_KEY=", "")]
    public async Task An_endpoint_outside_is_given_with_its_key_and_name_and_the_key_may_be_missing(string argument, string key)
    {
        await using var model = await AppModel.BuildAsync("--redis=container", "--model-endpoint=https://models.example/v1", "--model=m", argument);

        var connection = model.Find("model").ShouldBeAssignableTo<IResourceWithConnectionString>()!;

        connection.ConnectionStringExpression.ValueExpression.ShouldBe("Endpoint={model-endpoint.value};Key={model-key.value};Model={model-name.value}");
        (await connection.GetConnectionStringAsync(TestContext.Current.CancellationToken))
            .ShouldBe(string.Create(CultureInfo.InvariantCulture, $"Endpoint=https://models.example/v1;Key={key};Model=m"));
        model.Find("model-key").ShouldBeOfType<ParameterResource>().Secret.ShouldBeTrue();
    }

    private static Dictionary<string, T> Only<T>(IEnumerable<KeyValuePair<string, T>> variables) => new(
        variables.Where(static variable => Own.Any(prefix => variable.Key.StartsWith(prefix, StringComparison.Ordinal))),
        StringComparer.Ordinal);
}
