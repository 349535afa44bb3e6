namespace Mact.AppHost.Aspire.Tests;

/// <summary>What is published for Kubernetes: a Helm chart.</summary>
public sealed class KubernetesTests : IAsyncLifetime
{
    private const string Key = "sk-very-secret";
    private PublishedFiles _files = null!;

    /// <summary>Without values for its parameters: it must not wait for them.</summary>
    public async ValueTask InitializeAsync() => _files = await PublishedFiles.ForAsync("kubernetes", "--workers", "3");

    public ValueTask DisposeAsync()
    {
        _files?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    [InlineData("web")]
    public void A_service_is_probed_as_kubernetes_wants_it(string name)
    {
        var container = _files.Yaml($"templates/{name}/deployment.yaml")["spec"]["template"]["spec"]["containers"].Items().Single();

        container["livenessProbe"]["httpGet"]["path"].ToString().ShouldBe("/alive");
        container["readinessProbe"]["httpGet"]["path"].ToString().ShouldBe("/health");
        foreach (var probe in (string[])["livenessProbe", "readinessProbe"])
        {
            container[probe]["httpGet"]["scheme"].ToString().ShouldBe("HTTP");
            container[probe]["httpGet"]["port"].ToString().ShouldBe("8080");
        }

        container["ports"].Items().Single()["containerPort"].ToString().ShouldBe("8080");
    }

    [Fact]
    public void Workers_have_their_replicas_and_time_to_drain()
    {
        var deployment = _files.Yaml("templates/worker/deployment.yaml")["spec"];

        deployment["replicas"].ToString().ShouldBe("3");
        deployment["template"]["spec"]["terminationGracePeriodSeconds"].ToString().ShouldBe("60");
    }

    [Fact]
    public void Redis_writes_before_it_accepts_into_a_volume_that_outlives_its_pod()
    {
        var pod = _files.Yaml("templates/redis/statefulset.yaml")["spec"]["template"]["spec"];

        string.Join(' ', pod["containers"].Items().Single()["args"].Words()).ShouldContain("--appendonly yes --appendfsync always");
        pod["volumes"].Items().Single()["persistentVolumeClaim"]["claimName"].ToString().ShouldBe("mact-redis");
        _files.Yaml("templates/mact-redis/mact-redis.yaml")["kind"].ToString().ShouldBe("PersistentVolumeClaim");
    }

    [Fact]
    public void Every_value_that_a_template_asks_for_has_a_place_in_the_values_file()
    {
        var values = _files.Yaml("values.yaml");
        var asked = _files.Texts()
            .SelectMany(static text => text.Split("{{ .Values.").Skip(1).Select(static rest => rest.Split(' ', '|')[0]))
            .Distinct(StringComparer.Ordinal).ToList();

        asked.ShouldContain("secrets.worker.model_key");
        asked.ShouldContain("config.worker.model_endpoint");
        asked.ShouldAllBe(path => path.Split('.', StringSplitOptions.None).Aggregate((YamlDotNet.RepresentationModel.YamlNode?)values, (node, key) => node != null && node.Has(key) ? node[key] : null) != null);
    }

    [Fact]
    public async Task Vllm_has_a_gpu_shared_memory_and_a_volume_that_outlives_its_pod()
    {
        using var files = await PublishedFiles.ForAsync("kubernetes", "--vllm", "Qwen/Qwen3-8B", "--Parameters:model-key", Key);

        var pod = files.Yaml("templates/model/statefulset.yaml")["spec"]["template"]["spec"];
        var container = pod["containers"].Items().Single();

        container["resources"]["limits"]["nvidia.com/gpu"].ToString().ShouldBe("1");
        container["readinessProbe"]["httpGet"]["scheme"].ToString().ShouldBe("HTTP");
        pod["volumes"].Items().Select(static volume => volume["name"].ToString()).ShouldBe(["mact-vllm-weights", "shm"]);
        files.Texts().ShouldAllBe(static text => !text.Contains(Key, StringComparison.Ordinal));
    }
}
