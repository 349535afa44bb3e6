namespace Mact.DevServices.Reader;

/// <summary>Words of English and their place in the grammar; none of them is about any subject matter.</summary>
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
    public static readonly string[][] Synonyms =
    [
        ["quantity", "qty", "unit", "piece"], ["price", "cost"], ["salary", "pay", "wage"], ["population", "inhabitant"], ["revenue", "turnover"],
    ];

    /// <summary>Verbs of the event that a row of a table is, by their root, and what its rows are called.</summary>
    public static readonly Dictionary<string, string[]> Events = new (string Verbs, string Nouns)[]
    {
        ("buy purchase", "order sale purchase transaction"),
        ("order", "order"),
        ("sell", "sale order transaction"),
        ("lend", "loan"),
        ("work", "employee staff person worker shift"),
        ("live", "employee person customer student resident patient"),
        ("play", "player game match"),
        ("compete", "athlete driver race event"),
        ("win", "medal award prize"),
    }.SelectMany(static pair => pair.Verbs.Split(' '), static (pair, verb) => (Words.Root(verb), pair.Nouns.Split(' ')))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Phrases and what stands for them in the grammar; the longest first.</summary>
    public static readonly (string[] Phrase, string Tag)[] Phrases =
    [
        .. "what which who when by than between from to and or , since until not in of for with at on where".Split(' ')
            .Select(static word => (word, word))
            .Concat(
                new (string Tag, string Phrases)[]
                {
                    ("howmany", "how many"),
                    ("howmuch", "how much"),
                    ("list", "list|show|give|name"),
                    ("num", "number of|count of|count"),
                    ("dist", "different|distinct|unique"),
                    ("intotal", "in total|altogether|in all"),
                    ("sumnum", "total number of"),
                    ("sum", "total|sum|combined"),
                    ("avg", "average|mean|avg"),
                    ("med", "median"),
                    ("hi", "highest|largest|greatest|biggest|maximum|max"),
                    ("lo", "lowest|smallest|minimum|min"),
                    ("fewest", "fewest|least"),
                    ("most", "most"),
                    ("common", "most common|most frequent"),
                    ("often", "most often"),
                    ("occurs", "occurs|appears|occur|appear"),
                    ("gt", "more than|greater than|higher than|larger than|bigger than|over|above|exceeding"),
                    ("lt", "less than|fewer than|lower than|smaller than|under|below"),
                    ("ge", "at least|no less than|no fewer than|not less than"),
                    ("le", "at most|no more than|not more than|up to"),
                    ("eq", "exactly|equal to|equals"),
                    ("ormore", "or more|or higher|or above"),
                    ("orless", "or less|or fewer|or lower|or below"),
                    ("per", "for each|for every|in each|of each|per|each"),
                    ("more", "more|higher|larger|greater"),
                    ("less", "less|fewer|lower|smaller"),
                    ("diff", "difference"),
                    ("before", "before|earlier than|prior to"),
                    ("after", "after|later than"),
                    ("excl", "excluding|except|except for|other than|apart from"),
                    ("without", "without|with no|no|without any"),
                    ("in", "during|within"),
                    ("where", "whose"),
                }.SelectMany(static row => row.Phrases.Split('|'), static (row, phrase) => (phrase, row.Tag)))
            .Select(static pair => (pair.Item1.Split(' '), pair.Item2))
            .OrderByDescending(static pair => pair.Item1.Length),
    ];

    /// <summary>What a tag compares with; the last four compare times only.</summary>
    public static readonly Dictionary<string, Comparison> Comparisons = new(StringComparer.Ordinal)
    {
        ["gt"] = Comparison.Greater,
        ["ge"] = Comparison.AtLeast,
        ["lt"] = Comparison.Less,
        ["le"] = Comparison.AtMost,
        ["ormore"] = Comparison.AtLeast,
        ["orless"] = Comparison.AtMost,
        ["before"] = Comparison.Less,
        ["after"] = Comparison.Greater,
        ["since"] = Comparison.AtLeast,
        ["until"] = Comparison.AtMost,
    };

    /// <summary>Adjectives: which columns they order, and whether the largest or the smallest is meant.</summary>
    public static readonly Dictionary<string, (string[] Headers, bool Largest)[]> Adjectives = new(StringComparer.Ordinal)
    {
        ["tallest"] = [(["height", "elevation"], true)],
        ["longest"] = [(["length", "duration", "distance", "time", "runtime"], true)],
        ["shortest"] = [(["length", "duration", "distance", "time", "height", "runtime"], false)],
        ["oldest"] = [(["age"], true), (["born", "birth", "birthdate", "founded", "built", "opened", "established", "year"], false)],
        ["youngest"] = [(["age"], false), (["born", "birth", "birthdate"], true)],
        ["newest"] = [(["founded", "built", "opened", "established", "released", "year", "date"], true)],
        ["earliest"] = [([AnyTime], false)],
        ["most recent"] = [([AnyTime], true)],
        ["latest"] = [([AnyTime], true)],
        ["heaviest"] = [(["weight", "mass"], true)],
        ["lightest"] = [(["weight", "mass"], false)],
        ["cheapest"] = [(["price", "cost", "fare", "fee"], false)],
        ["most expensive"] = [(["price", "cost", "fare", "fee"], true)],
        ["fastest"] = [(["time", "duration"], false), (["speed"], true)],
        ["slowest"] = [(["time", "duration"], true), (["speed"], false)],
        ["most populous"] = [(["population"], true)],
        ["deepest"] = [(["depth"], true)],
        ["largest"] = [(["area", "size", "population"], true)],
        ["biggest"] = [(["area", "size", "population"], true)],
        ["smallest"] = [(["area", "size", "population"], false)],
        ["highest"] = [(["height", "elevation"], true)],
    };

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
