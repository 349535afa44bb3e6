using System.Xml.Linq;
using Mact.Testing;

namespace Mact.Architecture.Tests;

/// <summary>Dependencies point one way, as the project files say it.</summary>
public sealed class ProjectReferenceTests
{
    [Theory]
    [InlineData("Mact.Client")]
    [InlineData("Mact.Core", "Mact.Client")]
    [InlineData("Mact.ServiceDefaults")]
    [InlineData("Mact.Evaluation", "Mact.Core")]
    [InlineData("Mact.Api", "Mact.Core", "Mact.Evaluation", "Mact.ServiceDefaults")]
    [InlineData("Mact.Worker", "Mact.Core", "Mact.ServiceDefaults")]
    [InlineData("Mact.Web", "Mact.Client", "Mact.ServiceDefaults")]
    [InlineData("Mact.LocalModel", "Mact.Client", "Mact.ServiceDefaults")]
    [InlineData("Mact.DevServices", "Mact.Core", "Mact.ServiceDefaults")]
    public void A_project_references_only_what_it_may(string project, params string[] allowed) =>
        References(Path.Combine(Repository.Root, project, $"{project}.csproj")).Select(static reference => reference.Name).ShouldBeSubsetOf(allowed);

    [Fact]
    public void The_AppHost_has_its_services_as_resources_and_knows_no_library()
    {
        var references = References(Path.Combine(Repository.Root, "Mact.AppHost", "Mact.AppHost.csproj"));

        references.Select(static reference => reference.Name).ShouldBe(
            ["Mact.Api", "Mact.DevServices", "Mact.LocalModel", "Mact.Web", "Mact.Worker"], ignoreOrder: true);
    }

    [Fact]
    public void Nobody_but_its_tests_references_the_AppHost()
    {
        var projects = Directory.GetFiles(Repository.Root, "Mact.*.csproj", SearchOption.AllDirectories);
        projects.Length.ShouldBeGreaterThan(10);

        projects
            .Where(static project => References(project).Any(static reference => reference is { Name: "Mact.AppHost", BuildOnly: false }))
            .Select(Path.GetFileNameWithoutExtension)
            .ShouldBe(["Mact.AppHost.Tests", "Mact.EndToEnd.Tests"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("Mact.Api")]
    [InlineData("Mact.Worker")]
    [InlineData("Mact.Web")]
    [InlineData("Mact.DevServices")]
    public void The_native_code_of_a_model_on_this_machine_is_in_nothing_that_is_published(string project)
    {
        static bool HasNativeCode(string name) => XDocument.Load(Path.Combine(Repository.Root, name, $"{name}.csproj"))
            .Descendants("PackageReference")
            .Any(static package => ((string)package.Attribute("Include")!).StartsWith("LLamaSharp", StringComparison.Ordinal));
        static IEnumerable<string> Reached(string name) =>
            References(Path.Combine(Repository.Root, name, $"{name}.csproj")).SelectMany(static one => Reached(one.Name)).Prepend(name);

        HasNativeCode("Mact.LocalModel").ShouldBeTrue();

        Reached(project).Where(HasNativeCode).ShouldBeEmpty();
    }

    private static List<ProjectReference> References(string projectFile) =>
    [
        .. XDocument.Load(projectFile).Descendants("ProjectReference").Select(static element => new ProjectReference(
            Path.GetFileNameWithoutExtension((string)element.Attribute("Include")!),
            string.Equals((string?)element.Attribute("ReferenceOutputAssembly"), "false", StringComparison.OrdinalIgnoreCase))),
    ];

    private sealed record ProjectReference(string Name, bool BuildOnly);
}
