using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Mact.Web.Localization;

/// <summary>
/// What the Api and the workers tell, as pages say it: in English as it was told; in another language the page's own sentence with the values that
/// were told. Of what was recorded before values were, or is told by a later version, the sentence for its code with the names that it quotes.
/// </summary>
public static partial class ToldTexts
{
    /// <summary>Pages are in a language of their own.</summary>
    private static bool IsTranslated(IStringLocalizer t) => !t["language-code"].ResourceNotFound;

    /// <summary>A sentence in the page's language; <paramref name="otherwise"/> where the page's language has none for it.</summary>
    public static string Told(this IStringLocalizer<Texts> t, string? text, Sentence? sentence = null, string otherwise = "")
    {
        return string.IsNullOrEmpty(text) || !IsTranslated(t)
            ? text ?? string.Empty
            : t[text] is { ResourceNotFound: false } known ? known.Value : ToldSentences.Korean.Tell(sentence ?? text) ?? otherwise;
    }

    /// <summary>The same; what the page's language has no sentence for is another program's words, and quoted as such.</summary>
    public static string ToldOrQuoted(this IStringLocalizer<Texts> t, string text, Sentence? sentence = null) =>
        t.Told(text, sentence, otherwise: $"“{text}”");

    /// <summary>Why an attempt ended, or a worker gave a question back.</summary>
    public static string Reason(this IStringLocalizer<Texts> t, string reason, Sentence? sentence = null) =>
        t.Told(reason, sentence, t["the log of the worker says why."]);

    /// <summary>What was put right while a table was read.</summary>
    public static string Repair(this IStringLocalizer<Texts> t, TableRepair repair) =>
        t.OfCode("repair." + repair.Code, repair.Message, repair.Sentence, "repair.other");

    /// <summary>Why a sheet was left out.</summary>
    public static string Skipped(this IStringLocalizer<Texts> t, SkippedTable sheet) =>
        t.OfCode("skipped." + sheet.Code, sheet.Message, sheet.Sentence, "skipped.other");

    /// <summary>Why a question failed.</summary>
    public static string Error(this IStringLocalizer<Texts> t, QuestionError error) =>
        t.OfCode("error." + error.Code, error.Message, error.Sentence, "error.other");

    /// <summary>Why a question waits for an endpoint.</summary>
    public static string Waiting(this IStringLocalizer<Texts> t, ModelWaiting waiting) =>
        t.Told(waiting.Message, waiting.Sentence) is { Length: > 0 } told ? char.ToUpper(told[0]) + told[1..] : t.WaitingFor(waiting);

    /// <summary>The endpoint that is waited for, with the reason by its code.</summary>
    public static string WaitingFor(this IStringLocalizer<Texts> t, ModelWaiting waiting) =>
        t["Endpoint “{0}”: {1}", waiting.Endpoint, t.WaitReason(waiting.Reason)];

    /// <summary>A reason for waiting by its code.</summary>
    public static string WaitReason(this IStringLocalizer<Texts> t, string reason) => reason switch
    {
        "starting" => t["it is starting (a cold start can take minutes)"],
        "unreachable" => t["it cannot be reached; check that it runs and that its address is right"],
        "overloaded" => t["it has too much to do"],
        "queued" => t["the request waits in its own queue"],
        _ => reason,
    };

    /// <summary>What a check of an endpoint found.</summary>
    public static string Check(this IStringLocalizer<Texts> t, ModelCheckResult check) => check switch
    {
        _ when !IsTranslated(t) => check.Message,
        _ when t.Told(check.Message, check.Sentence) is { Length: > 0 } told => told,
        { Ok: true } => t["{0} answers and serves {1}.", check.Server ?? t["The endpoint"].Value, t.List(check.Served)],
        { Served.Count: > 0 } => t["The endpoint serves:"] + " " + t.List(check.Served),
        _ => t["it cannot be reached; check that it runs and that its address is right"],
    };

    private static string OfCode(this IStringLocalizer<Texts> t, string code, string message, Sentence? sentence, string other)
    {
        if (!IsTranslated(t))
        {
            return message;
        }

        if (t.Told(message, sentence) is { Length: > 0 } told)
        {
            return told;
        }

        var text = t[code] is { ResourceNotFound: false } own ? own.Value : t[other].Value;
        var names = Quoted().Matches(message).Select(static match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? text : $"{text} ({string.Join(", ", names)})";
    }

    [GeneratedRegex("\"[^\"]{1,60}\"|'[^']{1,60}'", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Quoted();
}
