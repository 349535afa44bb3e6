using Aspire.Hosting.ApplicationModel;

namespace Mact.AppHost.Tests;

/// <summary>What is in the application model.</summary>
public sealed class ModelTests
{
    private const string Container = "--redis=container";
    private const string StandIn = "--redis=stand-in";
    private const string Endpoint = "--model-endpoint=https://models.example/v1";

    [Fact]
    public async Task By_default_there_are_redis_the_table_reader_and_the_three_services()
    {
        var model = await AppModel.BuildAsync(Container);

        model.Find("redis").ShouldBeOfType<RedisResource>();
        model.Resources.OfType<ProjectResource>()
            .Select(static project => project.Name)
            .ShouldBe(["model-stand-in", "local-model", "api", "worker", "web"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(StandIn)]
    [InlineData("--redis=redis.example:6379")]
    [InlineData(Container)]
    public async Task Whichever_redis_it_is_has_one_name_for_all_who_refer_to_it(string redis)
    {
        var model = await AppModel.BuildAsync(redis);

        model.Find("redis").ShouldBeAssignableTo<IResourceWithConnectionString>();
        (await model.EnvironmentAsync("api")).Keys.ShouldContain("ConnectionStrings__redis");
        (await model.EnvironmentAsync("worker")).Keys.ShouldContain("ConnectionStrings__redis");
        model.Resources.Count(static resource => resource.Name == "redis-stand-in").ShouldBe(redis == StandIn ? 1 : 0);
    }

    [Theory]
    [InlineData(StandIn, "", "true")]
    [InlineData(StandIn, "--data=kept", "false")]
    [InlineData(Container, "", "false")]
    [InlineData("--redis=redis.example:6379", "", "false")]
    public async Task The_page_is_told_whether_history_lives_until_stop(string redis, string data, string isVolatile)
    {
        var model = await AppModel.BuildAsync(redis, data);

        (await model.EnvironmentAsync("api"))["Mact__VolatileHistory"].ShouldBe(isVolatile);
        if (data.Length > 0)
        {
            (await model.EnvironmentAsync("redis-stand-in"))["Redis__DataDirectory"].ShouldBe(Path.GetFullPath("kept"));
        }
    }

    [Theory]
    [InlineData(Endpoint, "false")]
    [InlineData("--vllm=Qwen/Qwen3-8B", "false")]
    [InlineData("--workers=1", "true")]
    public async Task The_page_is_told_whether_the_model_is_a_stand_in(string argument, string isStandIn)
    {
        var model = await AppModel.BuildAsync(StandIn, argument);

        (await model.EnvironmentAsync("api"))["Mact__ModelStandIn"].ShouldBe(isStandIn);
        model.Resources.Any(static resource => resource.Name == "model-stand-in").ShouldBe(isStandIn == "true");
    }

    [Theory]
    [InlineData("--Parameters:model-key=sk-given", "sk-given")]
    [InlineData("--MACT_API_KEY=sk-given", "sk-given")]
    [InlineData("--MACT_API_KEY=", "")]
    public async Task An_endpoint_outside_is_given_with_its_key_and_name_and_the_key_may_be_missing(string argument, string key)
    {
        var model = await AppModel.BuildAsync(StandIn, Endpoint, "--model=m", argument);

        var connection = model.Find("model").ShouldBeAssignableTo<IResourceWithConnectionString>()!;

        connection.ConnectionStringExpression.ValueExpression.ShouldBe(
            "Endpoint={model-endpoint.value};Key={model-key.value};Model={model-name.value}");
        (
            await connection.GetConnectionStringAsync(
                TestContext.Current.CancellationToken)).ShouldBe($"Endpoint=https://models.example/v1;Key={key};Model=m");
        model.Find("model-key").ShouldBeOfType<ParameterResource>().Secret.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_waits_for_anybody_so_that_all_start_at_once()
    {
        var model = await AppModel.BuildAsync(StandIn);

        foreach (var service in (string[])["api", "worker", "web"])
        {
            model.Annotations<WaitAnnotation>(service).ShouldBeEmpty(service);
        }
    }

    [Fact]
    public async Task Redis_writes_before_it_accepts_into_a_volume_that_no_other_checkout_has()
    {
        var model = await AppModel.BuildAsync(Container);

        var command = string.Join(' ', await model.ArgumentsAsync("redis"));
        command.ShouldStartWith("flock --nonblock --no-fork --verbose /data/in-use.lock redis-server ");
        command.ShouldEndWith(" --appendonly yes --appendfsync always");
        var volume = model.Annotations<ContainerMountAnnotation>("redis").ShouldHaveSingleItem();
        volume.Target.ShouldBe("/data");
        volume.Source.ShouldNotBeNull().ShouldMatch("^mact.apphost-[0-9a-f]+-redis-data$");
    }

    [Fact]
    public async Task Workers_have_as_many_replicas_as_asked_for()
    {
        var model = await AppModel.BuildAsync(StandIn, "--workers=3");

        model.Annotations<ReplicaAnnotation>("worker").ShouldHaveSingleItem().Replicas.ShouldBe(3);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    [InlineData("web")]
    public async Task Every_service_is_probed_for_life_and_for_readiness_on_its_http_endpoint(string name)
    {
        var model = await AppModel.BuildAsync(StandIn);

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
        var model = await AppModel.BuildAsync(StandIn, "--vllm=Qwen/Qwen3-8B");

        (await model.ArgumentsAsync("model")).ShouldBe(
            ["--model", "Qwen/Qwen3-8B", "--served-model-name", "Qwen/Qwen3-8B", "--enable-prompt-tokens-details"]);
        model.Annotations<ContainerMountAnnotation>("model").ShouldHaveSingleItem().Source.ShouldBe("mact-vllm-weights");
        model.Annotations<ContainerRuntimeArgsCallbackAnnotation>("model").ShouldNotBeEmpty();
        model.Annotations<ContainerImageAnnotation>("model").ShouldHaveSingleItem().Image.ShouldBe("vllm/vllm-openai");
        model.Find("model").ShouldBeAssignableTo<IResourceWithConnectionString>()!.ConnectionStringExpression.ValueExpression
            .ShouldBe("Endpoint={model.bindings.http.url}/v1;Model=Qwen/Qwen3-8B");
    }

    [Fact]
    public async Task A_model_file_is_served_on_this_machine_and_never_published()
    {
        var file = typeof(ModelTests).Assembly.Location;
        var model = await AppModel.BuildAsync(StandIn, $"--local-model={file}");

        (await model.EnvironmentAsync("local-model"))["LocalModel__File"].ShouldBe(file);
        (await model.EnvironmentAsync("api"))["Mact__ModelStandIn"].ShouldBe("false");
        model.Resources.Any(static resource => resource.Name == "model-stand-in").ShouldBeFalse();
    }

    [Fact]
    public async Task A_model_on_this_machine_without_a_file_leaves_the_choice_to_the_page()
    {
        var model = await AppModel.BuildAsync(StandIn, "--local-model");

        (await model.EnvironmentAsync("local-model")).Keys.ShouldNotContain("LocalModel__File");
        (await model.EnvironmentAsync("api")).Keys.ShouldContain("Mact__LocalModel");
        (await model.EnvironmentAsync("api"))["Mact__ModelStandIn"].ShouldBe("false");
        (await model.EnvironmentAsync("worker"))["Agents__WarmUp"].ShouldBe("true");
        model.Annotations<ExplicitStartupAnnotation>("local-model").ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_the_flag_a_model_on_this_machine_waits_to_be_wished_for_and_nothing_is_started()
    {
        var model = await AppModel.BuildAsync(StandIn);

        model.Annotations<ExplicitStartupAnnotation>("local-model").ShouldHaveSingleItem();
        new[] { "Mact__LocalModel", "Mact__LocalModelPipe" }.ShouldBeSubsetOf((await model.EnvironmentAsync("api")).Keys);
        (await model.EnvironmentAsync("worker"))["Agents__WarmUp"].ShouldBe("false");
        model.Find("model").ShouldBeAssignableTo<IResourceWithConnectionString>()!.ConnectionStringExpression.ValueExpression
            .ShouldContain("model-stand-in");
    }

    [Theory]
    [InlineData(Endpoint)]
    [InlineData("--vllm=Qwen/Qwen3-8B")]
    public async Task A_stack_with_another_model_has_none_of_its_own(string argument)
    {
        var model = await AppModel.BuildAsync(StandIn, argument);

        model.Resources.ShouldNotContain(static resource => resource.Name == "local-model");
        (await model.EnvironmentAsync("api")).Keys.ShouldNotContain("Mact__LocalModel");
    }

    [Fact]
    public async Task The_page_alone_is_open_to_the_outside()
    {
        var model = await AppModel.BuildAsync(StandIn);

        model.Resources.Where(static resource => resource.Annotations.OfType<EndpointAnnotation>().Any(static endpoint => endpoint.IsExternal))
            .Select(static resource => resource.Name).ShouldBe(["web"]);
    }

    [Fact]
    public async Task The_dashboard_offers_an_example_question_and_to_retry_or_delete_what_was_given_up()
    {
        var model = await AppModel.BuildAsync(StandIn);

        model.Annotations<ResourceCommandAnnotation>("api")
            .Select(static command => command.Name)
            .ShouldBe(["ask-example", "retry-dead-letters", "empty-dead-letters"], ignoreOrder: true);
    }
}
