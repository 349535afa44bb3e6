using System.Text.RegularExpressions;

namespace Mact.DevServices.Reader;

/// <summary>
/// The questions that are understood, as regular expressions over tags: each takes every part of the question or does not match. A rule's captures
/// say which parts are columns, conditions and orders; what they cannot mean together gives no form.
/// </summary>
internal sealed partial class Grammar
{
    private const string P = "(?:(?:in|of|for|with|at|on|from|by|where|to) )?";
    private const string Cmp = "(?:gt|ge|lt|le|eq)";
    private const string List = "v(?:(?: ,)? (?:or|and) v| , v)*";
    private const string Condition =
        $"(?<k>{P}(?:c )?(?:of |in )?between [ndm] and [ndm](?: u| c)?"
        + "|(?:c )?from [ndm] to [ndm]"
        + $"|{P}(?:c )?(?:of )?{Cmp} n(?: u)?(?: of)?(?: c(?: g)?)?"
        + $"|{P}(?:c )?(?:of )?n(?: u)? (?:ormore|orless)(?: u)?(?: of)?(?: c(?: g)?)?"
        + "|(?:(?:c|in|on|with) )?(?:before|after|since|until|in|on|of|for|from) (?:c )?[nd]"
        + "|(?:c )?(?:in|of|for|from) m"
        + $"|(?:not |excl )?{P}(?:not )?f(?: r)?"
        + $"|{P}r n"
        + "|without c"
        + $"|(?:not |excl |without )?{P}(?:c (?:by )?)?{List}(?: c| r)?"
        + $"|{P}c (?:of )?n(?: u)?"
        + $"|{P}n (?:u )?c(?: g)?)";

    private const string K = $"(?:(?: and| ,)? {Condition})*";
    private const string Before = $"^(?:{Condition}(?: ,)? )?(?:(?:in|on|at|for|from|to|by) )?";
    private const string Rows = "(?: (?:(?:of|for|in|from|on|by|with) )?r)?";
    private const string Group = "(?: (?:per|by) (?<g>c|f))?";
    private const string Best = "(?<s>hi|lo|most|adj)";

    private static readonly (Regex Rule, Func<Grammar, Match, IEnumerable<Form>> Read)[] Rules =
    [
        Rule(
            $"(?:(?:what )?num|howmany|(?:what )?sumnum|list num) (?:dist |of )?(?:(?<k>(?:not )?(?:v|f)) )?r{K}(?: intotal)?{Group}{K}$",
            static (grammar, match) => grammar.CountRows(match)),
        Rule($"howmany{K}$", static (grammar, match) => match.Groups["k"].Success ? grammar.CountRows(match) : []),
        Rule(
            $"(?:(?:what )?num|howmany|howmuch|(?:what )?sumnum) (?<d>dist )?(?<c>c)(?: g)?{Rows}{K}(?<t> intotal)?{K}$",
            static (grammar, match) => grammar.HowMany(match)),
        Rule(
            "(?:(?:what|list|howmuch|howmany) )?(?<a>sum|sumnum|avg|med|hi|lo|most|adj)(?: of)?(?: num)?(?: of)? (?<c>c)(?: g)?"
            + $"{Rows}{K}(?: intotal)?{Group}{K}$",
            static (grammar, match) => grammar.Aggregates(match)),
        Rule($"(?:what|which) (?<c>c){K} (?<a>hi|lo|adj){K}$", static (grammar, match) => grammar.Aggregates(match)),
        Rule(
            "per (?<g>c|f)(?: ,)? (?:(?:what|list) )?(?<a>sum|sumnum|avg|med|hi|lo)(?: of)? (?<c>c)$",
            static (grammar, match) => grammar.Aggregates(match)),
        Rule(
            $"(?:what|which|list) (?<o>c|r)(?: and (?<o>c))?{K}(?: (?:with|of|by))? {Best} (?:num )?(?<c>c)(?: g)?{K}$",
            static (grammar, match) => grammar.Extremes(match, ofRow: false)),
        Rule($"(?<w>who){K}(?: with)? {Best} (?:num )?(?<c>c)(?: g)?{K}$", static (grammar, match) => grammar.Extremes(match, ofRow: true)),
        Rule(
            "(?:which|who|what) (?<o>c|r)(?: with)? (?<s>more|less) (?:num )?(?<c>c)(?: g)?(?: ,)? (?<k>v or v)$",
            static (grammar, match) => grammar.Extremes(match, ofRow: true)),
        Rule(
            $"(?:(?:what|which|list) )?(?<o>c)(?: and (?<o>c))? (?:of|for|in|on|from) (?<e>r|c){K}(?: (?:with|of))? {Best} (?:num )?(?<c>c)(?: "
                + $"g)?{K}$",
            static (grammar, match) => grammar.Extremes(match, ofRow: true)),
        Rule(
            $"(?:who|what|which) (?<o>c) (?<e>r){K}(?: with)? {Best} (?:num )?(?<c>c)(?: g)?{K}$",
            static (grammar, match) => grammar.Extremes(match, ofRow: true)),
        Rule($"(?:what|which|who) (?<o>c|r){K} (?<j>adj){K}$", static (grammar, match) => grammar.Extremes(match, ofRow: true)),
        Rule($"(?:what|which|who|list) (?<j>adj) (?<o>c|r){K}$", static (grammar, match) => grammar.Extremes(match, ofRow: true)),
        Rule($"(?<w>who) (?<j>adj){K}$", static (grammar, match) => grammar.Extremes(match, ofRow: true)),
        Rule(
            $"(?:what|which|who|list) (?<o>c) (?:of|for|in|on|from) (?<j>adj) (?<e>r|c){K}$",
            static (grammar, match) => grammar.Extremes(match, ofRow: true)),
        Rule($"(?:which|what|who|list)(?: r)? (?<g>c){K}(?: with)? {Best} (?<a>sum|avg|med|num|sumnum)(?: of)? (?<c>c|r)(?: g)?{K}$",
            static (grammar, match) => grammar.GroupExtremes(match)),
        Rule($"(?:which|who|what)(?: r)? (?<g>c){K}(?: with)? {Best} (?<c>r){K}$", static (grammar, match) => grammar.GroupExtremes(match)),
        Rule(
            $"(?:which|who|what) (?<g>c){K}(?: with)? {Best} (?:num )?(?<c>c)(?: g)?{K}(?<a> intotal){K}$",
            static (grammar, match) => grammar.GroupExtremes(match)),
        Rule($"(?:what|which)(?<s> common) (?<g>c){K}$", static (grammar, match) => grammar.GroupExtremes(match)),
        Rule($"(?:what|which) (?<g>c){K}(?: occurs)? (?<s>often|occurs most){K}$", static (grammar, match) => grammar.GroupExtremes(match)),
        Rule($"(?:(?<q>what|which|list|when|who) )?(?<o>c)(?:(?: and| ,) (?<o>c))?{Rows}{K}$", static (grammar, match) => grammar.Lookups(match)),
        Rule("(?<q>what|when) (?<k>v) (?<o>c)$", static (grammar, match) => grammar.Lookups(match)),
        Rule($"(?<q>which|list|what) (?:(?<k>(?:not )?(?:v|f)) )?(?<o>r){K}$", static (grammar, match) => grammar.Lookups(match)),
        Rule($"(?<q>who)(?<w>){K}$", static (grammar, match) => grammar.Lookups(match)),
        Rule(
            "(?:what )?diff(?: (?:in|of))?(?: (?<c>c))? between(?: (?<c>c)(?: (?:of|for|in))?)? (?<x>v|c n) "
            + "and (?:c of )?(?<y>v|c n)(?: (?:in|of) (?<c>c))?$",
            static (grammar, match) => grammar.Differences(match)),
        Rule(
            "how(?:many|much) (?<s>more|less) (?<c>c)(?: g)? (?<x>v|c n) than (?:in |for |on )?(?<y>v|c n)$",
            static (grammar, match) => grammar.Differences(match)),
        Rule("yn (?<x>v|c n) (?<s>more|less) (?<c>c)(?: g)? than (?<y>v|c n)$", static (grammar, match) => grammar.Compares(match)),
    ];

    [GeneratedRegex("^c(?: and c)? (?:of|for|in|on)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BarePhrase();

    private readonly Source _source;
    private readonly IReadOnlyList<Item> _items;
    private readonly string _tags;

    private Grammar(Source source, IReadOnlyList<Item> items)
    {
        _source = source;
        _items = items;
        _tags = string.Join(' ', items.Select(static item => item.Tag));
    }

    /// <summary>Every form that takes all parts.</summary>
    public static IReadOnlyList<Form> Read(Source source, IReadOnlyList<Item> items, bool isClaim)
    {
        if (isClaim || items.Any(static item => item.Tag == Tagger.Unknown))
        {
            return [];
        }

        var grammar = new Grammar(source, items);
        List<Form> forms = [];
        foreach (var (rule, read) in Rules)
        {
            if (rule.Match(grammar._tags) is { Success: true } match)
            {
                forms.AddRange(read(grammar, match).Where(grammar.IsSound));
            }
        }

        return forms;
    }

    private static (Regex, Func<Grammar, Match, IEnumerable<Form>>) Rule(string rule, Func<Grammar, Match, IEnumerable<Form>> read) =>
        (new Regex(Before + rule, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), read);

    private IReadOnlyList<Item> Items(Capture capture)
    {
        var text = capture.Value.Trim(' ');
        var start = capture.Index + (capture.Length - capture.Value.TrimStart(' ').Length);
        return text.Length == 0 ? [] : [.. _items.Skip(_tags.AsSpan(0, start).Count(' ')).Take(text.AsSpan().Count(' ') + 1)];
    }

    private Item? Item(Match match, string group) => match.Groups[group] is { Success: true, Length: > 0 } found ? Items(found)[0] : null;

    private IEnumerable<IReadOnlyList<Condition>> Where(Match match, ReaderColumn? head = null)
    {
        IEnumerable<IReadOnlyList<Condition>> all = [[]];
        foreach (Capture capture in match.Groups["k"].Captures)
        {
            var read = Conditions.Of(_source, Items(capture), head).ToList();
            all = [.. all.SelectMany(before => read.Select(more => (IReadOnlyList<Condition>)[.. before, .. more]))];
        }

        return all;
    }

    private IEnumerable<Form> CountRows(Match match) =>
        Where(match).Select(where => new Form.Aggregate(_source, Aggregation.Count, Column: null, Item(match, "g")?.Column, where));

    private IEnumerable<Form> HowMany(Match match)
    {
        var column = Item(match, "c")!.Column!;
        if (column.Kind is Kind.Text || (match.Groups["d"].Success && column.Kind is Kind.Number or Kind.Year))
        {
            // "How many saves did they have": different ones, or rows? Where the two differ, neither is said.
            IEnumerable<ReaderColumn?> counted = match.Groups["d"].Success || !match.Groups["k"].Success ? [column] : [column, null];
            return match.Groups["t"].Success ? []
                : Where(match).SelectMany(where => counted.Select(each => new Form.Aggregate(_source, Aggregation.Count, each, Group: null, where)));
        }

        if (column.Kind != Kind.Number)
        {
            return [];
        }

        // "How many temperatures are below 5" counts; "how many points did Ann score" looks up, and adds up where there are several.
        return Where(match, column).Select(where => where.Any(condition => condition.Column == column)
            ? (Form)new Form.Aggregate(_source, Aggregation.Count, Column: null, Group: null, where)
            : new Form.Aggregate(_source, Aggregation.Sum, column, Group: null, where));
    }

    private IEnumerable<Form> Aggregates(Match match)
    {
        var column = Item(match, "c")!.Column!;
        Aggregation? aggregation = match.Groups["a"].Value switch
        {
            "adj" => Largest(Item(match, "a")!, column) is { } largest ? largest ? Aggregation.Maximum : Aggregation.Minimum : null,
            "avg" => Aggregation.Average,
            "med" => Aggregation.Median,
            "hi" or "most" => Aggregation.Maximum,
            "lo" => Aggregation.Minimum,
            _ => Aggregation.Sum,
        };
        return aggregation is { } known ? Where(match).Select(where => new Form.Aggregate(_source, known, column, Item(match, "g")?.Column, where))
            : [];
    }

    private static bool Orders(string[] headers, ReaderColumn column) =>
        column.Header.Any(headers.Contains) || (headers.Contains(Lexicon.AnyTime) && column.Kind is Kind.Date or Kind.Year or Kind.Clock);

    // "Shortest" is an order of lengths and times only.
    private static bool? Largest(Item adjective, ReaderColumn column) =>
        adjective.Adjective.Where(choice => Orders(choice.Headers, column)).Select(static choice => (bool?)choice.Largest).FirstOrDefault();

    private IEnumerable<Form> Extremes(Match match, bool ofRow)
    {
        List<ReaderColumn?> columns = match.Groups["w"].Success ? [_source.Person]
            : [.. match.Groups["o"].Captures.Select(capture => Items(capture)[0].Column ?? _source.Key)];
        if (columns.Contains(null) || (Item(match, "e") is { Tag: "c" } entity && entity.Column is not { IsUnique: true }))
        {
            yield break;
        }

        IReadOnlyList<ReaderColumn> outputs = [.. columns.Select(static column => column!)];
        var outputsAreOrdered = Item(match, "j") is { } own && outputs.Any(column => own.Adjective.Any(choice => Orders(choice.Headers, column)));
        if (outputsAreOrdered || (_items[0].Tag == "who" && outputs is not [{ Kind: Kind.Text }]))
        {
            // "The earliest date" is a date and no date of an earliest row; nobody is a number.
            yield break;
        }

        var largest = match.Groups["s"].Value is "hi" or "most" or "more";
        IReadOnlyList<(ReaderColumn By, bool Largest)> orders = Item(match, "j") is { } adjective
            ? [.. adjective.Adjective
                .SelectMany(choice => _source.Columns.Where(column => Orders(choice.Headers, column)).Select(column => (column, choice.Largest)))]
            : match.Groups["s"].Value == "adj"
            ? Largest(Item(match, "s")!, Item(match, "c")!.Column!) is { } direction ? [(Item(match, "c")!.Column!, direction)] : []
            : [(Item(match, "c")!.Column!, largest)];
        foreach (var (by, descending) in orders)
        {
            foreach (var where in Where(match))
            {
                if (!outputs.Contains(by) && (match.Groups["s"].Value is not ("most" or "more" or "less") || by.Kind == Kind.Number))
                {
                    yield return new Form.Extreme(_source, outputs, by, descending, where);
                }

                // "Which region has the highest revenue": of a row, or of all its rows? Where the two differ, neither is said.
                if (!ofRow && outputs is [{ IsUnique: false, Kind: Kind.Text } group] && by.IsAdditive && match.Groups["s"].Success)
                {
                    yield return new Form.GroupExtreme(_source, group, Aggregation.Sum, by, descending, where);
                }
            }
        }
    }

    private IEnumerable<Form> GroupExtremes(Match match)
    {
        var measure = Item(match, "c");
        Aggregation? aggregation = (match.Groups["a"].Value.Trim(), measure?.Tag) switch
        {
            (_, null or "r") when match.Groups["a"].Value is "" or "num" or "sumnum" => Aggregation.Count,
            ("sum" or "sumnum" or "intotal", "c") => Aggregation.Sum,
            ("num", "c") => measure!.Column!.Kind == Kind.Text ? Aggregation.Count : Aggregation.Sum,
            ("avg", "c") => Aggregation.Average,
            ("med", "c") => Aggregation.Median,
            _ => null,
        };
        return aggregation is { } known && match.Groups["s"].Value != "adj"
            ? Where(match).Select(
                where => new Form.GroupExtreme(_source, Item(match, "g")!.Column!, known, measure?.Column, match.Groups["s"].Value != "lo", where))
            : [];
    }

    private IEnumerable<Form> Lookups(Match match)
    {
        List<ReaderColumn?> columns = match.Groups["w"].Success ? [_source.Person]
            : [.. match.Groups["o"].Captures.Select(capture => Items(capture)[0].Column ?? _source.Key)];
        if (columns.Contains(null) || !match.Groups["k"].Success)
        {
            return [];
        }

        var word = match.Groups["q"].Value;
        if (word.Length == 0 && !BarePhrase().IsMatch(_tags))
        {
            // "The chairman of Osby is Bo" claims; "the chairman of Osby" asks.
            return [];
        }

        return (word == "when" && columns is [{ IsTemporal: false }]) || (word == "who" && columns is not [{ Kind: Kind.Text }])
            ? []
            : Where(match).Select(
                where => new Form.Lookup(_source, [.. columns.Select(static column => column!)], where, Single: word is "what" or "when" or ""));
    }

    private IEnumerable<Form> Differences(Match match) =>
        match.Groups["c"].Captures.Count == 1 ? Pairs(match, (column, first, second) => new Form.Difference(_source, column, first, second, [])) : [];

    private IEnumerable<Form> Compares(Match match) =>
        Pairs(match, (column, first, second) => new Form.Compare(_source, column, first, second, match.Groups["s"].Value == "more", []));

    private IEnumerable<Form> Pairs(Match match, Func<ReaderColumn, Condition, Condition, Form> make)
    {
        var column = Item(match, "c")!.Column!;
        return from first in Conditions.Of(_source, Items(match.Groups["x"]), head: null)
               from second in Conditions.Of(_source, Items(match.Groups["y"]), head: null)
               where first is [var a] && second is [var b] && a.Column == b.Column && a != b
               select make(column, first[0], second[0]);
    }

    // What cannot be meant: sums of identifiers, orders of what does not read as one kind, joins that use one table, rows that a join repeats.
    private bool IsSound(Form form)
    {
        var kinds = form switch
        {
            Form.Aggregate aggregate => IsSound(aggregate.Aggregation, aggregate.Column) && (aggregate.Group is null || IsGroup(aggregate.Group)),
            Form.GroupExtreme group => IsSound(group.Aggregation, group.Column) && IsGroup(group.Group) && group.Column != group.Group,
            Form.Extreme extreme => extreme.By is { IsOrdered: true, IsIdentifier: false },
            Form.Difference difference => difference.Column is { Kind: Kind.Number, IsIdentifier: false } or { Kind: Kind.Year },
            Form.Compare compare => compare.Column is { Kind: Kind.Number, IsIdentifier: false },
            _ => true,
        };
        // Counting the rows of the one that a row is about counts nothing.
        if (form is Form.Aggregate { Aggregation: Aggregation.Count } or Form.GroupExtreme { Aggregation: Aggregation.Count }
            && form.Where.Any(condition => condition.Column.IsUnique && condition.Column.Table == _source.Tables[^1]
                && ((condition is Condition.In { Not: false, Values.Count: 1 } && condition.Column == _source.Key)
                    || (condition is Condition.Number { Comparison: Comparison.Equal }
                        && (condition.Column.IsIdentifier || condition.Column.Kind == Kind.Year)))))
        {
            return false;
        }

        var positive = form.Where.OfType<Condition.In>().Where(static condition => !condition.Not).ToList();
        return kinds && positive.Select(static condition => condition.Column).Distinct().Count() == positive.Count
            && (_source.Join is null || UsesBothTables(form));
    }

    private bool IsSound(Aggregation aggregation, ReaderColumn? column) => aggregation switch
    {
        Aggregation.Count => true,
        Aggregation.Sum => column is { IsAdditive: true } && Repeats(column),
        Aggregation.Average or Aggregation.Median => column is { Kind: Kind.Number, IsIdentifier: false } && Repeats(column),
        _ => column is { IsOrdered: true, IsIdentifier: false },
    };

    private static bool IsGroup(ReaderColumn group) => group.Kind is Kind.Text or Kind.Flag or Kind.Year;

    private bool Repeats(ReaderColumn column) => _source.Join is null || column.Table == _source.Tables[^1];

    private bool UsesBothTables(Form form)
    {
        List<ReaderColumn?> used = form switch
        {
            Form.Lookup lookup => [.. lookup.Columns],
            Form.Aggregate aggregate => [aggregate.Column, aggregate.Group],
            Form.Extreme extreme => [.. extreme.Columns, extreme.By],
            Form.GroupExtreme group => [group.Group, group.Column],
            Form.Difference difference => [difference.Column, difference.First.Column],
            Form.Compare compare => [compare.Column, compare.First.Column],
            _ => [],
        };
        var tables = used.OfType<ReaderColumn>().Concat(form.Where.Select(static condition => condition.Column)).Select(static column => column.Table)
            .ToHashSet(StringComparer.Ordinal);
        if (_items.Any(static item => item.Tag == "r"))
        {
            tables.Add(_source.Tables[^1]);
        }

        return tables.Count == 2;
    }
}
