using System.Text.RegularExpressions;
using Mact.Testing;

namespace Mact.Architecture.Tests;

/// <summary>docs/security.md promises nothing that no test holds.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "security.md"));

    [Fact]
    public void Every_promise_names_a_test_that_there_is()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(static file => Class().Matches(File.ReadAllText(file)).Select(static found => found.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);
        var promises = Page.SkipWhile(static line => line != "## What is promised, and what holds it").Skip(1)
            .TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        promises.Count.ShouldBeGreaterThan(20);

        foreach (var promise in promises)
        {
            var named = Code().Matches(promise[2]).Select(static found => found.Groups["name"].Value).ToList();
            named.ShouldContain(name => tests.Contains(name), promise[1]);
            named.Where(static name => name.EndsWith("Tests", StringComparison.Ordinal)).ShouldAllBe(name => tests.Contains(name), promise[1]);
        }
    }

    [Fact]
    public void Who_is_trusted_and_how_to_report_is_on_the_first_page()
    {
        var first = Page.TakeWhile(static line => line != "## What is promised, and what holds it").ToList();

        first.Count.ShouldBeLessThan(80);
        first.ShouldContain("## Who is trusted");
        string.Join(' ', first).ShouldContain("To report a fault");
    }

    [GeneratedRegex(@"\bclass (?<name>\w+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Class();

    [GeneratedRegex("`(?<name>[A-Za-z]+)`", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Code();
}
