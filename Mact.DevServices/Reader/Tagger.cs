using System.Buffers;
using System.Globalization;
using Mact.Core.Tables;

namespace Mact.DevServices.Reader;

/// <summary>A part of the question with one meaning: its tag in the grammar, and what it names.</summary>
internal sealed record Item(string Tag)
{
    public ReaderColumn? Column { get; init; }

    /// <summary>The cells that it can be, by column.</summary>
    public IReadOnlyList<(ReaderColumn Column, string Cell)> Cells { get; init; } = [];

    public double Number { get; init; }

    public string? Unit { get; init; }

    public (DateOnly From, DateOnly To) Days { get; init; }

    public (string[] Headers, bool Largest)[] Adjective { get; init; } = [];
}

/// <summary>
/// Gives every word of a question its place: a column, a cell, a number, a date, a row's name, a unit, or a word of the grammar. A word without a
/// place is tagged <c>x</c>, which no rule of the grammar takes.
/// </summary>
internal sealed class Tagger
{
    /// <summary>The tag of a word without a place.</summary>
    public const string Unknown = "x";

    private const int MaxPhrase = 8;
    private const int MaxSegmentations = 64;

    // Between the items of a list in one cell.
    private static readonly SearchValues<char> Separators = SearchValues.Create(",;/&");

    private static readonly HashSet<string> NoCells = new(
        [.. Lexicon.Silent, .. Lexicon.Phrases.Where(static pair => pair.Phrase.Length == 1).Select(static pair => pair.Phrase[0]), "yes", "no",
            "true", "false"], StringComparer.Ordinal);

    private readonly IReadOnlyList<Token> _tokens;
    private readonly Source _source;
    private readonly Dictionary<string, List<(ReaderColumn, string)>> _cells = new(StringComparer.Ordinal);
    private readonly HashSet<(ReaderColumn, string)> _partsOfLists = [];
    private readonly List<IReadOnlyList<Item>> _segmentations = [];

    private Tagger(IReadOnlyList<Token> tokens, Source source)
    {
        _tokens = tokens;
        _source = source;
        foreach (var column in source.Columns.Where(static column => column.Kind is Kind.Text or Kind.Mixed or Kind.Clock))
        {
            foreach (var cell in column.Values)
            {
                var words = Words.Of(cell);
                if (cell.AsSpan().ContainsAny(Separators) || cell.Contains(" and ", StringComparison.Ordinal))
                {
                    foreach (
                        var part in cell.Split([",", ";", "/", "&", " and "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                    {
                        _partsOfLists.Add((column, Key(Words.Of(part))));
                    }
                }

                var bracket = cell.IndexOf(" (", StringComparison.Ordinal);
                foreach (var key in new[] { Key(words), Key(bracket > 0 ? Words.Of(cell[..bracket]) : words) }.Distinct(StringComparer.Ordinal))
                {
                    if (key.Length > 0 && !NoCells.Contains(key)
                        && !words.All(static word => word.Number is not null && char.IsAsciiDigit(word.Text[0])))
                    {
                        (_cells.TryGetValue(key, out var known) ? known : _cells[key] = []).Add((column, cell));
                    }
                }
            }
        }
    }

    /// <summary>All ways to cut the question into parts.</summary>
    public static IReadOnlyList<IReadOnlyList<Item>> Of(IReadOnlyList<Token> tokens, Source source)
    {
        var tagger = new Tagger(tokens, source);
        tagger.Go(0, []);
        return tagger._segmentations;
    }

    /// <summary>The words that have no place in any way to cut the question.</summary>
    public static IReadOnlyList<int> UnknownWords(IReadOnlyList<Token> tokens, Source source)
    {
        var tagger = new Tagger(tokens, source);
        List<int> unknown = [];
        for (var at = 0; at < tokens.Count;)
        {
            var candidates = tagger.Candidates(at);
            if (candidates is [(1, { Tag: Unknown })])
            {
                unknown.Add(at);
            }

            at += Math.Max(1, candidates.Max(static candidate => candidate.Length));
        }

        return unknown;
    }

    private static string Key(IEnumerable<Token> words) =>
        string.Join(' ', words.Where(static word => word.Text is not ("the" or "a" or "an" or ",")).Select(static word => word.Stem));

    private void Go(int at, IReadOnlyList<Item> before)
    {
        if (_segmentations.Count >= MaxSegmentations)
        {
            return;
        }

        if (at >= _tokens.Count)
        {
            _segmentations.Add(before);
            return;
        }

        foreach (var (length, item) in Candidates(at))
        {
            Go(at + length, item is null ? before : [.. before, item]);
        }
    }

    private List<(int Length, Item? Item)> Candidates(int at)
    {
        List<(int Length, Item? Item)> found = [.. Columns(at), .. Cells(at), .. Dates(at)];
        var longest = found.Count == 0 ? 0 : found.Max(static candidate => candidate.Length);
        found.RemoveAll(candidate => candidate.Length < longest);
        if (longest <= 1)
        {
            found.AddRange(Single(at));
        }

        found.AddRange(Grammar(at).Where(candidate => candidate.Item1 >= longest));
        return found.Count == 0 ? [(1, new Item(Unknown))] : found;
    }

    private IEnumerable<(int, Item?)> Grammar(int at)
    {
        var token = _tokens[at];
        if (at == 0 && Lexicon.YesNo.Contains(token.Text))
        {
            yield return (1, new Item("yn"));
            yield break;
        }

        var length = 0;
        foreach (var (phrase, tag) in Lexicon.Phrases)
        {
            if (phrase.Length >= length && IsPhrase(at, phrase))
            {
                length = phrase.Length;
                yield return (length, new Item(tag));
                if (at > 0 && tag is "which" or "who")
                {
                    // "employees who are active"
                    yield return (1, null);
                }
            }
        }

        foreach (var words in (int[])[2, 1])
        {
            if (at + words <= _tokens.Count
                && Lexicon.Adjectives.TryGetValue(string.Join(' ', _tokens.Skip(at).Take(words).Select(static word => word.Text)), out var adjective))
            {
                yield return (words, new Item("adj") { Adjective = adjective });
            }
        }

        // "Before the year 2011": the number says that it is one.
        if (token.Text == "year" && at + 1 < _tokens.Count && _tokens[at + 1].Number > 1000)
        {
            yield return (1, null);
        }

        if (length == 0 && (Lexicon.Silent.Contains(token.Text) || Lexicon.Light.Contains(token.Text) || IsEvent(token)))
        {
            yield return (1, null);
        }
    }

    private IEnumerable<(int, Item?)> Single(int at)
    {
        var token = _tokens[at];
        if (token.Number is { } number)
        {
            yield return (1, new Item("n") { Number = number, Unit = token.Unit });
        }

        if (_source.RowNouns.Contains(token.Stem))
        {
            yield return (1, new Item("r"));
        }

        if (_source.Columns.Any(column => column.Unit == token.Text || column.Unit == token.Stem))
        {
            yield return (1, new Item("u") { Unit = _source.Columns.First(column => column.Unit == token.Text || column.Unit == token.Stem).Unit });
        }

        if (Lexicon.MeasureNouns.Contains(token.Stem))
        {
            yield return (1, new Item("g"));
        }
    }

    private IEnumerable<(int, Item?)> Columns(int at)
    {
        List<(int Length, ReaderColumn Column)> whole = [
            .. _source.Columns.Where(column => Names(at, column.Header)).Select(static column => (column.Header.Count, column))];
        IEnumerable<(int Length, ReaderColumn Column)> found = whole;
        if (whole.Count == 0)
        {
            var stem = _tokens[at].Stem;
            var named = _source.Columns.Where(column => column.Header.Contains(stem, StringComparer.Ordinal)).ToList();
            var synonyms = Array.Find(Lexicon.Synonyms, group => group.Contains(stem, StringComparer.Ordinal));
            var root = Words.Root(_tokens[at].Text);
            found = named is [{ Header: [.., var last] } one] && (last == stem || one.Header is [_, "name"])
                ? [(1, one)]
                : synonyms is not null
                    && _source.Columns.Where(column => column.Header.Count > 0 && synonyms.Contains(column.Header[^1], StringComparer.Ordinal))
                        .ToList() is [var only]
                ? [(1, only)]
                : root.Length > 2 && !IsEvent(_tokens[at])
                    && _source.Columns.Where(
                        column => column.Header is [_] or [_, "date" or "year" or "time"] && Words.Root(column.Header[0]) == root)
                            .ToList() is [var verb]
                ? [(1, verb)]
                : [];
        }

        return found.Select(static pair => (pair.Length, (Item?)new Item(pair.Column.Kind == Kind.Flag ? "f" : "c") { Column = pair.Column }));
    }

    private IEnumerable<(int, Item?)> Cells(int at)
    {
        if (_tokens[at].Text is "the" or "a" or "an" or ",")
        {
            yield break;
        }

        for (var length = Math.Min(MaxPhrase, _tokens.Count - at); length > 0; length--)
        {
            var key = Key(_tokens.Skip(at).Take(length));
            if (_tokens[at + length - 1].Text == "," || !_cells.TryGetValue(key, out var cells))
            {
                continue;
            }

            // What also stands in lists in that column is not all that the column has of it.
            if (cells.Where(cell => !_partsOfLists.Contains((cell.Item1, key))).ToList() is { Count: > 0 } whole)
            {
                yield return (length, new Item("v") { Cells = whole });
            }

            yield break;
        }
    }

    private IEnumerable<(int, Item?)> Dates(int at)
    {
        if (!_source.Columns.Any(static column => column.Kind == Kind.Date))
        {
            yield break;
        }

        for (var length = Math.Min(4, _tokens.Count - at); length > 0; length--)
        {
            var words = _tokens.Skip(at).Take(length).Where(static word => word.Text is not ("," or "the" or "of")).Select(static word => word.Text)
                .ToList();
            if (_tokens[at + length - 1].Text is "," or "the" or "of" || _tokens[at].Text is "," or "the" or "of")
            {
                continue;
            }

            if (DateText.TryParse(string.Join(' ', words), out var day))
            {
                yield return (length, new Item("d") { Days = (day, day) });
                yield break;
            }

            if (words is [var month, var year] && DateText.MonthNumber(month) is > 0 and var number && IsYear(year, out var parsed))
            {
                var first = new DateOnly(parsed, number, 1);
                yield return (length, new Item("d") { Days = (first, first.AddMonths(1).AddDays(-1)) });
                yield break;
            }

            if (words is [var alone] && DateText.MonthNumber(alone) is > 0 and var of)
            {
                yield return (1, new Item("m") { Number = of });
            }
        }
    }

    private static bool IsYear(string text, out int year) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year) && text.Length == 4 && year >= 1000;

    // "were bought", of a table of orders: the row itself says it.
    private bool IsEvent(Token token) =>
        Lexicon.Events.TryGetValue(Words.Root(token.Text), out var nouns) && nouns.Any(_source.RowNouns.Contains);

    private bool IsPhrase(int at, string[] phrase) =>
        at + phrase.Length <= _tokens.Count && phrase.Select((word, index) => (word, index)).All(pair => _tokens[at + pair.index].Text == pair.word);

    private bool Names(int at, IReadOnlyList<string> header) =>
        header.Count > 0 && at + header.Count <= _tokens.Count
            && header.Select((word, index) => (word, index)).All(pair => _tokens[at + pair.index].Stem == pair.word);
}
