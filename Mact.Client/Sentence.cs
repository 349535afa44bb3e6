using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;

namespace Mact.Client;

/// <summary>
/// A sentence that a person is told, with the values that stand in it: who shows it looks its pattern up and writes it in the reader's language.
/// It is written as an interpolated string. A hole that ends in <c>:words</c> holds words of the sentence itself ("row is" or "rows are") and no
/// value; a value may be a sentence of its own. Beside it always travels its English text.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sentence : IEquatable<Sentence>
{
    /// <summary>The format of a hole that holds words of the sentence, or a part of it, and no value.</summary>
    private const string PartFormat = "words";

    private readonly StringBuilder _pattern = new();
    private readonly StringBuilder _text = new();
    private readonly List<string> _values = [];
    private Dictionary<int, Sentence>? _sentences;

    /// <summary>An empty one, to be written by the compiler.</summary>
    public Sentence(int literalLength, int formattedCount)
    {
        _pattern.EnsureCapacity(literalLength + (3 * formattedCount));
    }

    /// <summary>As it came over the wire.</summary>
    [JsonConstructor]
    public Sentence(string pattern, IReadOnlyList<string> values, IReadOnlyDictionary<int, Sentence>? sentences = null)
    {
        _pattern.Append(pattern);
        _values.AddRange(values ?? []);
        _sentences = sentences is null ? null : new(sentences);
        _text.Append(Filled(pattern, _values));
    }

    /// <summary>The English words, with {0}, {1}, … where the values stand: what names the sentence.</summary>
    public string Pattern => _pattern.ToString();

    /// <summary>The values in order, as text: numbers without grouping and with a decimal point; of one that is a sentence its English.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The values that are sentences themselves, by their place; null where none is.</summary>
    public IReadOnlyDictionary<int, Sentence>? Sentences => _sentences;

    /// <summary>Words without values.</summary>
    public static implicit operator Sentence(string text)
    {
        var sentence = new Sentence(0, 0);
        sentence.AppendLiteral(text);
        return sentence;
    }

    /// <summary>Several sentences as one, with <paramref name="separator"/> between.</summary>
    public static Sentence Join(IEnumerable<Sentence> sentences, string separator = " ")
    {
        var joined = new Sentence(0, 0);
        foreach (var sentence in sentences)
        {
            joined.AppendLiteral(joined._values.Count == 0 ? string.Empty : separator);
            joined.AppendFormatted(sentence);
        }

        return joined._values.Count == 1 && joined._sentences is { } only ? only[0] : joined;
    }

    /// <summary>Itself where values stand in it; null where its English text says all.</summary>
    public Sentence? WithValues() => _values.Count == 0 ? null : this;

    /// <summary>With every text of it changed: a secret taken out, a long value cut.</summary>
    public Sentence With(Func<string, string> change)
    {
        var changed = new Sentence(0, 0) { _sentences = _sentences?.ToDictionary(static pair => pair.Key, pair => pair.Value.With(change)) };
        changed._pattern.Append(change(Pattern));
        changed._text.Append(change(ToString()));
        changed._values.AddRange(_values.Select(change));
        return changed;
    }

    /// <summary>For the compiler: words of the sentence.</summary>
    public void AppendLiteral(string value)
    {
        _pattern.Append(value);
        _text.Append(value);
    }

    /// <summary>For the compiler: a value, or words.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
    {
        if (value is Sentence part && format == PartFormat)
        {
            Take(part);
        }
        else if (format == PartFormat)
        {
            AppendLiteral(value?.ToString() ?? string.Empty);
        }
        else
        {
            if (value is Sentence sentence)
            {
                (_sentences ??= []).Add(_values.Count, sentence);
            }

            var text = Text(value, format);
            _pattern.Append('{').Append(_values.Count).Append('}');
            _text.Append(text);
            _values.Add(value is Enum || !IsNumber(value) ? text : Text(value, null));
        }
    }

    /// <summary>The sentence in English.</summary>
    public override string ToString() => _text.ToString();

    /// <inheritdoc/>
    public bool Equals(Sentence? other) => other is not null && Pattern == other.Pattern
        && _values.SequenceEqual(other._values, StringComparer.Ordinal)
        && (_sentences?.Count ?? 0) == (other._sentences?.Count ?? 0)
        && (_sentences ?? []).All(pair => other._sentences!.TryGetValue(pair.Key, out var same) && pair.Value.Equals(same));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sentence);

    /// <inheritdoc/>
    public override int GetHashCode() => Pattern.GetHashCode(StringComparison.Ordinal);

    /// <summary>A pattern with texts in its places, "{0}" or "{0:N0}", each by <paramref name="write"/> (place, format); a place without a value
    /// stays.</summary>
    public static string Filled(string pattern, int count, Func<int, string, string> write)
    {
        var filled = new StringBuilder();
        var at = 0;
        for (var open = pattern.IndexOf('{', StringComparison.Ordinal); open >= 0; open = pattern.IndexOf('{', open + 1))
        {
            var close = pattern.IndexOf('}', open);
            var inside = close < 0 ? [] : pattern[(open + 1)..close].Split(':', 2);
            if (inside.Length > 0 && int.TryParse(inside[0], NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < count)
            {
                filled.Append(pattern, at, open - at).Append(write(place, inside.Length == 2 ? inside[1] : string.Empty));
                at = close + 1;
            }
        }

        return filled.Append(pattern, at, pattern.Length - at).ToString();
    }

    private static string Filled(string pattern, List<string> values) => Filled(pattern, values.Count, (place, _) => values[place]);

    private static string Text<T>(T value, string? format) => value is IFormattable formattable
        ? formattable.ToString(format, formatProvider: null)
        : value?.ToString() ?? string.Empty;

    private static bool IsNumber<T>(T value) => value is int or long or double or decimal or float or uint or ulong or short or byte or BigInteger;

    private void Take(Sentence part)
    {
        var before = _values.Count;
        _pattern.Append(Filled(part.Pattern, part._values.Count, (place, _) => $"{{{place + before}}}"));
        _text.Append(part._text);
        _values.AddRange(part._values);
        foreach (var (place, sentence) in part._sentences ?? [])
        {
            (_sentences ??= []).Add(place + before, sentence);
        }
    }
}
