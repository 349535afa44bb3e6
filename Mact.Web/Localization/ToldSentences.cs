using System.Text;
using System.Text.RegularExpressions;

namespace Mact.Web.Localization;

/// <summary>
/// Sentences of the Api and the workers in another language, with the values that stand in them. Each is known by its English form, as the texts of
/// the pages are; runs that were recorded long ago are told in it as well.
/// </summary>
internal sealed partial class ToldSentences
{
    private const int MaxNesting = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);

    private readonly IReadOnlyList<(Regex Whole, Regex First, string Format)> _known;

    private ToldSentences(string lines)
    {
        var told = lines.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#').Chunk(2);
        _known =
        [
            .. told.OrderByDescending(static pair => Place().Replace(pair[0], string.Empty).Length)
                .Select(static pair => (Pattern(pair[0], "$"), Pattern(pair[0], @"(?=\s|$)"), pair[1]["= ".Length..])),
        ];
    }

    /// <summary>In Korean.</summary>
    public static ToldSentences Korean => field ??= new(Read("Told.ko.txt"));

    /// <summary>One sentence or several; null where one of them is not known.</summary>
    public string? Translate(string text) => Translate(text.Trim(), MaxNesting);

    private string? Translate(string text, int nesting)
    {
        if (text.Length == 0)
        {
            return string.Empty;
        }

        // Sentence by sentence where that is possible: a value at the end of one would take the others in.
        foreach (var (_, first, format) in _known)
        {
            if (first.Match(text) is { Success: true } match && match.Length < text.Length
                && Translate(text[match.Length..].TrimStart(), nesting) is { } rest)
            {
                return $"{Filled(format, match, nesting)} {rest}".TrimEnd();
            }
        }

        foreach (var (whole, _, format) in _known)
        {
            if (whole.Match(text) is { Success: true } match)
            {
                return Filled(format, match, nesting);
            }
        }

        return null;
    }

    // A value may be a sentence itself.
    private string Filled(string format, Match match, int nesting) => Place().Replace(format, place =>
    {
        var value = match.Groups["p" + place.Groups["number"].Value].Value;
        return nesting > 0 && value.Contains(' ', StringComparison.Ordinal) ? Translate(value, nesting - 1) ?? value : value;
    });

    private static Regex Pattern(string english, string end) =>
        new("^" + Escaped(english) + end, RegexOptions.CultureInvariant | RegexOptions.Singleline, Limit);

    private static string Escaped(string english)
    {
        var pattern = new StringBuilder();
        var at = 0;
        foreach (var part in Part().EnumerateMatches(english))
        {
            var text = english.Substring(part.Index, part.Length);
            pattern.Append(Regex.Escape(english[at..part.Index])).Append(
                text[0] == '{' ? $"(?<p{text[1]}>.+?)" : $"(?:{string.Join('|', text[1..^1].Split('|').Select(Escaped))})");
            at = part.Index + part.Length;
        }

        return pattern.Append(Regex.Escape(english[at..])).ToString();
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ToldSentences).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{(?<number>\d)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\{\d\}|\[[^\[\]]*\|[^\[\]]*\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}
