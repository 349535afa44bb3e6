using System.Reflection;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Mact.Architecture.Tests;

/// <summary>Dependencies point one way, as the compiled types say it.</summary>
public sealed class DependencyRuleTests
{
    private static readonly string[] Assemblies =
    [
        "Mact.Core", "Mact.Evaluation", "Mact.ServiceDefaults", "Mact.Api", "Mact.Worker", "Mact.Web", "Mact.DevServices",
    ];

    private static readonly ArchUnitNET.Domain.Architecture Mact =
        new ArchLoader().LoadAssemblies([.. Assemblies.Select(static name => Assembly.Load(new AssemblyName(name)))]).Build();

    [Fact]
    public void Only_the_stores_know_the_redis_client() =>
        Violations(@"^StackExchange\.Redis", outside: @"^Mact\.(Core\.Redis|Evaluation\.Stored)").ShouldBeEmpty();

    [Fact]
    public void Only_the_model_client_of_the_worker_knows_OpenAI_types() =>
        Violations(@"^OpenAI(\.|$)", outside: @"^Mact\.Worker\.Models").ShouldBeEmpty();

    [Fact]
    public void Only_the_stand_ins_know_garnet() =>
        Violations(@"^Garnet(\.|$)", outside: @"^Mact\.DevServices").ShouldBeEmpty();

    [Fact]
    public void Web_reaches_redis_through_the_api_only() =>
        Violations(@"^(Mact\.Core\.Redis|StackExchange\.Redis|OpenAI)(\.|$)", inside: @"^Mact\.Web(\.|$)").ShouldBeEmpty();

    [Fact]
    public void Core_knows_no_other_part() =>
        Violations(@"^Mact\.(Api|Worker|Web|DevServices|ServiceDefaults|AppHost|Evaluation|Cli)(\.|$)", inside: @"^Mact\.Core(\.|$)").ShouldBeEmpty();

    [Fact]
    public void The_service_defaults_know_no_other_part() =>
        Violations(@"^Mact\.(Api|Worker|Web|DevServices|Core|AppHost)(\.|$)", inside: @"^Mact\.ServiceDefaults(\.|$)").ShouldBeEmpty();

    [Fact]
    public void A_dependency_on_a_package_is_seen_at_all()
    {
        Violations(@"^OpenTelemetry(\.|$)", outside: @"^Mact\.Core").ShouldNotBeEmpty();
        Violations(@"^OpenTelemetry(\.|$)", outside: @"^Mact\.ServiceDefaults\.Telemetry").ShouldBeEmpty();
    }

    /// <summary>The types of Mact, inside or outside of a namespace, that depend on a type in the forbidden one.</summary>
    private static IEnumerable<string> Violations(string forbidden, string? outside = null, string? inside = null)
    {
        var rule = (outside is null
                ? Types().That().ResideInNamespaceMatching(inside!)
                : Types().That().DoNotResideInNamespaceMatching(outside))
            .Should().NotDependOnAny(Types(includeReferenced: true).That().ResideInNamespaceMatching(forbidden))
            .WithoutRequiringPositiveResults();

        return rule.Evaluate(Mact).Where(static result => !result.Passed).Select(static result => result.Description);
    }
}
