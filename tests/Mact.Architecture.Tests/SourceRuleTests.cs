using Mact.Testing;

namespace Mact.Architecture.Tests;

/// <summary>Rules of the house that no compiler holds: lines, files and folders that can be read in one go.</summary>
public sealed class SourceRuleTests
{
    private const int MaxColumns = 150;
    private const int MaxLines = 400;

    private static readonly string[] Sources = [.. Files("*.cs")];

    [Fact]
    public void Lines_end_at_150_columns() => Sources
        .SelectMany(static file => File.ReadLines(file).Index().Select(line => (Name: $"{Name(file)}:{line.Index + 1}", Text: line.Item)))
        .Where(static line => line.Text.Length > MaxColumns && !HoldsPattern(line.Text))
        .Select(static line => line.Name)
        .ShouldBeEmpty();

    [Fact]
    public void No_product_file_is_longer_than_400_lines() => Product(Sources.Concat(Files("*.razor")))
        .Where(static file => File.ReadLines(file).Count() > MaxLines)
        .Select(Name)
        .ShouldBeEmpty();

    [Fact]
    public void No_product_folder_holds_a_single_file() => Product(Sources.Concat(Files("*.razor")))
        .GroupBy(static file => Path.GetDirectoryName(file)!, StringComparer.Ordinal)
        .Where(static folder => folder.Count() == 1 && Directory.GetFileSystemEntries(folder.Key).Length == 1)
        .Select(static folder => Name(folder.Key))
        .ShouldBeEmpty();

    // A regular expression, or a document in the middle of a test, is one piece.
    private static bool HoldsPattern(string line) =>
        line.Contains("\"\"\"", StringComparison.Ordinal) || line.Contains("@\"", StringComparison.Ordinal);

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Repository.Root, pattern, SearchOption.AllDirectories)
        .Where(static file => !Name(file).StartsWith("artifacts/", StringComparison.Ordinal));

    private static IEnumerable<string> Product(IEnumerable<string> files) =>
        files.Where(static file => Name(file).StartsWith("Mact.", StringComparison.Ordinal));

    private static string Name(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
}
