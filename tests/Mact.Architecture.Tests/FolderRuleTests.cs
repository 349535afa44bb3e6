using System.Reflection;
using System.Text.RegularExpressions;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using static ArchUnitNET.Fluent.Slices.SliceRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Mact.Architecture.Tests;

/// <summary>Dependencies point one way between the folders of a part, too: no folder knows one that knows it.</summary>
public sealed class FolderRuleTests
{
    [Theory]
    [InlineData("Mact.Client")]
    [InlineData("Mact.Core")]
    [InlineData("Mact.Api")]
    [InlineData("Mact.Evaluation")]
    [InlineData("mact")]
    [InlineData("Mact.DevServices")]
    [InlineData("Mact.Web")]
    public void The_folders_of_a_part_have_no_circle(string part)
    {
        var architecture = new ArchLoader().LoadAssemblies(Assembly.Load(new AssemblyName(part))).Build();

        var results = Slices().Matching($"{Root(part)}.(*)").Should().BeFreeOfCycles().Evaluate(architecture);

        results.Where(static result => !result.Passed).Select(static result => result.Description).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Mact.Worker", "Pump", "Agents", "Models", "Telemetry")]
    [InlineData("Mact.Web", "Pages", "Components", "Services", "Projections", "Localization")]
    [InlineData("mact", "Replaying", "Evaluating", "Asking")]
    public void A_folder_knows_only_those_that_come_after_it(string part, params string[] order)
    {
        var architecture = new ArchLoader().LoadAssemblies(Assembly.Load(new AssemblyName(part))).Build();
        var root = Regex.Escape(Root(part));
        foreach (var (index, folder) in order.Index().Skip(1))
        {
            var above = string.Join('|', order.Take(index));
            var rule = Types().That().ResideInNamespaceMatching($@"^{root}\.{folder}(\.|$)")
                .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^{root}\.({above})(\.|$)"));

            rule.Evaluate(architecture).Where(static result => !result.Passed).Select(static result => result.Description).ShouldBeEmpty();
        }
    }

    // The command line's assembly is named as the command is.
    private static string Root(string part) => part == "mact" ? "Mact.Cli" : part;
}
