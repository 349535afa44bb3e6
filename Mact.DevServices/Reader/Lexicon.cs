namespace Mact.DevServices.Reader;

/// <summary>Words of English and their place in the grammar, as data; none of them is about any subject matter.</summary>
internal static class Lexicon
{
    /// <summary>Among the columns of an adjective: every column of dates, years or times.</summary>
    public const string AnyTime = "@time";

    /// <summary>Articles, auxiliaries and pronouns: they change no reading.</summary>
    public static readonly HashSet<string> Silent = Set(
        "the a an is are was were be been being do does did has have had having there that all please tell me its it his her their they he she any");

    /// <summary>Verbs that say no more than that a row exists; what they are about stands beside them.</summary>
    public static readonly HashSet<string> Light = Set(
        "placed made make listed recorded exist exists existed shown located based situated come comes came got get gets");

    /// <summary>Nouns that may follow the name of a quantity: "overdue items", "gold medals".</summary>
    public static readonly HashSet<string> MeasureNouns = Set("item unit piece medal thing");

    /// <summary>Words that ask.</summary>
    public static readonly HashSet<string> Asks = Set("how what which who when where list show give name tell total sum average mean median count");

    /// <summary>Verbs of a whole sentence; also the words that begin a question of yes or no, but for "be".</summary>
    public static readonly HashSet<string> Verbs = Set("be is are was were has have had do does did");

    /// <summary>What a column can be called besides its name.</summary>
    public static readonly HashSet<string>[] Synonyms =
        [Set("quantity qty unit piece"), Set("price cost"), Set("salary pay wage"), Set("population inhabitant"), Set("revenue turnover")];

    /// <summary>Verbs of the event that a row of a table is, by their root, and what its rows are called.</summary>
    public static readonly Dictionary<string, string[]> Events = Rows(
        """
        buy: order sale purchase transaction; purchase: order sale purchase transaction; order: order; sell: sale order transaction; lend: loan
        work: employee staff person worker shift; live: employee person customer student resident patient; play: player game match
        compete: athlete driver race event; win: medal award prize
        """).ToDictionary(static row => Words.Root(row.Name), static row => row.Text.Split(' '), StringComparer.Ordinal);

    /// <summary>Phrases and what stands for them in the grammar; the longest first. What is "x" has no place.</summary>
    public static readonly (string[] Phrase, string Tag)[] Phrases =
    [
        .. "what which who when by than between from to and or , since until not in of for with at on where".Split(' ')
            .Select(static word => (word, word))
            .Concat(Rows(
                """
                howmany: how many; howmuch: how much; list: list|show|give|name; x: how many times|how often|how long
                num: number of|count of|count; sumnum: total number of; sum: total|sum|combined; intotal: in total|altogether|in all
                avg: average|mean|avg; med: median; dist: different|distinct|unique; diff: difference; per: for each|for every|in each|of each|per|each
                hi: highest|largest|greatest|biggest|maximum|max; lo: lowest|smallest|minimum|min; most: most; fewest: fewest|least
                common: most common|most frequent; often: most often; occurs: occurs|appears|occur|appear
                more: more|higher|larger|greater; less: less|fewer|lower|smaller; eq: exactly|equal to|equals
                gt: more than|greater than|higher than|larger than|bigger than|over|above|exceeding
                lt: less than|fewer than|lower than|smaller than|under|below
                ge: at least|no less than|no fewer than|not less than; le: at most|no more than|not more than|up to
                ormore: or more|or higher|or above; orless: or less|or fewer|or lower|or below
                before: before|earlier than|prior to; after: after|later than; in: during|within; where: whose
                excl: excluding|except|except for|other than|apart from; without: without|with no|no|without any
                """).SelectMany(static row => row.Text.Split('|'), static (row, phrase) => (phrase, row.Name)))
            .Select(static pair => (pair.Item1.Split(' '), pair.Item2))
            .OrderByDescending(static pair => pair.Item1.Length),
    ];

    /// <summary>Adjectives: which columns they order, and whether the largest or the smallest is meant.</summary>
    public static readonly ILookup<string, (HashSet<string> Headers, bool Largest)> Adjectives = Rows(
        """
        tallest: + height elevation; highest: + height elevation; deepest: + depth; heaviest: + weight mass; lightest: - weight mass
        longest: + length duration distance time runtime; shortest: - length duration distance time height runtime
        oldest: + age; oldest: - born birth birthdate founded built opened established; youngest: - age; youngest: + born birth birthdate
        newest: + founded built opened established released; earliest: - @time; latest: + @time; most recent: + @time
        cheapest: - price cost fare fee; most expensive: + price cost fare fee
        fastest: - time duration; fastest: + speed; slowest: + time duration; slowest: - speed
        largest: + area size population; biggest: + area size population; smallest: - area size population; most populous: + population
        """).ToLookup(static row => row.Name, static row => (Set(row.Text[2..]), row.Text[0] == '+'), StringComparer.Ordinal);

    /// <summary>What a tag compares with; before, after, since and until compare times only.</summary>
    public static Comparison? Compared(string tag) => tag switch
    {
        "gt" or "after" => Comparison.Greater,
        "ge" or "ormore" or "since" => Comparison.AtLeast,
        "lt" or "before" => Comparison.Less,
        "le" or "orless" or "until" => Comparison.AtMost,
        _ => null,
    };

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);

    // "name: rest; name: rest", on any number of lines.
    private static IEnumerable<(string Name, string Text)> Rows(string text) =>
        text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static row => row.Split(": ")).Select(static sides => (sides[0], sides[1]));
}
