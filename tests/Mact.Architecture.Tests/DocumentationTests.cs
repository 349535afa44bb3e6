using System.Text.RegularExpressions;
using Mact.Testing;

namespace Mact.Architecture.Tests;

/// <summary>The map names files and folders: each is there.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_file_and_folder_that_the_map_names_is_there() =>
        Names("architecture.md").Where(static name => !Exists(name)).ShouldBeEmpty();

    [Fact]
    public void Every_source_file_that_any_other_page_names_is_there() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md")
        .Select(static file => Path.GetFileName(file))
        .SelectMany(static page => Names(page).Where(static name => Rooted().IsMatch(name) && !Exists(name)).Select(name => $"{page}: {name}"))
        .ShouldBeEmpty();

    /// <summary>What a page has in code marks and looks like a path.</summary>
    private static IEnumerable<string> Names(string page) => Code().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", page)))
        .Select(static match => match.Groups["name"].Value)
        .Where(static name => name.Contains('/', StringComparison.Ordinal) && name != "n/a")
        .Distinct(StringComparer.Ordinal);

    /// <summary>A path from the root, or from the root but for the "Mact." of its project; a type's name stands for its file.</summary>
    private static bool Exists(string name) => new[] { name, $"Mact.{name}" }
        .Select(static path => Path.Combine(Repository.Root, path))
        .Any(static path => File.Exists(path) || Directory.Exists(path) || File.Exists($"{path}.cs"));

    [GeneratedRegex(@"(?<![`\w])`(?<name>[A-Za-z][\w./-]*)`", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^(Mact\.\w+|tests)/", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Rooted();
}
