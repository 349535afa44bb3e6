using Mact.Testing;
using YamlDotNet.RepresentationModel;

namespace Mact.AppHost.Tests.Deploy;

/// <summary>Reads the files under deploy/.</summary>
internal static class DeployFiles
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    public static YamlMappingNode Compose { get; } = (YamlMappingNode)Load("compose.yaml")[0];

    /// <summary>Every document of the manifests that kustomization.yaml lists.</summary>
    public static IReadOnlyList<YamlMappingNode> Manifests { get; } =
    [
        .. Load("kubernetes/kustomization.yaml")[0]["resources"]
            .Items()
            .SelectMany(static file => Load($"kubernetes/{file}"))
            .Cast<YamlMappingNode>(),
    ];

    public static YamlNode Manifest(string kind, string name) =>
        Manifests.Single(document => document["kind"].ToString() == kind && document["metadata"]["name"].ToString() == name);

    /// <summary>A service of the Compose file, with what it shares with others.</summary>
    public static YamlMappingNode Service(string name)
    {
        var own = (YamlMappingNode)Compose["services"][name];
        return own.Children.TryGetValue("<<", out var shared)
            ? new(own.Children.Where(static pair => pair.Key.ToString() != "<<")
                .Concat(((YamlMappingNode)shared).Children.Where(pair => !own.Children.ContainsKey(pair.Key))))
            : own;
    }

    /// <summary>The variables of a Compose service, merged ones included.</summary>
    public static IReadOnlyDictionary<string, string> Environment(string service) => Merged(Service(service)["environment"]);

    /// <summary>The variables of the only container of a Deployment; secrets as <c>@key</c>.</summary>
    public static IReadOnlyDictionary<string, string> PodEnvironment(string deployment) =>
        Container(deployment)["env"].Items().ToDictionary(
            static item => item["name"].ToString(),
            static item =>
                ((YamlMappingNode)item).Children.TryGetValue("value", out var value)
                    ? value.ToString()
                    : $"@{item["valueFrom"]["secretKeyRef"]["key"]}",
            StringComparer.Ordinal);

    public static YamlNode Container(string deployment) => Pod(deployment)["containers"].Items().Single();

    public static YamlNode Pod(string name) => Manifest(name == "redis" ? "StatefulSet" : "Deployment", name)["spec"]["template"]["spec"];

    public static IEnumerable<YamlNode> Items(this YamlNode node) => ((YamlSequenceNode)node).Children;

    public static Dictionary<string, string> Merged(YamlNode node)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        foreach (var (key, value) in ((YamlMappingNode)node).Children)
        {
            if (key.ToString() == "<<")
            {
                foreach (var (name, text) in Merged(value))
                {
                    all.TryAdd(name, text);
                }
            }
            else
            {
                all[key.ToString()] = value.ToString();
            }
        }

        return all;
    }

    public static IReadOnlyList<YamlNode> Load(string file)
    {
        using var reader = File.OpenText(Path.Combine(Folder, file));
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(static document => document.RootNode)];
    }
}
