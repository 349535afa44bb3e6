using System.Text.RegularExpressions;
using Mact.AppHost.Embedded.Options;
using Mact.AppHost.Embedded.Topology;
using Mact.Testing;
using YamlDotNet.RepresentationModel;

namespace Mact.AppHost.Tests.Embedded.Deploy;

/// <summary>The container files say the same as the topology of the AppHost.</summary>
public sealed partial class DeployTests
{
    /// <summary>What the embedded way alone needs: addresses on one machine, one line for each message, names of replicas.</summary>
    private static readonly string[] EmbeddedOnly = ["ASPNETCORE_URLS", "Logging__Console__FormatterOptions__SingleLine", "OTEL_RESOURCE_ATTRIBUTES"];

    /// <summary>What only containers need.</summary>
    private static readonly string[] ContainersOnly = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "ASPNETCORE_FORWARDEDHEADERS_ENABLED"];

    private static readonly EmbeddedOptions Deployed = new() { ModelEndpoint = new("http://vllm:8000/v1"), Redis = "redis:6379" };

    public static TheoryData<string> Services() => [.. Topology().Select(static resource => resource.Name)];

    [Fact]
    public void Compose_and_kubernetes_have_every_service_of_the_topology_and_redis()
    {
        string[] expected = [.. Topology().Select(static resource => resource.Name), "redis"];

        ((YamlMappingNode)DeployFiles.Compose["services"]).Children
            .Where(static service => !((YamlMappingNode)service.Value).Children.ContainsKey("profiles"))
            .Select(static service => service.Key.ToString()).ShouldBe(expected, ignoreOrder: true);
        DeployFiles.Manifests.Where(static document => document["kind"].ToString() is "Deployment" or "StatefulSet")
            .Select(static document => document["metadata"]["name"].ToString()).ShouldBe(expected, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_gets_the_variables_that_the_apphost_gives_it(string name)
    {
        var expected = Topology().Single(resource => resource.Name == name).Environment;
        var names = expected.Keys.Except(EmbeddedOnly, StringComparer.Ordinal).ToList();
        names.Count.ShouldBeGreaterThan(1);

        foreach (var actual in (IReadOnlyDictionary<string, string>[])[DeployFiles.Environment(name), DeployFiles.PodEnvironment(name)])
        {
            actual.Keys.Except(ContainersOnly, StringComparer.Ordinal).ShouldBe(names, ignoreOrder: true);
            foreach (var constant in names.Where(static key => key.StartsWith("Mact__", StringComparison.Ordinal) || key == "OTEL_SERVICE_NAME"))
            {
                actual[constant].ShouldBe(expected[constant], constant);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_runs_its_own_image_on_the_port_that_the_image_listens_on(string name)
    {
        var project = Topology().Single(resource => resource.Name == name).Project;
        var port = Property("deploy/Container.props", PortItem());

        Property($"{project}/{project}.csproj", RepositoryProperty()).ShouldBe($"mact/{name}");
        Property("deploy/Container.props", PortsVariable()).ShouldBe(port);
        DeployFiles.Service(name)["image"].ToString().ShouldBe($"mact/{name}:${{MACT_TAG:-latest}}");
        DeployFiles.Container(name)["image"].ToString().ShouldBe($"mact/{name}");
        DeployFiles.Container(name)["ports"].Items().Single()["containerPort"].ToString().ShouldBe(port);
        if (DeployFiles.Service(name).Children.TryGetValue("ports", out var ports))
        {
            ports.Items().Single().ToString().ShouldEndWith($":{port}");
            ports.Items().Single().ToString().ShouldStartWith("127.0.0.1:");
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_asked_for_its_health_where_the_apphost_asks(string name)
    {
        var resource = Topology().Single(item => item.Name == name);
        var container = DeployFiles.Container(name);

        DeployFiles.Service(name)["healthcheck"]["test"].Items().Select(static word => word.ToString())
            .ShouldBe(["CMD", "dotnet", $"/app/{resource.Project}.dll", "--probe", $"http://localhost:8080{resource.Health.AbsolutePath}"]);
        container["readinessProbe"]["httpGet"]["path"].ToString().ShouldBe(resource.Health.AbsolutePath);
        container["livenessProbe"]["httpGet"]["path"].ToString().ShouldBe("/alive");
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_runs_without_rights_and_on_a_file_system_that_it_cannot_write(string name)
    {
        DeployFiles.Service(name)["read_only"].ToString().ShouldBe("true");
        DeployFiles.Manifest("Deployment", name)["spec"]["template"]["spec"]["securityContext"]["runAsNonRoot"].ToString().ShouldBe("true");
        DeployFiles.Container(name)["securityContext"]["readOnlyRootFilesystem"].ToString().ShouldBe("true");
    }

    [Fact]
    public void On_one_machine_page_and_api_are_where_the_apphost_has_them()
    {
        var standard = new EmbeddedOptions();

        DeployFiles.Service("web")["ports"].Items().Single().ToString().ShouldBe($"127.0.0.1:${{MACT_WEB_PORT:-{standard.WebPort}}}:8080");
        DeployFiles.Service("api")["ports"].Items().Single().ToString().ShouldBe($"127.0.0.1:${{MACT_API_PORT:-{standard.ApiPort}}}:8080");
        foreach (var name in (string[])["web", "api"])
        {
            var port = DeployFiles.Manifest("Service", name)["spec"]["ports"].Items().Single();
            port["port"].ToString().ShouldBe("8080");
            port["targetPort"].ToString().ShouldBe(DeployFiles.Container(name)["ports"].Items().Single()["name"].ToString());
        }
    }

    [Fact]
    public void The_page_finds_the_api_under_its_name_and_port()
    {
        DeployFiles.Environment("web")["services__api__http__0"].ShouldBe("http://api:8080");
        DeployFiles.PodEnvironment("web")["services__api__http__0"].ShouldBe("http://api:8080");
        DeployFiles.Manifest("Service", "api")["spec"]["ports"].Items().Single()["port"].ToString().ShouldBe("8080");
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
            string.Join(' ', words.Items()).ShouldStartWith("redis-server --appendonly yes --appendfsync always --requirepass ");
        }
    }

    [Fact]
    public void Redis_and_model_connections_come_from_secrets_and_no_secret_has_a_default()
    {
        foreach (var name in (string[])["api", "worker"])
        {
            DeployFiles.PodEnvironment(name)["ConnectionStrings__redis"].ShouldBe("@redis-connection");
            DeployFiles.PodEnvironment(name)["ConnectionStrings__model"].ShouldBe("@model-connection");
            DeployFiles.Environment(name)["ConnectionStrings__redis"].ShouldBe("redis:6379,password=${REDIS_PASSWORD:?set it in .env}");
            DeployFiles.Environment(name)["ConnectionStrings__model"].ShouldContain("Key=${MACT_MODEL_KEY:-};");
        }

        var secret = (YamlMappingNode)DeployFiles.Load("kubernetes/secret.example.yaml")[0]["stringData"];
        secret.Children.Keys.Select(static key => key.ToString()).ShouldBe(["redis-password", "redis-connection", "model-connection"]);
        secret["redis-password"].ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Every_variable_of_the_compose_file_is_in_the_example_and_the_other_way_round()
    {
        var used = Variable().Matches(File.ReadAllText(Path.Combine(DeployFiles.Folder, "compose.yaml"))).Select(static match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal);
        var offered = File.ReadAllLines(Path.Combine(DeployFiles.Folder, ".env.example"))
            .Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split('=')[0]);

        offered.ShouldBe(used, ignoreOrder: true);
    }

    [Fact]
    public void Vllm_is_the_same_image_everywhere_and_has_gpus()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "Mact.AppHost", "Vllm", "VllmBuilderExtensions.cs"));
        var image = $"{Constant(source, "Image")}:{Constant(source, "Tag")}";
        var pod = DeployFiles.Load("kubernetes/vllm.yaml").Single(static document => document["kind"].ToString() == "Deployment")["spec"]["template"]["spec"];

        DeployFiles.Service("vllm")["image"].ToString().ShouldBe(image);
        DeployFiles.Service("vllm")["deploy"]["resources"]["reservations"]["devices"].Items().Single()["driver"].ToString().ShouldBe("nvidia");
        pod["containers"].Items().Single()["image"].ToString().ShouldBe(image);
        pod["containers"].Items().Single()["resources"]["limits"]["nvidia.com/gpu"].ToString().ShouldBe("1");

        // A service named vllm makes the cluster set VLLM_PORT to an address, which vLLM refuses.
        pod["enableServiceLinks"].ToString().ShouldBe("false");
    }

    private static IReadOnlyList<ResourceSpec> Topology() => EmbeddedTopology.Build(Deployed, new(8080, 8081, 1, 2, 3, 4, 5, [6]));

    private static string Property(string file, Regex pattern) => pattern.Match(File.ReadAllText(Path.Combine(Repository.Root, file))).Groups["value"].Value;

    private static string Constant(string source, string name) => Regex.Match(source, $"const string {name} = \"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value;

    [GeneratedRegex("<ContainerRepository>(?<value>[^<]+)<", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RepositoryProperty();

    [GeneratedRegex("<ContainerPort Include=\"(?<value>[0-9]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PortItem();

    [GeneratedRegex("ASPNETCORE_HTTP_PORTS\" Value=\"(?<value>[0-9]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PortsVariable();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
