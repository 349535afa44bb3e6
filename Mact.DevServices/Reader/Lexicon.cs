namespace Mact.DevServices.Reader;

/// <summary>Words of English that carry the shape of a question; none of them is about any subject matter.</summary>
internal static class Lexicon
{
    /// <summary>Articles, auxiliaries and pronouns: they change no reading.</summary>
    public static readonly HashSet<string> Silent = Set(
        "the a an is are was were be been being do does did has have had having there that all please tell me its it his her their they he she any");

    /// <summary>Verbs that say no more than that a row exists; what they are about stands beside them.</summary>
    public static readonly HashSet<string> Light = Set(
        "placed made make listed recorded exist exists existed shown located based situated come comes came got get gets");

    /// <summary>Verbs of the event that a row of such a table is.</summary>
    public static readonly Dictionary<string, string[]> Events = new (string Verb, string[] Nouns)[]
    {
        ("buy", ["order", "sale", "purchase", "transaction"]),
        ("purchase", ["order", "sale", "purchase", "transaction"]),
        ("order", ["order"]),
        ("sell", ["sale", "order", "transaction"]),
        ("lend", ["loan"]),
        ("work", ["employee", "staff", "person", "worker", "shift"]),
        ("live", ["employee", "person", "customer", "student", "resident", "patient"]),
        ("play", ["player", "game", "match"]),
        ("compete", ["athlete", "driver", "race", "event"]),
        ("win", ["medal", "award", "prize"]),
    }.ToDictionary(static pair => Words.Root(pair.Verb), static pair => pair.Nouns, StringComparer.Ordinal);

    /// <summary>What a column can be called besides its name.</summary>
    public static readonly string[][] Synonyms =
    [
        ["quantity", "qty", "unit", "piece"], ["price", "cost"], ["salary", "pay", "wage"], ["population", "inhabitant"], ["revenue", "turnover"],
    ];

    /// <summary>Nouns that may follow the name of a quantity: "overdue items", "gold medals".</summary>
    public static readonly HashSet<string> MeasureNouns = Set("item unit piece medal thing");

    /// <summary>Phrases and what stands for them in the grammar; the longest first.</summary>
    public static readonly (string[] Phrase, string Tag)[] Phrases = Order(
        ("how many", "howmany"), ("how much", "howmuch"), ("what", "what"), ("which", "which"), ("who", "who"), ("when", "when"), ("list", "list"),
        ("show", "list"), ("give", "list"), ("name", "list"),
        ("number of", "num"), ("count of", "num"), ("count", "num"), ("different", "dist"), ("distinct", "dist"), ("unique", "dist"),
        ("in total", "intotal"), ("altogether", "intotal"), ("in all", "intotal"), ("total number of", "sumnum"), ("total", "sum"), ("sum", "sum"),
        ("combined", "sum"),
        ("average", "avg"), ("mean", "avg"), ("avg", "avg"), ("median", "med"),
        ("highest", "hi"), ("largest", "hi"), ("greatest", "hi"), ("biggest", "hi"), ("maximum", "hi"), ("max", "hi"),
        ("lowest", "lo"), ("smallest", "lo"), ("minimum", "lo"), ("min", "lo"), ("least", "lo"), ("fewest", "lo"),
        ("most", "most"), ("most common", "common"), ("most frequent", "common"), ("most often", "often"), ("occurs", "occurs"),
        ("appears", "occurs"), ("occur", "occurs"), ("appear", "occurs"),
        ("more than", "gt"), ("greater than", "gt"), ("higher than", "gt"), ("larger than", "gt"), ("bigger than", "gt"), ("over", "gt"),
        ("above", "gt"), ("exceeding", "gt"),
        ("less than", "lt"), ("fewer than", "lt"), ("lower than", "lt"), ("smaller than", "lt"), ("under", "lt"), ("below", "lt"),
        ("at least", "ge"), ("no less than", "ge"), ("no fewer than", "ge"), ("at most", "le"), ("no more than", "le"), ("not more than", "le"),
        ("up to", "le"),
        ("exactly", "eq"), ("equal to", "eq"), ("equals", "eq"),
        ("or more", "ormore"), ("or higher", "ormore"), ("or above", "ormore"), ("or less", "orless"), ("or fewer", "orless"), ("or lower", "orless"),
        ("or below", "orless"),
        ("for each", "per"), ("for every", "per"), ("in each", "per"), ("of each", "per"), ("per", "per"), ("each", "per"), ("by", "by"),
        ("more", "more"), ("higher", "more"), ("larger", "more"), ("greater", "more"), ("less", "less"), ("fewer", "less"), ("lower", "less"),
        ("smaller", "less"), ("than", "than"),
        ("difference", "diff"), ("between", "between"), ("from", "from"), ("to", "to"), ("and", "and"), ("or", "or"), (",", ","),
        ("before", "before"), ("earlier than", "before"), ("prior to", "before"), ("after", "after"), ("later than", "after"), ("since", "since"),
        ("until", "until"),
        ("not", "not"), ("excluding", "excl"), ("except", "excl"), ("except for", "excl"), ("other than", "excl"), ("apart from", "excl"),
        ("without", "without"), ("with no", "without"), ("no", "without"), ("without any", "without"),
        ("in", "in"), ("of", "of"), ("for", "for"), ("with", "with"), ("at", "at"), ("on", "on"), ("during", "in"), ("where", "where"),
        ("whose", "where"), ("within", "in"));

    /// <summary>Among the columns of an adjective: every column of dates, years or times.</summary>
    public const string AnyTime = "@time";

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

    /// <summary>Words that ask.</summary>
    public static readonly HashSet<string> Asks = Set("how what which who when where list show give name tell total sum average mean median count");

    /// <summary>Verbs of a whole sentence.</summary>
    public static readonly HashSet<string> Verbs = Set("be is are was were has have had do does did");

    /// <summary>Words that begin a question that is answered by yes or no.</summary>
    public static readonly HashSet<string> YesNo = Set("did does do is was are were has had have");

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);

    private static (string[], string)[] Order(params (string Phrase, string Tag)[] phrases) =>
        [.. phrases.Select(static pair => (pair.Phrase.Split(' '), pair.Tag)).OrderByDescending(static pair => pair.Item1.Length)];
}
