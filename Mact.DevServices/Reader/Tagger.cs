using System.Buffers;
using Mact.Core.Tables;

namespace Mact.DevServices.Reader;

/// <summary>A part of the question with one meaning: its tag in the grammar, and what it names.</summary>
internal sealed record Item(string Tag, ReaderColumn? Column = null, double Number = 0, string? Unit = null)
{
    /// <summary>The cells that it can be, by column.</summary>
    public IReadOnlyList<(ReaderColumn Column, string Cell)> Cells { get; init; } = [];

    public (DateOnly From, DateOnly To) Days { get; init; }

    public IEnumerable<(HashSet<string> Headers, bool Largest)> Adjective { get; init; } = [];

    /// <summary>"Scores" of a column "Score": how many there are, and not how much.</summary>
    public bool IsPlural { get; init; }
}

/// <summary>
/// Gives every word of a question its place: a column (c; f where it says yes or no), a cell (v), a number (n), a date (d), a month (m), a row's name
/// (r), a unit (u), or a word of the grammar. A word without a place is tagged x, with its place as its number; no rule of the grammar takes it.
/// </summary>
internal sealed class Tagger
{
    /// <summary>The tag of a word without a place.</summary>
    public const string Unknown = "x";

    private const int MaxPhrase = 8;
    private const int MaxSegmentations = 64;

    // Between the items of a list in one cell.
    private static readonly SearchValues<string> Separators = SearchValues.Create([",", ";", "/", "&", " and "], StringComparison.Ordinal);

    private static readonly HashSet<string> Articles = new(["the", "a", "an", ","], StringComparer.Ordinal);
    private static readonly HashSet<string> NoCells = new(
        [.. Lexicon.Silent, .. Lexicon.Phrases.Where(static pair => pair.Phrase.Length == 1).Select(static pair => pair.Phrase[0]), "yes", "no",
            "true", "false", string.Empty], StringComparer.Ordinal);

    private readonly IReadOnlyList<Token> _tokens;
    private readonly Source _source;
    private readonly Dictionary<string, List<(ReaderColumn Column, string Cell)>> _cells = new(StringComparer.Ordinal);
    private readonly HashSet<(ReaderColumn, string)> _partsOfLists = [];
    private readonly List<IReadOnlyList<Item>> _segmentations = [];

    private Tagger(IReadOnlyList<Token> tokens, Source source)
    {
        (_tokens, _source) = (tokens, source);
        foreach (var column in source.Columns.Where(static column => column.Kind is Kind.Text or Kind.Mixed or Kind.Clock))
        {
            foreach (var cell in column.Values)
            {
                AddCell(column, cell);
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

    private static string Key(IEnumerable<Token> words) =>
        string.Join(' ', words.Where(static word => !Articles.Contains(word.Text)).Select(static word => word.Stem));

    private void AddCell(ReaderColumn column, string cell)
    {
        var words = Words.Of(cell);
        if (cell.AsSpan().ContainsAny(Separators))
        {
            _partsOfLists.UnionWith(cell.Split([",", ";", "/", "&", " and "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(part => (column, Key(Words.Of(part)))));
        }

        var bracket = cell.IndexOf(" (", StringComparison.Ordinal);
        foreach (var key in new[] { Key(words), Key(bracket > 0 ? Words.Of(cell[..bracket]) : words) }.Distinct(StringComparer.Ordinal))
        {
            if (!NoCells.Contains(key) && !words.All(static word => word.Number is not null && char.IsAsciiDigit(word.Text[0])))
            {
                (_cells.TryGetValue(key, out var known) ? known : _cells[key] = []).Add((column, cell));
            }
        }
    }

    private void Go(int at, IReadOnlyList<Item> before)
    {
        if (at >= _tokens.Count)
        {
            _segmentations.Add(before);
            return;
        }

        foreach (var (length, item) in Candidates(at).TakeWhile(_ => _segmentations.Count < MaxSegmentations))
        {
            Go(at + length, item is null ? before : [.. before, item]);
        }
    }

    // Null is a word that changes no reading.
    private List<(int Length, Item? Item)> Candidates(int at)
    {
        List<(int Length, Item? Item)> found = [.. Columns(at), .. Cells(at), .. Dates(at)];
        var longest = found.Select(static candidate => candidate.Length).DefaultIfEmpty(0).Max();
        found.RemoveAll(candidate => candidate.Length < longest);
        if (longest <= 1)
        {
            found.AddRange(Single(_tokens[at]).Select(static item => (1, (Item?)item)));
        }

        found.AddRange(Grammar(at).Where(candidate => candidate.Item1 >= longest));
        return found.Count == 0 ? [(1, new Item(Unknown, Number: at))] : found;
    }

    private List<(int, Item?)> Grammar(int at)
    {
        var word = _tokens[at].Text;
        if (at == 0 && word != "be" && Lexicon.Verbs.Contains(word))
        {
            return [(1, new Item("yn"))];
        }

        var phrases = Lexicon.Phrases.Where(pair => pair.Phrase.SequenceEqual(Texts(at, pair.Phrase.Length))).ToList();
        var length = phrases.Count == 0 ? 0 : phrases[0].Phrase.Length;
        List<(int, Item?)> found =
        [
            .. phrases.TakeWhile(pair => pair.Phrase.Length == length).Select(pair => (length, (Item?)new Item(pair.Tag, Number: at + length - 1))),
            .. from words in (int[])[2, 1]
               where at + words <= _tokens.Count
               let adjective = Lexicon.Adjectives[string.Join(' ', Texts(at, words))]
               where adjective.Any()
               select (words, (Item?)new Item("adj") { Adjective = adjective }),
        ];

        // "Employees who are active"; "before the year 2011": the number says that it is one.
        if ((at > 0 && word is "which" or "who") || (word == "year" && at + 1 < _tokens.Count && _tokens[at + 1].Number > 1000)
            || (length == 0 && (Lexicon.Silent.Contains(word) || Lexicon.Light.Contains(word) || (IsEvent(word) && !IsRows(_tokens[at])))))
        {
            found.Add((1, null));
        }

        return found;
    }

    private IEnumerable<Item> Single(Token token)
    {
        if (token.Number is { } number)
        {
            yield return new("n", Number: number, Unit: token.Unit);
        }

        if (_source.RowNouns.TryGetValue(token.Stem, out var row))
        {
            yield return new("r", row);
        }

        if (_source.Columns.FirstOrDefault(column => column.Unit == token.Text || column.Unit == token.Stem) is { Unit: var unit })
        {
            yield return new("u", Unit: unit);
        }

        if (Lexicon.MeasureNouns.Contains(token.Stem))
        {
            yield return new("g");
        }
    }

    private IEnumerable<(int, Item?)> Columns(int at)
    {
        var stems = _tokens.Skip(at).Select(static token => token.Stem);
        var named = _source.Columns.Where(column => column.Header.Count > 0 && column.Header.SequenceEqual(stems.Take(column.Header.Count))).ToList();
        foreach (var column in named.Count == 0 && OtherName(_tokens[at]) is { } other ? [other] : named)
        {
            var length = named.Count == 0 ? 1 : column.Header.Count;
            var last = _tokens[at + length - 1];
            yield return (length, new Item(column.Kind == Kind.Flag ? "f" : "c", column)
            {
                IsPlural = !column.IsPlural && last.Text != last.Stem && last.Stem == column.Header[^1],
            });
        }
    }

    // A part of its name, a synonym or a verb, where only one column can be meant. The last name is not the last one.
    private ReaderColumn? OtherName(Token token)
    {
        ReaderColumn? Only(Func<ReaderColumn, bool> test) => _source.Columns.Where(test).Take(2).ToList() is [var only] ? only : null;

        if (Only(column => column.Header.Contains(token.Stem, StringComparer.Ordinal)) is { Header: [.., var last] } named
            && ((last == token.Stem && (!named.IsPart || named.Header[0] == "unit"))
                || (named.Header is [_, "name"] && token.Stem is not ("first" or "last" or "middle" or "full"))))
        {
            return named;
        }

        var root = Words.Root(token.Text);
        return (Array.Find(Lexicon.Synonyms, group => group.Contains(token.Stem)) is { } synonyms
                ? Only(column => column.Header.Count > 0 && !column.IsPart && synonyms.Contains(column.Header[^1])) : null)
            ?? (root.Length > 2 && !IsEvent(token.Text) && !NoCells.Contains(token.Text)
                ? Only(column => column.Header is [_] or [_, "date" or "year" or "time"] && Words.Root(column.Header[0]) == root) : null);
    }

    private IEnumerable<(int, Item?)> Cells(int at)
    {
        for (var length = Articles.Contains(_tokens[at].Text) ? 0 : Math.Min(MaxPhrase, _tokens.Count - at); length > 0; length--)
        {
            var key = Key(_tokens.Skip(at).Take(length));
            if (_tokens[at + length - 1].Text != "," && _cells.TryGetValue(key, out var cells))
            {
                // What also stands in lists in that column is not all that the column has of it.
                return cells.Where(cell => !_partsOfLists.Contains((cell.Column, key))).ToList() is { Count: > 0 } whole
                    ? [(length, new Item("v") { Cells = whole })]
                    : [];
            }
        }

        return [];
    }

    private IEnumerable<(int, Item?)> Dates(int at)
    {
        static bool IsLink(string word) => word is "," or "the" or "of";

        var hasDates = _source.Columns.Any(static column => column.Kind == Kind.Date) && !IsLink(_tokens[at].Text);
        for (var length = hasDates ? Math.Min(4, _tokens.Count - at) : 0; length > 0; length--)
        {
            var words = Texts(at, length).Where(static word => !IsLink(word)).ToList();
            if (IsLink(_tokens[at + length - 1].Text))
            {
                continue;
            }

            if (DateText.TryParse(string.Join(' ', words), out var day))
            {
                return [(length, new Item("d") { Days = (day, day) })];
            }

            if (DateText.MonthNumber(words[0]) is > 0 and var month)
            {
                if (words.Count == 1)
                {
                    return [(1, new Item("m", Number: month))];
                }

                if (words is [_, { Length: 4 }] && DateText.TryParse("1 " + string.Join(' ', words), out var first))
                {
                    return [(length, new Item("d") { Days = (first, first.AddMonths(1).AddDays(-1)) })];
                }
            }
        }

        return [];
    }

    // "Were bought", of a table of orders: the row itself says it.
    private bool IsEvent(string verb) => Lexicon.Events.TryGetValue(Words.Root(verb), out var nouns) && nouns.Any(_source.RowNouns.ContainsKey);

    // "Loans" are rows there, and no verb that may be left out.
    private bool IsRows(Token token) => token.Stem != token.Text && _source.RowNouns.ContainsKey(token.Stem);

    private IEnumerable<string> Texts(int at, int count) => _tokens.Skip(at).Take(count).Select(static token => token.Text);
}
