using System.Text.RegularExpressions;

namespace Mact.DevServices.Reader;

/// <summary>
/// The questions that are understood, as regular expressions over tags: each takes every part of the question or does not match. A rule's captures
/// say which parts are columns, conditions and orders; what they cannot mean together is vetoed.
/// </summary>
internal sealed partial class Grammar(Source source, IReadOnlyList<Item> items, string tags, Match match)
{
    private const string P = "(?:(?:in|of|for|with|at|on|from|by|where|to) )?";
    private const string Cmp = "(?:gt|ge|lt|le|eq)";
    private const string List = "v(?:(?: ,)? (?:or|and) v| , v)*";
    private const string Condition =
        $"(?<k>{P}(?:c )?(?:of |in )?between [nd] and [nd](?: u| c)?"
        + "|(?:c )?from [nd] to [nd]"
        + $"|{P}(?:c )?(?:of )?{Cmp} n(?: u)?(?: of)?(?: c(?: g)?)?"
        + $"|{P}(?:c )?(?:of )?n(?: u)? (?:ormore|orless)(?: u)?(?: of)?(?: c(?: g)?)?"
        + "|(?:(?:c|in|on|with) )?(?:before|after|since|until|in|on|of|for|from) (?:c )?[nd]"
        + "|(?:c )?(?:in|of|for|from) m"
        + "|(?:c )?(?:in|on) (?:n (?:or|and) n|m (?:or|and) m|d (?:or|and) d)"
        + $"|(?:not |excl |without )?{P}(?:not )?f(?: r)?"
        + $"|{P}r n"
        + "|(?:without|not) c"
        + $"|(?:not |excl |without )?{P}(?:c (?:by )?)?{List}(?: c| r)?"
        + $"|{P}c (?:of )?n(?: u)?"
        + $"|{P}n (?:u )?c(?: g)?)";

    private const string K = $"(?:(?: and| ,)? {Condition})*";
    private const string Before = $"^(?:{Condition}(?: ,)? )?(?:(?:in|on|at|for|from|to|by) )?";
    private const string Rows = "(?: (?:(?:of|for|in|from|on|by|with) )?r)?";
    private const string Group = "(?: (?:per|by) (?<g>c|f))?";
    private const string Best = "(?<s>hi|lo|most|fewest|adj)";
    private const string Num = "(?:(?:what )?(?:num|sumnum)|howmany)";
    private const string C = "(?<c>c)(?: g)?";
    private const string Of = "(?:(?:of|for|in|on|from) )?";

    private static readonly (Regex Rule, Func<Grammar, IEnumerable<Form>> Read)[] Known =
    [
        .. Rule(
            static read => read.Rowcounts(),
            $"(?:{Num}|list num) (?:dist |of )?(?:(?<k>(?:not )?(?:v|f)) )?r{K}(?: intotal)?{Group}{K}$"),
        // "How many chairs were sold": rows, unless a column counts chairs.
        .. Rule(static read => read.Source.CountsPieces ? [] : read.Rowcounts(), $"howmany(?= ){K}$"),
        .. Rule(static read => read.Amounts(), $"(?:{Num}|howmuch) (?<d>dist )?{C}{Rows}{K}(?<t> intotal)?{K}$"),
        .. Rule(
            static read => read.Aggregates(),
            "(?:(?:what|list|howmuch|howmany) )?(?:(?<k>v) )?(?<a>sum|sumnum|avg|med|hi|lo|most|fewest|adj)(?: of)?(?: num)?(?: of)? "
                + $"{C}{Rows}{K}(?: intotal)?{Group}{K}$",
            $"(?:what|which) (?<c>c){K} (?<a>hi|lo|adj){K}$",
            "per (?<g>c|f)(?: ,)? (?:(?:what|list) )?(?<a>sum|sumnum|avg|med|hi|lo)(?: of)? (?<c>c)$"),
        .. Rule(static read => read.Sums(), $"(?:(?:what|list) )?{C}{K} (?:per|by) (?<g>c|f){K}$"),
        .. Rule(
            static read => read.Extremes(),
            $"(?:(?<w>who)|(?:what|which|list) (?<o>c|r)(?: and (?<o>c))?){K}(?: (?:with|of|by))? {Best} (?:num )?{C}{K}$",
            $"(?:which|who|what) (?<o>c|r)(?<e>)(?: with)? (?<s>more|less) (?:num )?{C}(?: ,)? (?<k>v or v)$",
            $"(?:(?:what|which|list|who) )?(?<o>c)(?: and (?<o>c))? {Of}(?<e>r|c){K}(?: (?:with|of))? {Best} (?:num )?{C}{K}$",
            $"(?:(?<w>who)|(?:what|which) (?<o>c|r)){K} (?<j>adj){K}$",
            $"(?:what|which|who|list) (?:(?<o>c) {Of}(?<j>adj) (?<e>r|c)|(?<j>adj) (?<o>c|r)){K}$"),
        .. Rule(
            static read => read.GroupExtremes(),
            $"(?:which|what|who|list)(?: r)? (?<g>c){K}(?: with)? {Best} (?:(?:num|sumnum)(?: of)? r|(?<a>sum|avg|med|num|sumnum)(?: of)? {C}){K}$",
            $"(?:which|what|who)(?: r)? (?<g>c){K}(?: with)? (?<s>most|fewest) r{K}$",
            $"(?:which|what|who) (?<g>c){K}(?: with)? {Best} (?:num )?{C}{K}(?<a> intotal){K}$",
            $"(?:what|which)(?:(?<s> common) (?<g>c)| (?<g>c){K}(?: occurs)? (?<s>often|occurs most)){K}$"),
        .. Rule(
            static read => read.Lookups(),
            $"(?:(?<q>what|which|list|when|who) )?(?<o>c)(?:(?: and| ,) (?<o>c))?{Rows}{K}$",
            $"(?<q>what|when|who) (?<k>v) (?<o>c){K}$",
            $"(?<q>which|list|what) (?:(?<k>(?:not )?(?:v|f)) )?(?<o>r){K}$",
            $"(?<q>who)(?<w>){K}$"),
        .. Rule(
            static read => read.Pairs(),
            "(?:what )?diff(?: (?:in|of))?(?: (?<c>c))? between(?: (?<c>c)(?: (?:of|for|in))?)? (?<x>v|c n) "
                + "and (?:c of )?(?<y>v|c n)(?: (?:in|of) (?<c>c))?$",
            $"how(?:many|much) (?<s>more|less) {C} (?<x>v|c n) than (?:in |for |on )?(?<y>v|c n)$",
            $"(?<z>yn) (?<x>v|c n) (?<s>more|less) {C} than (?<y>v|c n)$"),
    ];

    // What cannot be meant, although every word has its place.
    private static readonly Func<Grammar, Form, bool>[] Vetoes =
    [
        // Sums of shares, means of identifiers, extremes of what does not read as one kind.
        static (_, form) => form switch
        {
            Form.Value { Measure: { Function: "SUM", Column: { } column } } => !column.IsAdditive,
            Form.Value { Measure: { Function: "AVG" or "median", Column: { } column } } => !column.IsQuantity,
            Form.Value { Measure: { Function: "MAX" or "MIN", Column: { } column } } => !column.IsOrdered,
            Form.Rows { Extreme.By: { } column } => !column.IsOrdered,
            Form.Pair pair => !pair.Column.IsQuantity && !(pair.More is null && pair.Column.Kind == Kind.Year),
            _ => false,
        },

        // Groups of numbers, and the mean of one row each.
        static (_, form) => form is Form.Value { Group: { } group, Measure: var measure }
            && (group == measure.Column || !IsGroup(group) || (group.IsUnique && measure.Function is "AVG" or "median")),

        // Whether a row without the cell is another one, nobody knows.
        static (_, form) => form.Where.Any(static condition => condition is Condition.In { Not: true, Column.HasEmpty: true }),

        // "Who borrowed Emma and Dune": both, or one of them?
        static (read, form) => form is Form.Rows { Extreme: null } or Form.Value { Measure: { Function: "COUNT", Column: not null } }
            && form.Used.Any(static column => column is { IsUnique: false }) && read.HasAnd
            && form.Where.Any(static condition => condition is Condition.In { Not: false, Values.Count: > 1 }),

        // Rows of the one that a row is about: there is nothing to count.
        static (read, form) => form is Form.Value { Measure.Function: "COUNT" } && form.Where.Any(condition =>
            condition.Column.IsUnique && read.IsOwn(condition.Column)
            && (condition is Condition.In { Not: false, Values.Count: 1 } ? condition.Column == read.Source.Key
                : condition is Condition.Number { Comparison.Operator: "=", Column: { IsIdentifier: true } or { Kind: Kind.Year } })),

        // Two conditions on the cells of one column: nothing is both.
        static (_, form) => form.Where.OfType<Condition.In>().Where(static condition => !condition.Not).GroupBy(static condition => condition.Column)
            .Any(static column => column.Count() > 1),

        // Joins that use one table, and numbers that a join repeats.
        static (read, form) => read.Source.Join is not null && (!read.UsesBothTables(form)
            || (form is Form.Value { Measure: { Function: "SUM" or "AVG" or "median", Column: { } column } } && !read.IsOwn(column))),
    ];

    private Source Source => source;

    private bool HasAnd => items.Any(static item => item.Tag == "and");

    /// <summary>Every form that takes all parts.</summary>
    public static IEnumerable<Form> Read(Source source, IReadOnlyList<Item> items)
    {
        var tags = string.Join(' ', items.Select(static item => item.Tag));
        return from rule in Known
               let match = rule.Rule.Match(tags)
               where match.Success
               let read = new Grammar(source, items, tags, match)
               from form in rule.Read(read)
               where !Vetoes.Any(veto => veto(read, form))
               select form;
    }

    [GeneratedRegex("^c(?: and c)? (?:of|for|in|on)", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex BarePhrase();

    private static IEnumerable<(Regex, Func<Grammar, IEnumerable<Form>>)> Rule(Func<Grammar, IEnumerable<Form>> read, params string[] patterns) =>
        patterns.Select(pattern =>
            (new Regex(Before + pattern, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5)), read));

    // "Shortest" is an order of lengths and times only. Where no column is named, a unit's price is not a row's, and a departure time no duration.
    private static IReadOnlyList<bool> Orders(Item adjective, ReaderColumn column, bool isNamed) =>
    [
        .. from choice in adjective.Adjective
           where column.Header.Any(word => choice.Headers.Contains(word)
                   && (isNamed || !(column.IsPart || (word == "time" && column.Header.Count > 1))))
               || (choice.Headers.Contains(Lexicon.AnyTime) && column.Kind is Kind.Date or Kind.Year or Kind.Clock)
           select choice.Largest,
    ];

    private static bool IsGroup(ReaderColumn column) => column.Kind is Kind.Text or Kind.Flag or Kind.Year;

    private bool Has(string group) => match.Groups[group].Success;

    private string Word(string group) => match.Groups[group].Value.Trim();

    private Item? Item(string group) => match.Groups[group] is { Success: true, Length: > 0 } found ? Items(found)[0] : null;

    private IReadOnlyList<Item> Items(Capture capture)
    {
        var text = capture.Value.Trim(' ');
        var start = capture.Index + (capture.Length - capture.Value.TrimStart(' ').Length);
        return text.Length == 0 ? [] : [.. items.Skip(tags.AsSpan(0, start).Count(' ')).Take(text.AsSpan().Count(' ') + 1)];
    }

    private IEnumerable<IReadOnlyList<Condition>> Where(ReaderColumn? head = null)
    {
        IEnumerable<IReadOnlyList<Condition>> all = [[]];
        foreach (Capture capture in match.Groups["k"].Captures)
        {
            var read = Conditions.Of(source, Items(capture), head).ToList();
            all = [.. all.SelectMany(before => read.Select(more => (IReadOnlyList<Condition>)[.. before, .. more]))];
        }

        return all;
    }

    // The columns that are shown; none where one of them is unknown.
    private IReadOnlyList<ReaderColumn> Outputs()
    {
        List<ReaderColumn?> columns = Has("w") ? [source.Person] : [.. match.Groups["o"].Captures.Select(capture => Items(capture)[0].Column)];
        return columns.Contains(null) ? [] : [.. columns.OfType<ReaderColumn>()];
    }

    private IEnumerable<Form> Values(string? function, ReaderColumn? column, bool? largest = null) => function is null ? []
        : Where().Select(where => new Form.Value(source, new(function, column), Item("g")?.Column, where) { Largest = largest });

    private IEnumerable<Form> Rowcounts() => Values("COUNT", column: null);

    private IEnumerable<Form> Amounts()
    {
        var column = Item("c")!.Column!;
        if (column.Kind is Kind.Text || (Has("d") && column.Kind is Kind.Number or Kind.Year))
        {
            // "How many saves did they have": different ones, or rows? Where the two differ, neither is said.
            return Has("t") ? [] : Has("d") || !Has("k") ? Values("COUNT", column) : Values("COUNT", column).Concat(Rowcounts());
        }

        // "How many temperatures are below 5" counts; "how many points did Ann score" looks up, and adds up where there are several.
        return column.Kind != Kind.Number ? []
            : from all in Where(column)
              let isCount = all.Any(condition => condition.Column == column)
              where isCount || !Item("c")!.IsPlural
              select new Form.Value(source, isCount ? new("COUNT", Column: null) : new("SUM", column), Group: null, all);
    }

    private IEnumerable<Form> Aggregates()
    {
        var column = Item("c")!.Column!;
        return Values(
            Word("a") switch
            {
                "adj" => Orders(Item("a")!, column, isNamed: true) is [var largest, ..] ? largest ? "MAX" : "MIN" : null,
                "avg" => "AVG",
                "med" => "median",
                "hi" or "most" => "MAX",
                "lo" or "fewest" => "MIN",
                _ => "SUM",
            },
            column);
    }

    // "Revenue by region": what flows is added up; a price, a score or an age could be a mean as well.
    private IEnumerable<Form> Sums() => Item("c")!.Column is { IsFlow: true } column ? Values("SUM", column) : [];

    private IEnumerable<Form> GroupExtremes() => Word("s") == "adj" ? [] : Values(
        (Word("a"), Item("c")?.Column) switch
        {
            (_, null) or ("num", { Kind: Kind.Text }) => "COUNT",
            ("avg", _) => "AVG",
            ("med", _) => "median",
            _ => "SUM",
        },
        Item("c")?.Column,
        Word("s") is not ("lo" or "fewest"));

    private IEnumerable<Form> Extremes()
    {
        var outputs = Outputs();
        var own = Item("j");
        if (outputs.Count == 0 || Item("e") is { Tag: "c", Column.IsUnique: false }
            || (own is not null && outputs.Any(column => Orders(own, column, isNamed: true).Count > 0))
            || (items[0].Tag == "who" && outputs is not [{ Kind: Kind.Text }]))
        {
            // "The earliest date" is a date and no date of an earliest row; nobody is a number.
            yield break;
        }

        var named = Item("c")?.Column;
        var orders = own is not null ? source.Columns.SelectMany(column => Orders(own, column, isNamed: false).Select(largest => (column, largest)))
            : Word("s") == "adj" ? Orders(Item("s")!, named!, isNamed: true).Take(1).Select(largest => (named!, largest))
            : [(named!, Word("s") is "hi" or "most" or "more")];
        foreach (var (by, largest) in orders.ToList())
        {
            // "Which region has the highest revenue": of a row, or of all its rows? Where the two differ, neither is said.
            var isOfRow = Has("e") || own is not null || !by.IsAdditive;
            var group = !isOfRow && outputs is [{ IsUnique: false } only] ? only : null;
            foreach (var where in group is null || IsGroup(group) ? Where() : [])
            {
                if (!outputs.Contains(by) && (Word("s") is not ("most" or "fewest" or "more" or "less") || by.Kind == Kind.Number))
                {
                    yield return new Form.Rows(source, outputs, where) { Extreme = (by, largest) };
                }

                if (group is not null)
                {
                    yield return new Form.Value(source, new("SUM", by), group, where) { Largest = largest };
                }
            }
        }
    }

    private IEnumerable<Form> Lookups()
    {
        var columns = Outputs();

        // "The chairman of Osby is Bo" claims; "the chairman of Osby" asks.
        return columns.Count == 0 || !Has("k") || (!Has("q") && !BarePhrase().IsMatch(tags))
            || (Word("q") == "when" && columns is [{ IsTemporal: false }]) || (Word("q") == "who" && columns is not [{ Kind: Kind.Text }])
            ? []
            : Where().Where(where => columns.Any(static column => column.IsUnique) || !where.Any(IsOfSome))
                .Select(where => new Form.Rows(source, columns, where) { Single = Word("q") is "what" or "when" or "" });
    }

    // "Which product had no returns", of products in many rows: in one of them, or in all? Neither is said.
    private static bool IsOfSome(Reader.Condition condition) =>
        condition is Reader.Condition.None or Reader.Condition.Number { Part: null } && condition.Column.IsAdditive;

    private IEnumerable<Form> Pairs() => match.Groups["c"].Captures.Count != 1 ? []
        : from first in Conditions.Of(source, Items(match.Groups["x"]), head: null)
          from second in Conditions.Of(source, Items(match.Groups["y"]), head: null)
          where first is [var a] && second is [var b] && a.Column == b.Column && a != b
          select new Form.Pair(source, Item("c")!.Column!, first[0], second[0]) { More = Has("z") ? Word("s") == "more" : null };

    private bool IsOwn(ReaderColumn column) => column.Table == source.Tables[^1];

    private bool UsesBothTables(Form form) =>
        form.Used.OfType<ReaderColumn>().Concat(form.Where.Select(static condition => condition.Column)).Select(static column => column.Table)
            .Concat(items.Where(static item => item.Tag == "r").Select(_ => source.Tables[^1])).Distinct(StringComparer.Ordinal).Count() == 2;
}
