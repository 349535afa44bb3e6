using System.Text.RegularExpressions;
using k8s;
using Mact.Testing;
using YamlDotNet.RepresentationModel;

namespace Mact.AppHost.Tests.Deploy;

/// <summary>The container files say the same as the topology of the AppHost.</summary>
public sealed partial class DeployTests
{
    /// <summary>What only containers need.</summary>
    private static readonly string[] ContainersOnly =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_SERVICE_NAME", "ASPNETCORE_FORWARDEDHEADERS_ENABLED",
        "AllowedHosts", "Auth__AllowAnonymous", "Auth__Mode", "Auth__AdminKey", "Auth__PageKey",
    ];

    /// <summary>The product's own variables; the rest is the host's affair.</summary>
    private static readonly string[] Own = ["ConnectionStrings__", "services__", "Mact__"];

    private static readonly string[] Names = ["api", "worker", "web"];

    public static TheoryData<string> Services() => [.. Names];

    [Fact]
    public void Compose_and_kubernetes_have_every_service_of_the_topology_and_redis()
    {
        string[] expected = [.. Names, "redis"];

        ((YamlMappingNode)DeployFiles.Compose["services"]).Children
            .Where(static service => !((YamlMappingNode)service.Value).Children.ContainsKey("profiles"))
            .Select(static service => service.Key.ToString()).ShouldBe([.. expected, "redis-answers"], ignoreOrder: true);
        DeployFiles.Manifests.Where(static document => document["kind"].ToString() is "Deployment" or "StatefulSet")
            .Select(static document => document["metadata"]["name"].ToString()).ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_gets_the_variables_that_the_apphost_gives_it(string name)
    {
        var model = await AppModel.BuildAsync("--redis=redis:6379", "--model-endpoint=http://vllm:8000/v1");
        var given = await model.EnvironmentAsync(name);
        var expected = given.Keys.Where(static key => Own.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))).ToList();
        expected.Count.ShouldBeGreaterThan(0);

        foreach (var actual in (IReadOnlyDictionary<string, string>[])[DeployFiles.Environment(name), DeployFiles.PodEnvironment(name)])
        {
            actual.Keys.Except(ContainersOnly, StringComparer.Ordinal).ShouldBe(expected, ignoreOrder: true);
            foreach (var constant in expected.Where(static key => key.StartsWith("Mact__", StringComparison.Ordinal)))
            {
                actual[constant].ShouldBe(given[constant], constant);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_runs_its_own_image_on_its_port_and_is_asked_for_its_health_where_the_apphost_asks(string name)
    {
        var (project, service, container) = (Project(name), DeployFiles.Service(name), DeployFiles.Container(name));
        var port = Property("deploy/Container.props", "<ContainerPort Include=\"([0-9]+)\"");

        Property($"{project}/{project}.csproj", "<ContainerRepository>([^<]+)<").ShouldBe($"mact/{name}");
        Property("deploy/Container.props", "ASPNETCORE_HTTP_PORTS\" Value=\"([0-9]+)\"").ShouldBe(port);
        service["image"].ToString().ShouldBe($"mact/{name}:${{MACT_TAG:-latest}}");
        container["image"].ToString().ShouldBe($"mact/{name}");
        container["ports"].Items().Single()["containerPort"].ToString().ShouldBe(port);

        service["healthcheck"]["test"].Items().Select(static word => word.ToString())
            .ShouldBe(["CMD", "dotnet", $"/app/{project}.dll", "--probe", "http://localhost:8080/health"]);
        container["readinessProbe"]["httpGet"]["path"].ToString().ShouldBe("/health");
        container["livenessProbe"]["httpGet"]["path"].ToString().ShouldBe("/alive");
    }

    [Fact]
    public void On_one_machine_page_and_api_are_where_the_apphost_has_them_and_the_page_finds_the_api()
    {
        var defaults = MactOptions.Parse([], TextWriter.Null, TextWriter.Null).Options!;

        DeployFiles.Service("web")["ports"].Items().Single().ToString().ShouldBe($"127.0.0.1:${{MACT_WEB_PORT:-{defaults.WebPort}}}:8080");
        DeployFiles.Service("api")["ports"].Items().Single().ToString().ShouldBe($"127.0.0.1:${{MACT_API_PORT:-{defaults.ApiPort}}}:8080");
        foreach (var name in (string[])["web", "api"])
        {
            var port = DeployFiles.Manifest("Service", name)["spec"]["ports"].Items().Single();
            port["port"].ToString().ShouldBe("8080");
            port["targetPort"].ToString().ShouldBe(DeployFiles.Container(name)["ports"].Items().Single()["name"].ToString());
        }

        DeployFiles.Environment("web")["services__api__http__0"].ShouldBe("http://api:8080");
        DeployFiles.PodEnvironment("web")["services__api__http__0"].ShouldBe("http://api:8080");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_has_the_same_memory_in_compose_and_in_a_cluster(string name)
    {
        var limit = DeployFiles.Container(name)["resources"]["limits"]["memory"].ToString();

        limit.ShouldEndWith("Gi");
        DeployFiles.Service(name)["mem_limit"].ToString().ShouldBe(limit.Replace("Gi", "g", StringComparison.Ordinal));
    }

    [Fact]
    public void Redis_may_take_twice_what_it_keeps()
    {
        DeployFiles.Service("redis")["mem_limit"].ToString().ShouldBe("${MACT_REDIS_LIMIT:-4g}");
        DeployFiles.Service("redis")["command"].Items().Select(static word => word.ToString()).ShouldContain("${MACT_REDIS_MEMORY:-2gb}");
        var pod = DeployFiles.Manifest("StatefulSet", "redis")["spec"]["template"]["spec"]["containers"].Items().Single();
        pod["resources"]["limits"]["memory"].ToString().ShouldBe("4Gi");
        pod["args"].Items().Select(static word => word.ToString()).ShouldContain("2gb");
    }

    [Fact]
    public void Redis_keeps_every_acknowledged_write()
    {
        foreach (var words in (YamlNode[])
            [
                DeployFiles.Service("redis")["command"],
                DeployFiles.Manifest("StatefulSet", "redis")["spec"]["template"]["spec"]["containers"].Items().Single()["args"],
            ])
        {
            string.Join(' ', words.Items()).ShouldMatch(
                "redis-server --appendonly yes --appendfsync always --maxmemory [^ ]+ --maxmemory-policy noeviction --requirepass ");
        }
    }

    [Fact]
    public void One_volume_has_one_redis_and_its_name_is_the_deployment_s_own()
    {
        var words = DeployFiles.Service("redis")["command"].Items().Select(static word => word.ToString()).ToList();
        var volume = DeployFiles.Service("redis")["volumes"].Items().Single().ToString().Split(':');

        words.Take(5).ShouldBe(["flock", "--nonblock", "--no-fork", "--verbose", $"{volume[1]}/in-use.lock"]);
        DeployFiles.Compose["name"].ToString().ShouldBe("${MACT_NAME:-mact}");

        // Without a name of its own, Compose puts the deployment's before it.
        ((YamlMappingNode)DeployFiles.Compose["volumes"]).Children[volume[0]].ToString().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("api")]
    [InlineData("worker")]
    [InlineData("web")]
    public void Everything_has_time_to_stop(string name) =>
        int.Parse(DeployFiles.Service(name)["stop_grace_period"].ToString().TrimEnd('s')).ShouldBeGreaterThanOrEqualTo(15);

    [Fact]
    public void A_redis_that_cannot_start_is_not_waited_for()
    {
        foreach (var name in (string[])["api", "worker"])
        {
            ((YamlMappingNode)DeployFiles.Service(name)["depends_on"]).Children.Keys.Select(static key => key.ToString()).ShouldBe(["redis-answers"]);
            DeployFiles.Service(name)["depends_on"]["redis-answers"]["condition"].ToString().ShouldBe("service_completed_successfully");
        }

        DeployFiles.Service("redis-answers").Children.Keys.ShouldNotContain(static key => key.ToString() == "restart");
        DeployFiles.Service("redis-answers")["image"].ToString().ShouldBe(DeployFiles.Service("redis")["image"].ToString());
    }

    [Fact]
    public void Redis_and_model_connections_come_from_secrets_and_no_secret_has_a_default()
    {
        foreach (var name in (string[])["api", "worker"])
        {
            DeployFiles.PodEnvironment(name)["ConnectionStrings__redis"].ShouldBe("@redis-connection");
            DeployFiles.Environment(name)["ConnectionStrings__redis"].ShouldBe("redis:6379,password=${REDIS_PASSWORD:?set it in .env}");
        }

        var secret = (YamlMappingNode)DeployFiles.Load("kubernetes/secret.example.yaml")[0]["stringData"];
        secret.Children.Keys.Select(static key => key.ToString()).ShouldBe(
            ["redis-password", "redis-connection", "model-connection", "model-address"]);
        secret["redis-password"].ToString().ShouldBeEmpty();
        secret["model-address"].ToString().ShouldNotContain("Key");
    }

    [Fact]
    public void The_key_of_the_model_reaches_the_worker_alone()
    {
        DeployFiles.PodEnvironment("worker")["ConnectionStrings__model"].ShouldBe("@model-connection");
        DeployFiles.Environment("worker")["ConnectionStrings__model"].ShouldContain("Key=${MACT_MODEL_KEY:-};");
        foreach (var name in Names.Append("redis").Except(["worker"]))
        {
            DeployFiles.Service(name).ToString().ShouldNotContain("MACT_MODEL_KEY", Case.Sensitive, name);
        }

        foreach (var name in Names.Except(["worker"]))
        {
            DeployFiles.PodEnvironment(name).Values.ShouldNotContain("@model-connection", name);
        }
    }

    [Fact]
    public void Every_variable_of_the_compose_file_is_in_the_example_and_the_other_way_round()
    {
        var used = Variable()
            .Matches(File.ReadAllText(Path.Combine(DeployFiles.Folder, "compose.yaml")))
            .Select(static match => match.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal);
        var offered = File.ReadAllLines(Path.Combine(DeployFiles.Folder, ".env.example"))
            .Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split('=')[0]);

        offered.ShouldBe(used, ignoreOrder: true);
    }

    [Fact]
    public void Vllm_is_the_same_image_everywhere_and_has_gpus()
    {
        var image = $"{VllmExtensions.Image}:{VllmExtensions.Tag}";
        var pod = DeployFiles.Load("kubernetes/vllm.yaml").Single(
            static document => document["kind"].ToString() == "Deployment")["spec"]["template"]["spec"];

        DeployFiles.Service("vllm")["image"].ToString().ShouldBe(image);
        DeployFiles.Service("vllm")["deploy"]["resources"]["reservations"]["devices"].Items().Single()["driver"].ToString().ShouldBe("nvidia");
        pod["containers"].Items().Single()["image"].ToString().ShouldBe(image);
        pod["containers"].Items().Single()["resources"]["limits"]["nvidia.com/gpu"].ToString().ShouldBe("1");

        // A service named vllm makes the cluster set VLLM_PORT to an address, which vLLM refuses.
        pod["enableServiceLinks"].ToString().ShouldBe("false");
    }

    [Theory]
    [InlineData("api")]
    [InlineData("web")]
    public void A_service_is_asked_under_its_own_names_only(string name)
    {
        var pods = DeployFiles.PodEnvironment(name)["AllowedHosts"].Split(';');
        pods.ShouldBe(["localhost", name]);
        DeployFiles.Environment(name)["AllowedHosts"].ShouldContain("localhost;127.0.0.1;[::1]");
        foreach (var probe in (string[])["livenessProbe", "readinessProbe", "startupProbe"])
        {
            // The cluster asks by address, which is none of the names.
            DeployFiles.Container(name)[probe]["httpGet"]["httpHeaders"].Items().Single()["value"].ToString().ShouldBe("localhost");
        }
    }

    [Theory]
    [InlineData("redis", "999")]
    [InlineData("api", "1654")]
    [InlineData("worker", "1654")]
    [InlineData("web", "1654")]
    public void A_service_has_no_right_that_it_does_not_need(string name, string user)
    {
        var (service, pod) = (DeployFiles.Service(name), DeployFiles.Pod(name));
        service["read_only"].ToString().ShouldBe("true");
        service["cap_drop"].ToString().ShouldBe("[ ALL ]");
        service["security_opt"].ToString().ShouldBe("[ no-new-privileges:true ]");
        service.Children.ContainsKey("privileged").ShouldBeFalse();
        (name == "redis" ? service["user"].ToString().Split(':')[0] : Property("deploy/Container.props", "<ContainerUser>([0-9]+)<")).ShouldBe(user);

        pod["automountServiceAccountToken"].ToString().ShouldBe("false");
        pod["securityContext"]["runAsNonRoot"].ToString().ShouldBe("true");
        pod["securityContext"]["runAsUser"].ToString().ShouldBe(user);
        pod["securityContext"]["seccompProfile"]["type"].ToString().ShouldBe("RuntimeDefault");
        var container = pod["containers"].Items().Single();
        container["securityContext"]["allowPrivilegeEscalation"].ToString().ShouldBe("false");
        container["securityContext"]["readOnlyRootFilesystem"].ToString().ShouldBe("true");
        container["securityContext"]["capabilities"]["drop"].ToString().ShouldBe("[ ALL ]");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void What_a_service_may_write_is_bounded(string name)
    {
        DeployFiles.Service(name)["tmpfs"].Items().Single().ToString().ShouldBe("/tmp:size=64m");
        DeployFiles.Pod(name)["volumes"].Items().Single()["emptyDir"]["sizeLimit"].ToString().ShouldBe("64Mi");
    }

    [Fact]
    public void The_manifests_are_what_a_cluster_understands()
    {
        string[] files = [.. DeployFiles.Load("kubernetes/kustomization.yaml")[0]["resources"].Items().Select(static file => file.ToString())];

        foreach (var file in files.Append("vllm.yaml").Append("secret.example.yaml"))
        {
            // Strict: a field that the kind does not have is an error.
            var text = File.ReadAllText(Path.Combine(DeployFiles.Folder, "kubernetes", file));
            KubernetesYaml.LoadAllFromString(text, strict: true).Count.ShouldBe(DeployFiles.Load($"kubernetes/{file}").Count, file);
        }

        Should.Throw<Exception>(static () => KubernetesYaml.LoadAllFromString("apiVersion: v1\nkind: Namespace\nmetdata: { name: x }", strict: true));
    }

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    [InlineData("web")]
    [InlineData("redis")]
    public void A_container_may_have_the_sum_of_what_the_docs_say_that_it_holds(string name)
    {
        const long megabyte = 1_000_000;
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "deploy.md"))
            .SkipWhile(static line => line != "## Memory").TakeWhile(static line => line != "## Written by Aspire")
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
            .SkipWhile(row => row[1] != name).ToList();
        var parts = rows.Take(1).Concat(rows.Skip(1).TakeWhile(static row => row[1].Length == 0)).Select(static row => long.Parse(row[4])).ToList();

        var limit = long.Parse(rows[0][2].Split(' ')[0]);
        rows[0][2].ShouldBe($"{limit} GiB");
        parts.Sum().ShouldBeLessThan(limit * 1024 * 1024 * 1024 / megabyte);
        DeployFiles.Pod(name)["containers"].Items().Single()["resources"]["limits"]["memory"].ToString().ShouldBe($"{limit}Gi");
        DeployFiles.Service(name)["mem_limit"].ToString().ShouldContain($"{limit}g");
    }

    private static string Project(string service) => $"Mact.{char.ToUpperInvariant(service[0])}{service[1..]}";

    /// <summary>What a pattern's only group finds in a file of the repository.</summary>
    private static string Property(string file, string pattern) =>
        Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, file)), pattern, RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Variable();
}
