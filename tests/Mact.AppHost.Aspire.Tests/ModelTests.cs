using Aspire.Hosting.ApplicationModel;

namespace Mact.AppHost.Aspire.Tests;

/// <summary>What is in the application model, and who waits for whom.</summary>
public sealed class ModelTests
{
    private const string Container = "--redis=container";
    private const string StandIn = "--redis=stand-in";

    [Fact]
    public async Task By_default_there_are_redis_the_model_stand_in_and_the_three_services()
    {
        await using var model = await AppModel.BuildAsync(Container);

        model.Find("redis").ShouldBeOfType<RedisResource>();
        model.Resources.OfType<ProjectResource>().Select(static project => project.Name).ShouldBe(["model-stand-in", "api", "worker", "web"], ignoreOrder: true);
    }

    [Fact]
    public async Task Without_a_container_runtime_redis_is_a_stand_in_under_the_same_name()
    {
        await using var model = await AppModel.BuildAsync(StandIn);

        model.Resources.OfType<RedisResource>().ShouldBeEmpty();
        model.Find("redis").ShouldBeAssignableTo<IResourceWithConnectionString>();
        model.Waits("worker").ShouldBe(["redis-stand-in"]);
    }

    [Fact]
    public async Task Services_wait_for_redis_the_page_for_the_api_and_nobody_for_a_model_outside()
    {
        await using var model = await AppModel.BuildAsync(Container, "--model-endpoint=https://models.example/v1");

        model.Waits("api").ShouldBe(["redis"]);
        model.Waits("worker").ShouldBe(["redis"]);
        model.Waits("web").ShouldBe(["api"]);
        model.Resources.ShouldNotContain(static resource => resource.Name == "model-stand-in");
    }

    [Fact]
    public async Task Redis_writes_before_it_accepts_and_keeps_its_data_in_a_named_volume()
    {
        await using var model = await AppModel.BuildAsync(Container);

        string.Join(' ', await model.ArgumentsAsync("redis")).ShouldContain("--appendonly yes --appendfsync always");
        var volume = model.Annotations<ContainerMountAnnotation>("redis").ShouldHaveSingleItem();
        volume.Source.ShouldBe("mact-redis");
        volume.Target.ShouldBe("/data");
    }

    [Fact]
    public async Task Workers_have_as_many_replicas_as_asked_for()
    {
        await using var model = await AppModel.BuildAsync(Container, "--workers=3");

        model.Annotations<ReplicaAnnotation>("worker").ShouldHaveSingleItem().Replicas.ShouldBe(3);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    [InlineData("web")]
    public async Task Every_service_is_probed_for_life_and_for_readiness_on_its_http_endpoint(string name)
    {
        await using var model = await AppModel.BuildAsync(Container);

        var probes = model.Annotations<EndpointProbeAnnotation>(name).ToDictionary(static probe => probe.Type);
        probes[ProbeType.Liveness].Path.ShouldBe("/alive");
        probes[ProbeType.Readiness].Path.ShouldBe("/health");
        probes.Values.ShouldAllBe(static probe => probe.EndpointReference.EndpointName == "http");

        // In a run the probes are health checks: each once.
        model.Annotations<HealthCheckAnnotation>(name).Count().ShouldBe(2);
    }

    [Fact]
    public async Task Vllm_gets_its_model_all_gpus_and_a_named_volume_for_weights()
    {
        await using var model = await AppModel.BuildAsync(Container, "--vllm=Qwen/Qwen3-8B");

        (await model.ArgumentsAsync("model")).ShouldBe(["--model", "Qwen/Qwen3-8B", "--served-model-name", "Qwen/Qwen3-8B", "--enable-prompt-tokens-details"]);
        model.Annotations<ContainerMountAnnotation>("model").ShouldHaveSingleItem().Source.ShouldBe("mact-vllm-weights");
        model.Annotations<ContainerRuntimeArgsCallbackAnnotation>("model").ShouldNotBeEmpty();
        model.Annotations<ContainerImageAnnotation>("model").ShouldHaveSingleItem().Image.ShouldBe("vllm/vllm-openai");
        model.Find("model").ShouldBeAssignableTo<IResourceWithConnectionString>()!.ConnectionStringExpression.ValueExpression
            .ShouldBe("Endpoint={model.bindings.http.url}/v1;Model=Qwen/Qwen3-8B");
    }

    [Fact]
    public async Task The_page_alone_is_open_to_the_outside()
    {
        await using var model = await AppModel.BuildAsync(Container);

        model.Resources.Where(static resource => resource.Annotations.OfType<EndpointAnnotation>().Any(static endpoint => endpoint.IsExternal))
            .Select(static resource => resource.Name).ShouldBe(["web"]);
    }
}
