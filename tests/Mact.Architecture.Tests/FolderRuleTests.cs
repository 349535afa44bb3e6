using System.Reflection;
using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Mact.Architecture.Tests;

/// <summary>Dependencies point one way between the folders of a part, too: no folder knows one that knows it, at whatever depth.</summary>
public sealed class FolderRuleTests
{
    [Theory]
    [InlineData("Mact.Client")]
    [InlineData("Mact.Core")]
    [InlineData("Mact.Api")]
    [InlineData("Mact.Evaluation")]
    [InlineData("Mact.ServiceDefaults")]
    [InlineData("mact")]
    [InlineData("Mact.DevServices")]
    [InlineData("Mact.LocalModel")]
    [InlineData("Mact.Worker")]
    [InlineData("Mact.Web")]
    public void The_folders_of_a_part_have_no_circle(string part)
    {
        var root = Root(part);

        // The loader takes the type parameters of generated methods that are named alike for one.
        var uses = Load(part).Types
            .SelectMany(static type => type.Dependencies)
            .Where(static use => use.Target is not GenericParameter)
            .Select(static use => (From: use.Origin.Namespace?.FullName, To: use.Target.Namespace?.FullName))
            .Where(use => IsBelow(root, use.From) && IsBelow(root, use.To))
            .Distinct()
            .Select(static use => Parted(use.From!, use.To!))
            .OfType<(string From, string To)>()
            .Distinct()
            .ToLookup(static use => use.From, static use => use.To);

        uses.Select(static folder => folder.Key).Where(folder => Reached(folder, uses).Contains(folder)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Mact.Worker", "Pump", "Agents", "Models", "Telemetry")]
    [InlineData("Mact.Web", "Pages", "Components", "Services", "Projections", "Localization")]
    [InlineData("mact", "Evaluating", "Asking")]
    public void A_folder_knows_only_those_that_come_after_it(string part, params string[] order)
    {
        var architecture = Load(part);
        var root = Regex.Escape(Root(part));
        foreach (var (index, folder) in order.Index().Skip(1))
        {
            var above = string.Join('|', order.Take(index));
            var rule = Types().That().ResideInNamespaceMatching($@"^{root}\.{folder}(\.|$)")
                .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^{root}\.({above})(\.|$)"));

            rule.Evaluate(architecture).Where(static result => !result.Passed).Select(static result => result.Description).ShouldBeEmpty();
        }
    }

    private static ArchUnitNET.Domain.Architecture Load(string part) =>
        new ArchLoader().LoadAssemblies(Assembly.Load(new AssemblyName(part))).Build();

    // The command line's assembly is named as the command is.
    private static string Root(string part) => part == "mact" ? "Mact.Cli" : part;

    private static bool IsBelow(string root, string? name) => name?.StartsWith($"{root}.", StringComparison.Ordinal) == true;

    // The two neighbours, below the folder that they share, in which the ends of a use are; null where one of the ends holds the other.
    private static (string From, string To)? Parted(string from, string to)
    {
        var (left, right) = (from.Split('.'), to.Split('.'));
        var shared = left.Zip(right).TakeWhile(static pair => pair.First == pair.Second).Count();
        return shared == left.Length || shared == right.Length
            ? null
            : (string.Join('.', left.Take(shared + 1)), string.Join('.', right.Take(shared + 1)));
    }

    private static HashSet<string> Reached(string folder, ILookup<string, string> uses)
    {
        HashSet<string> reached = [];
        Stack<string> open = new([folder]);
        while (open.TryPop(out var next))
        {
            foreach (var known in uses[next].Where(reached.Add))
            {
                open.Push(known);
            }
        }

        return reached;
    }
}
