using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Mact.Testing;

namespace Mact.Architecture.Tests;

/// <summary>THIRD-PARTY-NOTICES.md names every package that the images hold, with its licence.</summary>
public sealed class ThirdPartyNoticesTests
{
    private const string UpdateSwitch = "MACT_UPDATE_GOLDEN";
    private static readonly string[] Shipped = ["Mact.Api", "Mact.Worker", "Mact.Web"];
    private static readonly string File = Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md");

    [Fact]
    public async Task Every_package_of_the_images_is_named_with_its_licence()
    {
        var rows = Shipped.SelectMany(PackagesOf).Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase).ToList();
        rows.Count.ShouldBeGreaterThan(20);
        rows.ShouldAllBe(static row => !row.Contains("| unknown |", StringComparison.Ordinal));
        var text = new StringBuilder(
            "# Third-party notices\n\nThe images of Mact hold .NET (MIT, https://github.com/dotnet/runtime) and these packages. Generated: "
                + $"`{UpdateSwitch}=1 dotnet test --project tests/Mact.Architecture.Tests`.\n\n| package | version | licence | authors | source |\n"
                + "|---|---|---|---|---|\n").AppendJoin('\n', rows).Append('\n').ToString();
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            await System.IO.File.WriteAllTextAsync(File, text, TestContext.Current.CancellationToken);
        }

        (await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n").ShouldBe(text);
    }

    private static IEnumerable<string> PackagesOf(string project)
    {
        using var assets = JsonDocument.Parse(
            System.IO.File.ReadAllText(Path.Combine(Repository.Root, "artifacts", "obj", project, "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(static folder => folder.Name).ToList();
        var used = assets.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
            .Where(static library => library.Value.TryGetProperty("runtime", out _) || library.Value.TryGetProperty("runtimeTargets", out _))
            .Select(static library => library.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package" && used.Contains(library.Name)))
        {
            var folder = folders.Select(root => Path.Combine(root, library.Value.GetProperty("path").GetString()!)).First(Directory.Exists);
            yield return RowOf(XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()));
        }
    }

    private static string RowOf(XDocument nuspec)
    {
        string? Of(string name) => nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();
        var licence = nuspec.Descendants().FirstOrDefault(static element => element.Name.LocalName == "license") is { } given
            ? given.Attribute("type")?.Value == "file" ? $"in the package: {given.Value}" : given.Value
            : Of("licenseUrl") ?? "unknown";
        return $"| {Of("id")} | {Of("version")} | {licence} | {Of("authors")?.Replace('|', '/')} | {Of("projectUrl")} |";
    }
}
