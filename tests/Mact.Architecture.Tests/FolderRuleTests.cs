using System.Reflection;
using ArchUnitNET.Loader;
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
    public void The_folders_of_a_part_have_no_circle(string part)
    {
        var architecture = new ArchLoader().LoadAssemblies(Assembly.Load(new AssemblyName(part))).Build();

        var violations = Slices().Matching($"{part}.(*)").Should().BeFreeOfCycles().Evaluate(architecture).Where(static result => !result.Passed);

        violations.Select(static result => result.Description).ShouldBeEmpty();
    }
}
