using YamlDotNet.RepresentationModel;

namespace Mact.AppHost.Aspire.Tests;

/// <summary>What is published for Docker Compose.</summary>
public sealed class ComposeTests : IAsyncLifetime
{
    private const string Key = "sk-very-secret";
    private PublishedFiles _files = null!;
    private YamlNode _services = null!;

    public async ValueTask InitializeAsync()
    {
        _files = await PublishedFiles.ForAsync("compose", "--workers", "3", "--Parameters:model-key", Key);
        _services = _files.Yaml("docker-compose.yaml")["services"];
    }

    public ValueTask DisposeAsync()
    {
        _files?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void There_are_the_services_of_the_repository_s_own_compose_file_and_no_stand_in()
    {
        using var reader = File.OpenText(Path.Combine(Mact.Testing.Repository.Root, "deploy", "compose.yaml"));
        var own = new YamlStream();
        own.Load(reader);
        var expected = ((YamlMappingNode)own.Documents[0].RootNode["services"]).Children
            .Where(static service => !service.Value.Has("profiles")).Select(static service => service.Key.ToString());

        _services.Keys().Except(["compose-dashboard"], StringComparer.Ordinal).ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [InlineData("api", "Mact.Api")]
    [InlineData("worker", "Mact.Worker")]
    [InlineData("web", "Mact.Web")]
    public void A_service_asks_itself_for_its_health_on_the_port_that_it_listens_on(string name, string assembly)
    {
        _services[name]["healthcheck"]["test"].Words().ShouldBe(["CMD", "dotnet", $"/app/{assembly}.dll", "--probe", "http://localhost:8080/health"]);
        _services[name]["environment"]["HTTP_PORTS"].ToString().ShouldBe("8080");
    }

    [Fact]
    public void Workers_have_their_replicas_and_time_to_drain()
    {
        _services["worker"]["deploy"]["replicas"].ToString().ShouldBe("3");
        _services["worker"]["stop_grace_period"].ToString().ShouldBe("30s");
    }

    [Fact]
    public void Redis_writes_before_it_accepts_into_a_named_volume()
    {
        string.Join(' ', _services["redis"]["command"].Words()).ShouldContain("--appendonly yes --appendfsync always");
        _services["redis"]["volumes"].Items().Single()["source"].ToString().ShouldBe("mact-redis");
    }

    [Fact]
    public void The_page_alone_has_a_port_of_the_machine_and_on_loopback_only()
    {
        _services["web"]["ports"].Words().ShouldBe(["127.0.0.1:8080:8080"]);
        _services["api"].Has("ports").ShouldBeFalse();
        _services["web"]["environment"]["services__api__http__0"].ToString().ShouldBe("http://api:8080");
    }

    [Fact]
    public void The_model_s_endpoint_key_and_name_are_left_to_the_env_file_and_no_secret_is_written()
    {
        _services["worker"]["environment"]["ConnectionStrings__model"].ToString().ShouldBe("Endpoint=${MODEL_ENDPOINT};Key=${MODEL_KEY};Model=${MODEL_NAME}");
        var names = _files.Text(".env").Split('\n').Where(static line => line.Contains('=', StringComparison.Ordinal)).Select(static line => line.Split('=')[0]);
        names.ShouldBe(["API_IMAGE", "WORKER_IMAGE", "WEB_IMAGE", "MODEL_ENDPOINT", "MODEL_KEY", "MODEL_NAME", "REDIS_PASSWORD"], ignoreOrder: true);
        _files.Texts().ShouldAllBe(static text => !text.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Vllm_has_the_gpus_the_shared_memory_and_its_volume()
    {
        using var files = await PublishedFiles.ForAsync("compose", "--vllm", "Qwen/Qwen3-8B");

        var vllm = files.Yaml("docker-compose.yaml")["services"]["model"];

        vllm["devices"].Words().ShouldBe(["nvidia.com/gpu=all"]);
        vllm["ipc"].ToString().ShouldBe("host");
        vllm["command"].Words().ShouldContain("Qwen/Qwen3-8B");
        vllm["volumes"].Items().Single()["source"].ToString().ShouldBe("mact-vllm-weights");
    }
}
