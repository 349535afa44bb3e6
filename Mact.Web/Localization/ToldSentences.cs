using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Web.Localization;

/// <summary>
/// Sentences of the Api and the workers in another language: each is looked up by its pattern and written with the values that came with it.
/// </summary>
internal sealed partial class ToldSentences
{
    private readonly FrozenDictionary<string, string> _known;

    private ToldSentences(string lines)
    {
        var told = lines.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#').Chunk(2);
        _known = told.SelectMany(static pair => Expanded(pair[0]).Select(english => KeyValuePair.Create(english, pair[1]["= ".Length..])))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>In Korean.</summary>
    public static ToldSentences Korean => field ??= new(Read("Told.ko.txt"));

    /// <summary>The English patterns that are known.</summary>
    public IEnumerable<string> Patterns => _known.Keys;

    /// <summary>The sentence; null where it, or one that stands in it, is not known.</summary>
    public string? Tell(Sentence sentence)
    {
        // Values alone, and sentences one after the other, read the same in every language.
        if (!_known.TryGetValue(sentence.Pattern, out var format)
            && Place().Replace(format = sentence.Pattern, string.Empty).Any(char.IsLetter))
        {
            return null;
        }

        var isWhole = true;
        var text = Filled(format, sentence.Values.Count, (index, form) =>
        {
            var value = sentence.Sentences?.GetValueOrDefault(index) is { } part ? Tell(part) : Formatted(sentence.Values[index], form);
            isWhole &= value is not null;
            return value;
        });
        return isWhole ? text : null;
    }

    /// <summary>A text with values in its places, each by <paramref name="write"/> (place, format), and the particles behind them that fit.</summary>
    internal static string Filled(string text, int count, Func<int, string, string?> write) => Place().Replace(text, place =>
    {
        var index = place.Groups["index"].ValueSpan[0] - '0';
        if (index >= count)
        {
            return place.Value;
        }

        var value = write(index, place.Groups["format"].Value);
        return $"{value}{place.Groups["between"].Value}{Particle(place.Groups["particle"].Value, value)}";
    });

    // "[row is|rows are]": one for each of the words.
    private static IEnumerable<string> Expanded(string english) => Alternatives().Match(english) is not { Success: true } words
        ? [english]
        : words.Value[1..^1].Split('|').SelectMany(word => Expanded($"{english[..words.Index]}{word}{english[(words.Index + words.Length)..]}"));

    private static string Formatted(string value, string format) =>
        format.Length > 0 && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number.ToString() == value
            ? number.ToString(format)
            : value;

    // 을(를): which of the two follows from how the value is spoken; both stay where that is not known.
    private static string Particle(string particle, string? value)
    {
        int? ending = value is not { Length: > 0 } ? null : value[^1] switch
        {
            >= '가' and <= '힣' and var syllable => (syllable - '가') % 28,
            '1' or '7' or '8' => Rieul,
            '0' or '3' or '6' => 1,
            >= '0' and <= '9' => 0,
            _ => null,
        };
        return (particle, ending) switch
        {
            ("(으)로", { } consonant) => consonant is 0 or Rieul ? "로" : "으로",
            ("(이)라고", { } consonant) => consonant == 0 ? "라고" : "이라고",
            ("(이)라는", { } consonant) => consonant == 0 ? "라는" : "이라는",
            ("와(과)", { } consonant) => consonant == 0 ? "와" : "과",
            ({ Length: > 0 }, { } consonant) => consonant == 0 ? particle[2..^1] : particle[..1],
            _ => particle,
        };
    }

    // ㄹ, after which it is 로 and not 으로.
    private const int Rieul = 8;

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ToldSentences).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    // A value's place, with the quotes behind it and the particle that follows it.
    [GeneratedRegex(
        @"\{(?<index>\d)(:(?<format>[^{}]+))?\}((?<between>[""'”’]*)(?<particle>은\(는\)|이\(가\)|을\(를\)|와\(과\)|\(으\)로|\(이\)라고|\(이\)라는))?",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 5000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\[[^\[\]|]*\|[^\[\]]*\]", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Alternatives();
}
