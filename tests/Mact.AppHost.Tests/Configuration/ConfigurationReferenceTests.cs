using System.Reflection;
using Mact.Testing;

namespace Mact.AppHost.Tests.Configuration;

/// <summary>docs/configuration.md is what the options types say.</summary>
public sealed class ConfigurationReferenceTests
{
    private const string UpdateSwitch = "MACT_UPDATE_GOLDEN";

    /// <summary>The words before the generated part, kept in the file itself.</summary>
    private const string Marker = "<!-- From here on generated: ";

    private static readonly string File = Path.Combine(Repository.Root, "docs", "configuration.md");

    private static readonly Dictionary<string, Assembly> Services = new(StringComparer.Ordinal)
    {
        ["Several services"] = Assembly.Load("Mact.Core"),
        ["Api and Web"] = Assembly.Load("Mact.ServiceDefaults"),
        ["Api"] = Assembly.Load("Mact.Api"),
        ["Worker"] = Assembly.Load("Mact.Worker"),
        ["Web"] = Assembly.Load("Mact.Web"),
        ["Stand-ins"] = Assembly.Load("Mact.DevServices"),
    };

    [Fact]
    public async Task The_configuration_reference_says_what_the_options_types_say()
    {
        var written = await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken);
        written.ShouldContain(Marker);
        var end = written.IndexOf('\n', written.IndexOf(Marker, StringComparison.Ordinal)) + 1;
        var generated = OptionsReference.Write(written[..end], Services);
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            await System.IO.File.WriteAllTextAsync(File, generated, TestContext.Current.CancellationToken);
            return;
        }

        written.ShouldBe(generated, "Bring it up to date: MACT_UPDATE_GOLDEN=1 dotnet test tests/Mact.AppHost.Tests");
    }

    [Fact]
    public void Every_section_that_a_service_binds_is_found_and_every_setting_has_a_comment()
    {
        var found = Services.Values.SelectMany(OptionsReference.Sections).ToList();
        ((string[])["Queue", "Models", "Worker", "Api", "Watch"]).ShouldBeSubsetOf(found);

        // The page reads how large a file may be from the section of the tables too, so that it can refuse one before it is sent.
        found.Where(static section => section != "Tables").ShouldBeUnique();
        var rows = OptionsReference.Write(string.Empty, Services).Split('\n')
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        rows.Count.ShouldBeGreaterThan(60);
        rows.ShouldAllBe(static row => !row.EndsWith("|  |", StringComparison.Ordinal));
    }
}
