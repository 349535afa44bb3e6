using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mact.AppHost.Tests.Configuration;

/// <summary>Writes docs/configuration.md from the options types: their section constant, their properties, defaults, ranges and doc
/// comments.</summary>
internal static partial class OptionsReference
{
    private static readonly string[] SectionConstants = ["SectionName", "Section"];

    /// <summary>Markdown; a part for each options type of the given assemblies, in order of the sections.</summary>
    public static string Write(string introduction, IReadOnlyDictionary<string, Assembly> services)
    {
        var text = new StringBuilder(introduction);
        foreach (var options in services
            .SelectMany(static service => Types(service.Value).Select(type => (Section: SectionOf(type)!, Type: type, Service: service.Key)))
            .OrderBy(static item => item.Section, StringComparer.Ordinal).ThenBy(static item => item.Type.FullName, StringComparer.Ordinal))
        {
            var comments = Comments(options.Type.Assembly);
            text.Append($"\n## {options.Section}\n\n{options.Service}. {Comment(comments, $"T:{options.Type.FullName}")}\n\n");
            text.Append("| Variable | Type | Default | Allowed | Meaning |\n|---|---|---|---|---|\n");
            var standard = Activator.CreateInstance(options.Type)!;
            foreach (var property in options.Type.GetProperties().Where(IsSetting))
            {
                var comment = Comment(comments, $"P:{options.Type.FullName}.{property.Name}");
                text.Append($"| `{options.Section}__{property.Name}` | {TypeName(property.PropertyType)} | {Value(property.GetValue(standard))} | "
                        + $"{Allowed(property)} | {comment} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Sections of the options types.</summary>
    public static IEnumerable<string> Sections(Assembly assembly) => Types(assembly).Select(static type => SectionOf(type)!);

    private static IEnumerable<Type> Types(Assembly assembly) =>
        assembly.GetTypes().Where(static type => type is { IsClass: true, IsAbstract: false } && SectionOf(type) is not null);

    private static string? SectionOf(Type type) => SectionConstants
        .Select(name => type.GetField(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .FirstOrDefault(static field => field is { IsLiteral: true })?.GetRawConstantValue() as string;

    private static bool IsSetting(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true }
            || (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IDictionary<,>));

    private static string TypeName(Type type) => Nullable.GetUnderlyingType(type) is { } inner
        ? TypeName(inner)
        : type switch
        {
            _ when type == typeof(int) || type == typeof(long) => "whole number",
            _ when type == typeof(double) || type == typeof(decimal) => "number",
            _ when type == typeof(bool) => "true, false",
            _ when type == typeof(string) => "text",
            _ when type == typeof(TimeSpan) => "d.hh:mm:ss",
            _ when type == typeof(Uri) => "address",
            _ when type.IsEnum => string.Join(", ", Enum.GetNames(type)),
            _ when type.IsGenericType => string.Join(
                "; ", type.GetGenericArguments()[^1].GetProperties().Where(IsSetting).Select(static property => $"`__NAME__{property.Name}`")),
            _ => type.Name,
        };

    private static string Value(object? value) => value switch
    {
        null => "none",
        string { Length: 0 } => "empty",
        bool flag => flag ? "true" : "false",
        System.Collections.IEnumerable and not string => "none",
        IFormattable number => number.ToString(null, null),
        _ => value.ToString()!,
    };

    private static string Allowed(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range ? $"{Value(range.Minimum)} to {Value(range.Maximum)}"
        : property.GetCustomAttribute<StringLengthAttribute>() is { } length ? $"up to {length.MaximumLength} characters"
        : string.Empty;

    private static Dictionary<string, XElement> Comments(Assembly assembly) =>
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(static member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    private static string Comment(Dictionary<string, XElement> comments, string member)
    {
        if (!comments.TryGetValue(member, out var found) || found.Element("summary") is not { } summary)
        {
            return string.Empty;
        }

        var words = string.Concat(summary.Nodes().Select(static node => node switch
        {
            XElement { Name.LocalName: "see" } see => $"`{(see.Attribute("cref") ?? see.Attribute("langword"))!.Value.Split('.', '(')[^1]}`",
            XElement element => $"`{element.Value}`",
            _ => node.ToString(),
        }));
        return Spaces().Replace(System.Net.WebUtility.HtmlDecode(words), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 5000)]
    private static partial Regex Spaces();
}
