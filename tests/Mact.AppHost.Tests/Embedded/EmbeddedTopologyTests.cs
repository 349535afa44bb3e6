using Mact.AppHost.Embedded.Options;
using Mact.AppHost.Embedded.Topology;

namespace Mact.AppHost.Tests.Embedded;

public sealed class EmbeddedTopologyTests
{
    private const string Secret = "sk-very-secret";
    private static readonly Ports Ports = new(8080, 8081, 6001, 6002, 6003, 6004, 6005, [6010, 6011]);

    [Fact]
    public void By_default_everything_runs_with_both_stand_ins()
    {
        Names(new()).ShouldBe(["redis", "model", "api", "worker", "worker-2", "web"]);
    }

    [Fact]
    public void A_real_redis_takes_the_place_of_its_stand_in_in_every_service()
    {
        var resources = EmbeddedTopology.Build(new() { Redis = "redis.example:6379" }, Ports);

        resources.ShouldNotContain(static resource => resource.Name == "redis");
        Of(resources, "api").Environment["ConnectionStrings__redis"].ShouldBe("redis.example:6379");
        Of(resources, "worker").Environment["ConnectionStrings__redis"].ShouldBe("redis.example:6379");
    }

    [Fact]
    public void A_model_endpoint_takes_the_place_of_its_stand_in_and_its_key_goes_only_where_it_is_used()
    {
        var options = new EmbeddedOptions { ModelEndpoint = new("https://models.example/v1"), Model = "Qwen/Qwen3-8B", ModelKey = Secret };

        var resources = EmbeddedTopology.Build(options, Ports);

        resources.ShouldNotContain(static resource => resource.Name == "model");
        Of(resources, "worker").Environment["ConnectionStrings__model"].ShouldBe($"Endpoint=https://models.example/v1;Key={Secret};Model=Qwen/Qwen3-8B");
        Of(resources, "web").Environment.Values.ShouldNotContain(static value => value.Contains(Secret, StringComparison.Ordinal));
        options.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public void The_key_is_not_sent_to_the_stand_in()
    {
        var resources = EmbeddedTopology.Build(new() { ModelKey = Secret }, Ports);

        resources.SelectMany(static resource => resource.Environment.Values).ShouldNotContain(static value => value.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_model_name_the_single_served_one_is_asked_for()
    {
        Of(EmbeddedTopology.Build(new(), Ports), "worker").Environment["ConnectionStrings__model"].ShouldBe("Endpoint=http://127.0.0.1:6003/v1;Model=auto");
    }

    [Theory]
    [InlineData(null, null, "true")]
    [InlineData("/data", null, "false")]
    [InlineData(null, "redis.example:6379", "false")]
    public void The_api_knows_whether_history_lives_only_until_stop(string? directory, string? redis, string volatileHistory)
    {
        var resources = EmbeddedTopology.Build(new() { DataDirectory = directory, Redis = redis }, Ports);

        Of(resources, "api").Environment["Mact__VolatileHistory"].ShouldBe(volatileHistory);
    }

    [Theory]
    [InlineData(null, "true")]
    [InlineData("http://localhost:8000/v1", "false")]
    public void The_api_knows_whether_the_model_is_the_stand_in(string? endpoint, string standIn)
    {
        var resources = EmbeddedTopology.Build(new() { ModelEndpoint = endpoint is null ? null : new(endpoint) }, Ports);

        Of(resources, "api").Environment["Mact__ModelStandIn"].ShouldBe(standIn);
    }

    [Fact]
    public void Stand_ins_start_first_and_stop_last_and_the_page_the_other_way_round()
    {
        var resources = EmbeddedTopology.Build(new(), Ports);

        resources.OrderBy(static resource => resource.StartStage).Select(static resource => resource.Name)
            .ShouldBe(["redis", "model", "api", "worker", "worker-2", "web"]);
        resources.OrderBy(static resource => resource.StopStage).Select(static resource => resource.Name)
            .ShouldBe(["web", "api", "worker", "worker-2", "redis", "model"]);
    }

    [Fact]
    public void The_page_finds_the_api_by_service_discovery()
    {
        Of(EmbeddedTopology.Build(new(), Ports), "web").Environment["services__api__http__0"].ShouldBe("http://localhost:8081");
    }

    [Fact]
    public void Every_endpoint_is_on_loopback_and_on_a_port_of_its_own()
    {
        var endpoints = EmbeddedTopology.Build(new(), Ports).Select(static resource => resource.Endpoint).ToList();

        endpoints.ShouldAllBe(static endpoint => endpoint.IsLoopback);
        endpoints.ShouldBeUnique();
    }

    private static string[] Names(EmbeddedOptions options) => [.. EmbeddedTopology.Build(options, Ports).Select(static resource => resource.Name)];

    private static ResourceSpec Of(IEnumerable<ResourceSpec> resources, string name) => resources.Single(resource => resource.Name == name);
}
