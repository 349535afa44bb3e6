using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Mact.AppHost.Tests;

/// <summary>What is in the application model.</summary>
public sealed class ModelTests
{
    private const string Container = "--redis=container";
    private const string StandIn = "--redis=stand-in";
    private const string Outside = "--redis=redis.example:6379";
    private const string Endpoint = "--model-endpoint=https://models.example/v1";

    [Theory]
    [InlineData(Container, "", "false", "model model-stand-in api worker web")]
    [InlineData(Outside, "", "false", "model model-stand-in api worker web")]
    [InlineData(StandIn, "", "true", "redis-stand-in model model-stand-in api worker web")]
    [InlineData(StandIn, "--data=kept", "false", "redis-stand-in model model-stand-in api worker web")]
    public async Task Whichever_redis_it_is_has_one_name_for_all_who_refer_to_it_and_the_page_is_told_whether_history_lives_until_stop(
        string redis, string data, string isVolatile, string projects)
    {
        var model = await AppModel.BuildAsync(redis, data);

        model.Find("redis").ShouldBeAssignableTo<IResourceWithConnectionString>();
        model.Resources.OfType<RedisResource>().Count().ShouldBe(redis == Container ? 1 : 0);
        model.Resources.OfType<ProjectResource>().Select(static project => project.Name).ShouldBe(projects.Split(' '), ignoreOrder: true);
        (await model.EnvironmentAsync("api")).Keys.ShouldContain("ConnectionStrings__redis");
        (await model.EnvironmentAsync("worker")).Keys.ShouldContain("ConnectionStrings__redis");
        (await model.EnvironmentAsync("api"))["Mact__VolatileHistory"].ShouldBe(isVolatile);
        if (redis == StandIn)
        {
            (await model.EnvironmentAsync("redis-stand-in"))["Redis__DataDirectory"].ShouldBe(data.Length > 0 ? Path.GetFullPath("kept") : "");
        }
    }

    [Theory]
    [InlineData(Endpoint, "model", "false")]
    [InlineData("--vllm=Qwen/Qwen3-8B", "model", "false")]
    [InlineData("--local-model", "model", "false")]
    [InlineData("--workers=1", "model-stand-in", "true")]
    public async Task Whichever_model_it_is_has_one_name_for_all_who_refer_to_it_and_the_page_is_told_of_a_stand_in(
        string argument, string server, string isStandIn)
    {
        var model = await AppModel.BuildAsync(StandIn, argument);

        var api = await model.EnvironmentAsync("api");
        api["Mact__ModelStandIn"].ShouldBe(isStandIn);
        api.Keys.ShouldContain("ConnectionStrings__model");
        (await model.EnvironmentAsync("worker")).Keys.ShouldContain("ConnectionStrings__model");
        model.Find(server).ShouldNotBeNull();
        model.Resources.Any(static resource => resource.Name == "model-stand-in").ShouldBe(isStandIn == "true");
    }

    [Theory]
    [InlineData("--Parameters:model-key=sk-given", "sk-given")]
    [InlineData("--Parameters:model_key=sk-given", "sk-given")]
    [InlineData("--MACT_API_KEY=sk-given", "sk-given")]
    [InlineData("--MACT_API_KEY=", "")]
    public async Task An_endpoint_outside_is_given_with_its_key_and_name_and_the_key_may_be_missing(string argument, string key)
    {
        var model = await AppModel.BuildAsync(StandIn, Endpoint, "--model=m", argument);

        var connection = model.Find("model").ShouldBeAssignableTo<IResourceWithConnectionString>()!;
        (await connection.GetConnectionStringAsync(TestContext.Current.CancellationToken))
            .ShouldBe($"Endpoint=https://models.example/v1;Key={key};Model=m");
        connection.ConnectionStringExpression.ValueExpression.ShouldBe(
            "Endpoint={model-endpoint.value};Key={model-key.value};Model={model-name.value}");
        model.Find("model-key").ShouldBeOfType<ParameterResource>().Secret.ShouldBeTrue();
    }

    [Fact]
    public async Task The_key_of_an_endpoint_reaches_the_worker_alone()
    {
        var model = await AppModel.BuildAsync("--redis=redis.example:6379", Endpoint, "--model=m", "--MACT_API_KEY=sk-given");

        foreach (var project in model.Resources.OfType<ProjectResource>().Select(static project => project.Name))
        {
            var given = new List<string?>();
            var variables = await model.EnvironmentAsync(project);
            foreach (var value in variables.Where(static value => value.Key.StartsWith("ConnectionStrings__", StringComparison.Ordinal)))
            {
                given.Add(await ((IValueProvider)value.Value).GetValueAsync(TestContext.Current.CancellationToken));
            }

            given.Any(static text => text?.Contains("sk-given", StringComparison.Ordinal) == true).ShouldBe(project == "worker", project);
        }

        var shown = (IValueProvider)(await model.EnvironmentAsync("api"))["ConnectionStrings__model"];
        (await shown.GetValueAsync(TestContext.Current.CancellationToken)).ShouldBe("Endpoint=https://models.example/v1;Model=m");
    }

    [Theory]
    [InlineData("https://models.example/v1", true)]
    [InlineData("http://localhost:8000/v1", false)]
    public async Task The_dashboard_asks_for_the_key_of_an_endpoint_over_https_that_comes_without_one(string address, bool asks)
    {
        var model = await AppModel.BuildAsync(StandIn, $"--model-endpoint={address}");

        var key = model.Find("model-key").ShouldBeOfType<ParameterResource>()!;
        async Task<string?> Value() => await key.GetValueAsync(TestContext.Current.CancellationToken);
        if (asks)
        {
            await Should.ThrowAsync<MissingParameterValueException>(Value);
        }
        else
        {
            (await Value()).ShouldBe(string.Empty);
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
    public async Task The_services_start_at_once_are_probed_and_the_page_alone_is_open_to_the_outside()
    {
        var model = await AppModel.BuildAsync(StandIn, "--workers=3");

        foreach (var name in (string[])["api", "worker", "web"])
        {
            var probes = model.Annotations<EndpointProbeAnnotation>(name).ToDictionary(static probe => probe.Type);
            probes[ProbeType.Liveness].Path.ShouldBe("/alive");
            probes[ProbeType.Readiness].Path.ShouldBe("/health");
            probes.Values.ShouldAllBe(static probe => probe.EndpointReference.EndpointName == "http");

            // In a run the probes are health checks: each once. Nobody waits for anybody.
            model.Annotations<HealthCheckAnnotation>(name).Count().ShouldBe(2);
            model.Annotations<WaitAnnotation>(name).ShouldBeEmpty(name);
        }

        model.Annotations<ReplicaAnnotation>("worker").ShouldHaveSingleItem().Replicas.ShouldBe(3);
        model.Resources.Where(static resource => resource.Annotations.OfType<EndpointAnnotation>().Any(static endpoint => endpoint.IsExternal))
            .Select(static resource => resource.Name).ShouldBe(["web"]);
        model.Annotations<ResourceCommandAnnotation>("api").Select(static command => command.Name)
            .ShouldBe(["ask-example", "retry-dead-letters", "empty-dead-letters"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    public async Task Who_runs_statements_keeps_no_freed_memory_for_each_thread(string name) =>
        (await (await AppModel.BuildAsync(StandIn)).EnvironmentAsync(name))["MALLOC_ARENA_MAX"].ShouldBe("2");

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
    public async Task A_model_on_this_machine_gets_its_file_or_leaves_the_choice_to_the_page()
    {
        var file = typeof(ModelTests).Assembly.Location;

        (await (await AppModel.BuildAsync(StandIn, $"--local-model={file}")).EnvironmentAsync("model"))["LocalModel__File"].ShouldBe(file);
        var open = await AppModel.BuildAsync(StandIn, "--local-model");
        (await open.EnvironmentAsync("model")).Keys.ShouldNotContain("LocalModel__File");
        (await open.EnvironmentAsync("api")).Keys.ShouldContain("Mact__LocalModel");
        (await open.EnvironmentAsync("worker"))["Agents__WarmUp"].ShouldBe("true");
        open.Annotations<ExplicitStartupAnnotation>("model").ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_the_flag_a_model_on_this_machine_waits_to_be_wished_for_and_nothing_is_started()
    {
        var model = await AppModel.BuildAsync(StandIn);

        model.Annotations<ExplicitStartupAnnotation>("model").ShouldHaveSingleItem();
        new[] { "Mact__LocalModel", "Mact__LocalModelPipe" }.ShouldBeSubsetOf((await model.EnvironmentAsync("api")).Keys);
        (await model.EnvironmentAsync("api"))["Mact__ModelStandIn"].ShouldBe("true");
        (await model.EnvironmentAsync("worker"))["Agents__WarmUp"].ShouldBe("true");
        (await (await AppModel.BuildAsync(StandIn, Endpoint)).EnvironmentAsync("worker"))["Agents__WarmUp"].ShouldBe("false");
    }

    [Theory]
    [InlineData(Endpoint)]
    [InlineData("--vllm=Qwen/Qwen3-8B")]
    public async Task A_stack_with_another_model_has_none_of_its_own(string argument)
    {
        var model = await AppModel.BuildAsync(StandIn, argument);

        model.Resources.OfType<ProjectResource>().ShouldNotContain(static resource => resource.Name == "model");
        (await model.EnvironmentAsync("api")).Keys.ShouldNotContain("Mact__LocalModel");
    }
}
