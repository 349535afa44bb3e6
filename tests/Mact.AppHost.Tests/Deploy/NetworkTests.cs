using YamlDotNet.RepresentationModel;

namespace Mact.AppHost.Tests.Deploy;

/// <summary>Who reaches whom in a cluster by its network policies: reckoned from the manifests, for every pair of pods and every port.</summary>
public sealed class NetworkTests
{
    private const string Elsewhere = "a pod of another namespace";
    private const string Internet = "the internet";

    /// <summary>What runs, one that is none of ours, and what is outside of the namespace.</summary>
    private static readonly string[] Places = ["web", "api", "worker", "redis", "vllm", "stranger", Elsewhere, Internet];

    private static readonly string[] Ports = ["53", "80", "443", "6379", "8000", "8080"];

    private static readonly IReadOnlyList<YamlNode> Policies =
        [.. DeployFiles.Load("kubernetes/network.yaml").Select(static policy => policy["spec"])];

    [Fact]
    public void Nobody_reaches_anybody_without_having_to()
    {
        var flows = from source in Places
                    from target in Places
                    where source != target && !(IsOutside(source) && IsOutside(target))
                    from port in Ports
                    where Allows(source, "egress", target, port) && Allows(target, "ingress", source, port)
                    select $"{source} -> {target}:{port}";

        flows.ShouldBe(
            [
                $"{Internet} -> web:8080", $"{Elsewhere} -> web:8080",
                "web -> api:8080", "api -> redis:6379", "worker -> redis:6379",
                "worker -> vllm:8000", $"worker -> {Elsewhere}:8000", $"worker -> {Internet}:443", $"vllm -> {Internet}:443",
                $"web -> {Elsewhere}:53", $"api -> {Elsewhere}:53", $"worker -> {Elsewhere}:53", $"vllm -> {Elsewhere}:53",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Every_pod_is_held_to_what_is_allowed_in_and_out()
    {
        foreach (var place in Places.Where(static place => !IsOutside(place)))
        {
            foreach (var direction in (string[])["Ingress", "Egress"])
            {
                Policies.ShouldContain(
                    policy => Selects(policy["podSelector"], place) && policy["policyTypes"].Items().Any(type => type.ToString() == direction),
                    $"{direction} of {place}");
            }
        }

        DeployFiles.Load("kubernetes/kustomization.yaml")[0]["resources"].Items().Select(static file => file.ToString())
            .ShouldContain("network.yaml");
    }

    [Fact]
    public void The_labels_and_ports_of_the_policies_are_those_of_the_pods()
    {
        foreach (var (kind, name, port) in ((string, string, string)[])
            [("Deployment", "web", "8080"), ("Deployment", "api", "8080"), ("Deployment", "worker", "8080"), ("StatefulSet", "redis", "6379")])
        {
            var template = DeployFiles.Manifest(kind, name)["spec"]["template"];
            template["metadata"]["labels"]["app"].ToString().ShouldBe(name);
            template["spec"]["containers"].Items().Single()["ports"].Items().Single()["containerPort"].ToString().ShouldBe(port);
        }
    }

    private static bool IsOutside(string place) => place is Elsewhere or Internet;

    private static bool Allows(string place, string direction, string other, string port)
    {
        if (IsOutside(place))
        {
            return true;
        }

        var held = Policies.Where(policy => Selects(policy["podSelector"], place)
            && policy["policyTypes"].Items().Any(type => string.Equals(type.ToString(), direction, StringComparison.OrdinalIgnoreCase))).ToList();
        return held.Count == 0 || held.Exists(policy => Find(policy, direction) is { } rules && rules.Items().Any(rule =>
            (Find(rule, direction == "egress" ? "to" : "from") is not { } peers || peers.Items().Any(peer => Names(peer, other)))
            && (Find(rule, "ports") is not { } ports || ports.Items().Any(each => each["port"].ToString() == port))));
    }

    private static bool Names(YamlNode peer, string place) =>
        Find(peer, "ipBlock") is { } block ? place == Internet && block["cidr"].ToString() is "0.0.0.0/0" or "::/0"
        : Find(peer, "namespaceSelector") is not null ? place != Internet
        : !IsOutside(place) && Selects(peer["podSelector"], place);

    private static bool Selects(YamlNode selector, string app) =>
        (Find(selector, "matchLabels") is not { } labels || labels["app"].ToString() == app)
        && (Find(selector, "matchExpressions") is not { } expressions || expressions.Items().All(expression =>
            expression["key"].ToString() == "app" && expression["operator"].ToString() == "In"
            && expression["values"].Items().Any(value => value.ToString() == app)));

    private static YamlNode? Find(YamlNode node, string key) => ((YamlMappingNode)node).Children.TryGetValue(key, out var value) ? value : null;
}
