using System.Collections.Frozen;

namespace Mact.DevServices.Reader.Language;

/// <summary>Words of English that carry the shape of a question; none of them is about any subject matter.</summary>
internal static class Lexicon
{
    /// <summary>Words that need not be found in the table for a question to count as understood.</summary>
    public static FrozenSet<string> Function { get; } = Set(
        "a an the of in on at by to for from with and or as is are was were be been being do does did has have had having it its "
        + "this that these those there their they them he she his her him you your i me my we our who whom whose what which when where "
        + "how why many much s t will would can could should may might must about into out up off over than then so such any some "
        + "all each every only also ever yet just even one ones listed list table chart according shown show tell give name please "
        + "what's who's total number amount count were if not no other same different between during while per more most less least "
        + "after before since until through throughout within");

    /// <summary>Words that say next to nothing about which rows are meant.</summary>
    public static FrozenSet<string> Vague { get; } = Set(
        "made make take took place taken happen happened occurred occur held hold get got gotten receive received given have having "
        + "come came go went become became appear appeared belong come exist include included including contain contained "
        + "row rows entry entries item items record records recorded data value values part people person thing things kind type "
        + "overall altogether combined together current currently present both either result results come called named titled title "
        + "earned earn achieved achieve win won play played had serve served see seen use used participate participated "
        + "compete competed competing history ever did locate located situated found reported many piece event year years time times different "
        + "represented represent reached reach produce produced release released end ended start started finish finished");

    /// <summary>Words that start a question or an order to answer one.</summary>
    public static FrozenSet<string> Starters { get; } = Set(
        "who whom whose what which when where how why name list tell give show find count did do does is are was were has have had can "
        + "calculate compute identify");

    /// <summary>Words that a yes/no question starts with.</summary>
    public static FrozenSet<string> Auxiliaries { get; } = Set("did do does is are was were has have had can");

    /// <summary>Words that turn the next condition around.</summary>
    public static FrozenSet<string> Negations { get; } = Set("not never without excluding except besides neither n't");

    /// <summary>Headers of columns that name a person.</summary>
    public static FrozenSet<string> PersonHeaders { get; } = Stems(
        "name player driver rider winner person artist director author candidate athlete actor actress member coach president champion "
        + "skipper swimmer cyclist wrestler singer musician writer leader captain manager owner host judge scorer nominee recipient "
        + "incumbent representative senator governor minister opponent contestant student teacher employee producer composer narrator");

    /// <summary>Headers of columns that name a place.</summary>
    public static FrozenSet<string> PlaceHeaders { get; } = Stems(
        "location venue place city country site stadium region state town county address arena circuit track hometown birthplace province "
        + "district ground course area village");

    /// <summary>Headers of columns that hold a moment.</summary>
    public static FrozenSet<string> TimeHeaders { get; } = Stems("date year season day month released opened completed founded built period aired");

    /// <summary>Headers of columns that only count or order the rows.</summary>
    public static FrozenSet<string> OrderHeaders { get; } = Set("no num nr rank pos position place game round id index seed week");

    /// <summary>Generic words for kinds of measure and the header words that hold them.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> Measures { get; } = new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
    {
        ["people"] = Roots("population attendance crowd inhabitants residents spectators visitors"),
        ["inhabitants"] = Roots("population"),
        ["residents"] = Roots("population"),
        ["fans"] = Roots("attendance crowd spectators"),
        ["spectators"] = Roots("attendance crowd"),
        ["viewers"] = Roots("viewers audience rating"),
        ["kilometres"] = Roots("km kilometre distance length"),
        ["kilometers"] = Roots("km kilometer distance length"),
        ["km"] = Roots("km distance length"),
        ["miles"] = Roots("mi mile distance length"),
        ["metres"] = Roots("m metre height length"),
        ["meters"] = Roots("m meter height length"),
        ["feet"] = Roots("ft feet height length"),
        ["hours"] = Roots("h hr hour time duration"),
        ["minutes"] = Roots("min minute time duration"),
        ["money"] = Roots("money prize purse earnings price cost salary amount revenue winnings"),
        ["big"] = Roots("area population size capacity total"),
        ["large"] = Roots("area population size capacity total"),
        ["small"] = Roots("area population size capacity total"),
        ["populous"] = Roots("population"),
        ["populated"] = Roots("population"),
        ["long"] = Roots("length distance duration time runtime"),
        ["short"] = Roots("length distance duration time height"),
        ["tall"] = Roots("height elevation floors"),
        ["high"] = Roots("height elevation altitude peak"),
        ["low"] = Roots("height elevation altitude"),
        ["deep"] = Roots("depth"),
        ["wide"] = Roots("width"),
        ["heavy"] = Roots("weight mass"),
        ["light"] = Roots("weight mass"),
        ["fast"] = Roots("speed time"),
        ["quick"] = Roots("time speed"),
        ["slow"] = Roots("speed time"),
        ["expensive"] = Roots("price cost value fee"),
        ["cheap"] = Roots("price cost value fee"),
        ["costly"] = Roots("price cost"),
        ["far"] = Roots("distance"),
        ["rich"] = Roots("wealth income worth"),
        ["old"] = Roots("age"),
        ["young"] = Roots("age"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Superlatives: whether the greatest value is meant, and the plain adjective.</summary>
    public static FrozenDictionary<string, Superlative> Superlatives { get; } = new Dictionary<string, Superlative>(StringComparer.Ordinal)
    {
        ["most"] = new(true, "much"),
        ["highest"] = new(true, "high"),
        ["largest"] = new(true, "large"),
        ["biggest"] = new(true, "big"),
        ["greatest"] = new(true, "great"),
        ["longest"] = new(true, "long"),
        ["tallest"] = new(true, "tall"),
        ["deepest"] = new(true, "deep"),
        ["widest"] = new(true, "wide"),
        ["heaviest"] = new(true, "heavy"),
        ["fastest"] = new(true, "fast"),
        ["quickest"] = new(true, "quick"),
        ["richest"] = new(true, "rich"),
        ["farthest"] = new(true, "far"),
        ["furthest"] = new(true, "far"),
        ["maximum"] = new(true, "much"),
        ["max"] = new(true, "much"),
        ["least"] = new(false, "much"),
        ["fewest"] = new(false, "much"),
        ["lowest"] = new(false, "low"),
        ["smallest"] = new(false, "small"),
        ["shortest"] = new(false, "short"),
        ["slowest"] = new(false, "slow"),
        ["lightest"] = new(false, "light"),
        ["minimum"] = new(false, "much"),
        ["min"] = new(false, "much"),
        ["cheapest"] = new(false, "cheap"),
        ["youngest"] = new(false, "young"),
        ["oldest"] = new(true, "old"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Words for the first (false) or last (true) in order or in time.</summary>
    public static FrozenDictionary<string, bool> Extremes { get; } = new Dictionary<string, bool>(StringComparer.Ordinal)
    {
        ["first"] = false,
        ["earliest"] = false,
        ["last"] = true,
        ["latest"] = true,
        ["newest"] = true,
        ["final"] = true,
        ["top"] = false,
        ["bottom"] = true,
        ["oldest"] = false,
        ["recent"] = true,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Comparatives of two named things: whether the greater one is meant, and the plain adjective.</summary>
    public static FrozenDictionary<string, Superlative> Comparatives { get; } = new Dictionary<string, Superlative>(StringComparer.Ordinal)
    {
        ["more"] = new(true, "much"),
        ["higher"] = new(true, "high"),
        ["larger"] = new(true, "large"),
        ["bigger"] = new(true, "big"),
        ["greater"] = new(true, "great"),
        ["longer"] = new(true, "long"),
        ["taller"] = new(true, "tall"),
        ["deeper"] = new(true, "deep"),
        ["wider"] = new(true, "wide"),
        ["heavier"] = new(true, "heavy"),
        ["faster"] = new(true, "fast"),
        ["less"] = new(false, "much"),
        ["fewer"] = new(false, "much"),
        ["lower"] = new(false, "low"),
        ["smaller"] = new(false, "small"),
        ["shorter"] = new(false, "short"),
        ["slower"] = new(false, "slow"),
        ["lighter"] = new(false, "light"),
        ["cheaper"] = new(false, "cheap"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Months and their usual abbreviations.</summary>
    public static FrozenDictionary<string, int> Months { get; } = MonthNames();

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<string> Stems(string words) => words.Split(' ').Select(Stemmer.Stem).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenSet<string> Roots(string words) => words.Split(' ').Select(Stemmer.Root).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, int> MonthNames()
    {
        string[] names =
        [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        ];
        var months = new Dictionary<string, int>(StringComparer.Ordinal) { ["sept"] = 9 };
        for (var i = 0; i < names.Length; i++)
        {
            months[names[i]] = i + 1;
            months[names[i][..3]] = i + 1;
        }

        return months.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
