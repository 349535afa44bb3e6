using YamlDotNet.RepresentationModel;

namespace Mact.AppHost.Aspire.Tests;

/// <summary>Short ways through YAML.</summary>
internal static class YamlNodes
{
    public static IEnumerable<YamlNode> Items(this YamlNode node) => ((YamlSequenceNode)node).Children;

    public static IEnumerable<string> Keys(this YamlNode node) => ((YamlMappingNode)node).Children.Keys.Select(static key => key.ToString());

    public static bool Has(this YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(key);

    public static IEnumerable<string> Words(this YamlNode node) => node.Items().Select(static item => item.ToString());
}
