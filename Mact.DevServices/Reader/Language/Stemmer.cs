namespace Mact.DevServices.Reader.Language;

/// <summary>Two rough levels of stemming for English: enough to match a question's words with a table's.</summary>
internal static class Stemmer
{
    // Longest first, so that "ations" is not cut as "s" alone.
    private static readonly string[] Derivations =
    [
        "ations", "ation", "ances", "ance", "ences", "ence", "ments", "ment", "ities", "ity", "ional", "ions", "ion", "ings", "ing",
        "ous", "ers", "ors", "er", "or", "est", "ees", "ee", "ed", "al", "ly", "es", "e", "s", "y",
    ];

    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["won"] = "win",
        ["lost"] = "lose",
        ["loss"] = "lose",
        ["losses"] = "lose",
        ["held"] = "hold",
        ["led"] = "lead",
        ["sold"] = "sell",
        ["men"] = "man",
        ["women"] = "woman",
        ["children"] = "child",
        ["built"] = "build",
        ["made"] = "make",
        ["began"] = "begin",
        ["wrote"] = "write",
        ["written"] = "write",
        ["sang"] = "sing",
        ["went"] = "go",
        ["ran"] = "run",
        ["taken"] = "take",
        ["took"] = "take",
        ["left"] = "leave",
        ["drew"] = "draw",
        ["drawn"] = "draw",
        ["spent"] = "spend",
        ["paid"] = "pay",
        ["given"] = "give",
        ["gave"] = "give",
        ["chosen"] = "choose",
        ["length"] = "long",
        ["height"] = "high",
        ["spoken"] = "speak",
        ["lent"] = "lend",
        ["loan"] = "lend",
        ["loans"] = "lend",
        ["produced"] = "produce",
    };

    /// <summary>Without a plural ending: "cities" → "city", "teams" → "team".</summary>
    public static string Stem(string word) => word switch
    {
        { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => string.Concat(word.AsSpan(0, word.Length - 3), "y"),
        { Length: > 4 } when word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal)
            || word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) => word[..^2],
        { Length: > 3 } when word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal)
            && !word.EndsWith("us", StringComparison.Ordinal) && !word.EndsWith("is", StringComparison.Ordinal) => word[..^1],
        _ => word,
    };

    /// <summary>Without a derivational ending: "attendance", "attended" → "attend".</summary>
    public static string Root(string word)
    {
        if (Irregular.TryGetValue(word, out var base_))
        {
            return base_;
        }

        word = Stem(word);
        if (Irregular.TryGetValue(word, out base_))
        {
            return base_;
        }

        foreach (var ending in Derivations)
        {
            if (word.Length - ending.Length >= 4 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                return Single(word[..^ending.Length]);
            }
        }

        return word.Length == 6 && word.EndsWith("ner", StringComparison.Ordinal) && word[2] == word[3] ? word[..3] : word;
    }

    // "winning" → "winn" → "win".
    private static string Single(string root) =>
        root.Length > 3 && root[^1] == root[^2] && root[^1] is not ('s' or 'l' or 'e' or 'o') ? root[..^1] : root;
}
