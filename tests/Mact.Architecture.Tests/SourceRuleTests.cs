using System.Text.RegularExpressions;
using Mact.Testing;

namespace Mact.Architecture.Tests;

/// <summary>Rules of the house that no compiler holds: lines, files and folders that can be read in one go.</summary>
public sealed partial class SourceRuleTests
{
    private const int MaxColumns = 150;
    private const int MaxLines = 400;

    private static readonly string[] Sources = [.. Files("*.cs")];

    [Fact]
    public void Lines_end_at_150_columns() => Sources
        .SelectMany(static file => CodeLines(file).Where(static line => line.Text.Length > MaxColumns).Select(line => $"{Name(file)}:{line.Number}"))
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

    [Fact]
    public void No_documentation_says_only_whose_a_name_is() => Product(Sources)
        .SelectMany(static file => File.ReadLines(file).Where(static line => ThinDoc().IsMatch(line)).Select(line => $"{Name(file)}: {line.Trim()}"))
        .ShouldBeEmpty();

    /// <summary>A wrong setting stops a process as it starts, and does not wait for the question that meets it.</summary>
    [Fact]
    public void Options_are_validated_at_start() => Product(Sources)
        .SelectMany(static file => UnvalidatedOptions().Matches(File.ReadAllText(file)).Select(match => $"{Name(file)}: {match.Value}"))
        .ShouldBeEmpty();

    [GeneratedRegex(
        @"BindConfiguration\((?!\w+\.SectionName\)\s*\.ValidateDataAnnotations\(\)\s*\.ValidateOnStart\(\))[^)]*\)|Services\.Configure<Mact\w*>", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex UnvalidatedOptions();

    [Fact]
    public void Log_messages_stand_in_a_nested_class_Log() => Product(Sources)
        .Where(static file => File.ReadAllText(file) is var text && text.Contains("[LoggerMessage(", StringComparison.Ordinal)
            && !text.Contains("private static partial class Log", StringComparison.Ordinal))
        .Select(Name)
        .ShouldBeEmpty();

    /// <summary>A bound is Min or Max, what a person is told is a message, what went wrong an error, what holds without a choice the default. Words
    /// are the words of a text.</summary>
    [Fact]
    public void Names_are_the_terms_of_the_field() => Product(Sources.Concat(Files("*.razor")))
        .SelectMany(static file => OwnTerm().Matches(Code(file)).Select(match => $"{Name(file)}: {match.Value}"))
        .ShouldBeEmpty();

    [GeneratedRegex(@"\b(_?(most|least|standard|trouble)|(Most|Least|Fewest)[A-Z]\w*|\w*Trouble\w*|(?<!class )Words(?!\.)|InWords|Says?[A-Z]\w*|Says?(?=\())\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex OwnTerm();

    // Comments and texts are for people, and speak as people do.
    private static string Code(string file) =>
        (file.EndsWith(".cs", StringComparison.Ordinal) ? NoCode() : NoMarkup()).Replace(File.ReadAllText(file), " ");

    [GeneratedRegex(
        """^[ \t]*//[^\n]*|\$*"{3,}.*?"{3,}|\$?@?"(\\.|[^"\\\n])*["]""", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, 5000)]
    private static partial Regex NoCode();

    [GeneratedRegex("""^[ \t]*//[^\n]*|@\*.*?\*@|T\["[^"]*"|(?<=>)[^<>@\n]*(?=<)|"[^"@\n]*["]""", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, 5000)]
    private static partial Regex NoMarkup();

    /// <summary>Every program's culture is invariant (InvariantCulture.cs): only overloads that take a style or a format ask for one.</summary>
    [Fact]
    public void No_call_names_the_culture_that_every_program_has() => Sources
        .SelectMany(static file => NamedCulture().Matches(File.ReadAllText(file)).Select(match => $"{Name(file)}: {match.Value}"))
        .ShouldBeEmpty();

    [GeneratedRegex(
        @"(string\.(Create|Format)|Append|AppendLine|Interpolated)\(\s*CultureInfo\.InvariantCulture|FormattableString\.Invariant\(|(ToString|\.Parse)\([^()]*CultureInfo\.InvariantCulture\)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NamedCulture();

    [GeneratedRegex(@"^\s*///.*>Of (the|a|an|one) [^<]*</", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ThinDoc();

    /// <summary>The lines of a file but for those of a raw or verbatim text, such as a regular expression or a document of a test, which is one
    /// piece.</summary>
    private static IEnumerable<(int Number, string Text)> CodeLines(string file)
    {
        var isRaw = false;
        foreach (var (index, line) in File.ReadLines(file).Index())
        {
            var marks = line.Split("\"\"\"").Length - 1;
            if (!isRaw && marks == 0 && !line.Contains("@\"", StringComparison.Ordinal))
            {
                yield return (index + 1, line);
            }

            isRaw ^= marks % 2 == 1;
        }
    }

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(Repository.Root, pattern, SearchOption.AllDirectories)
        .Where(static file => !Name(file).StartsWith("artifacts/", StringComparison.Ordinal));

    private static IEnumerable<string> Product(IEnumerable<string> files) =>
        files.Where(static file => Name(file).StartsWith("Mact.", StringComparison.Ordinal));

    private static string Name(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
}
