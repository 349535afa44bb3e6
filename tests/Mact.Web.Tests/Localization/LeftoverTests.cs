using System.Text.RegularExpressions;

namespace Mact.Web.Tests.Localization;

/// <summary>Sentences in the sources that are not in the resource file, and would be English in every language.</summary>
public sealed partial class LeftoverTests
{
    // Units are the same in every language.
    private const string Units = "Localization/Show.cs";

    // Logs, exceptions and the names of fonts and types and what the planner is told are not shown on pages; evaluations have a test of their own.
    private static readonly string[] NotShown =
    [
        "const string Lead", "const string NoProgram", "ThrowIf", "LoggerMessage", "LogLevel", "Exception(", "\"Segoe UI\"", "Fonts", "///",
    ];

    [Fact]
    public void No_sentence_of_a_class_bypasses_the_resource_files()
    {
        var leftovers = Sources(".cs")
            .Where(static source => !source.Name.Contains("Evaluation", StringComparison.Ordinal) && source.Name != Units)
            .SelectMany(
                static source =>
                    source.Text.Split('\n').Where(static line => !NotShown.Any(line.Contains))
                        .SelectMany(line => Literal().Matches(line).Select(match => (source.Name, Text: match.Groups["text"].Value))))
            .Where(static item => Sentence().IsMatch(item.Text) && Said.Korean[Regex.Unescape(item.Text)].ResourceNotFound)
            .Select(static item => $"{item.Name}: {item.Text}")
            .ToList();

        leftovers.ShouldBeEmpty();
    }

    [Fact]
    public void Scripts_hold_no_sentences() => Sources(".js")
        .SelectMany(
            static source => ScriptLiteral().Matches(Comment().Replace(source.Text, string.Empty)).Select(match => $"{source.Name}: {match.Value}"))
        .Where(static text => TwoWords().IsMatch(text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..]))
        .ShouldBeEmpty();

    [Theory]
    [InlineData("The page is gone", true)]
    [InlineData("Ask again", true)]
    [InlineData("queue", false)]
    [InlineData("SELECT a FROM b", false)]
    [InlineData("{0} of {1} programs ran", true)]
    [InlineData("{count} Try again", true)]
    [InlineData("The Api refused", true)]
    public void What_counts_as_a_sentence(string text, bool sentence) => Sentence().IsMatch(text).ShouldBe(sentence);

    private static IEnumerable<(string Name, string Text)> Sources(string extension)
    {
        var assembly = typeof(LeftoverTests).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.EndsWith(extension, StringComparison.Ordinal)).ToList();
        names.ShouldNotBeEmpty();
        foreach (var name in names)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name, Said.Joined(reader.ReadToEnd()));
        }
    }

    [GeneratedRegex("\\$?\"(?<text>(?:[^\"\\\\]|\\\\.)+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Literal();

    // A capital and small letters, or a place, and then at least one more word.
    [GeneratedRegex(
        @"^(?:[A-Z][a-z]+|\{[^}]+\})(?:[ ,:]+\{[^}]+\})*[ ,:]+(?:[a-z]{2,}|[A-Za-z]{3,})", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sentence();

    [GeneratedRegex("'(?:[^'\\\\\\n]|\\\\.)*'|`[^`]*`", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ScriptLiteral();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Comment();

    [GeneratedRegex("[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}|[A-Z][a-z]{2,} [a-z]{2,}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex TwoWords();
}
