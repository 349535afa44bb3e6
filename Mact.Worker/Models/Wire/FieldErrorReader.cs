using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Worker.Models.Wire;

/// <summary>
/// Recognises that a server does not take one of the optional fields, or its value: the field is found where servers name fields (in a member
/// of its own, in quotes, as a word), and what it is refused for need not be understood where the request can do without it.
/// </summary>
internal static partial class FieldErrorReader
{
    private const string Template = "chat_template_kwargs";
    private const string Continued = "continue_final_message";
    private const string Effort = "reasoning_effort";

    // A request means the same without these, so whatever a server has against them, they go.
    private static readonly string[] Dispensable =
    [
        "seed", "stream_options", "priority", "request_id", Template, Effort, "thinking_token_budget", Continued, "add_generation_prompt",
        "response_format", "top_k", "min_p", "repetition_penalty", "presence_penalty",
    ];

    // Everyday words: they name a field only where they are marked as one.
    private static readonly string[] Ambiguous = ["n", "stop", "stream", "priority", "temperature"];

    /// <summary>A refused field or a refused n; null where the error is about something else.</summary>
    /// <param name="error">As it was read.</param>
    /// <param name="facts">The facts of the request.</param>
    /// <param name="isBeforeContext">Only what cannot be taken for a prompt that is too long.</param>
    public static Reply? Read(ServerError error, RequestFacts facts, bool isBeforeContext)
    {
        if (isBeforeContext)
        {
            return Special(error.Message, facts) is { } special ? new Reply.FieldRefused(special, ReplyReader.Excerpt(error.Message))
                : Named(error, facts, Dispensable) is { } field && field is not ("stream_options" or "response_format")
                    ? new Reply.FieldRefused(field, ReplyReader.Excerpt(error.Message))
                    : null;
        }

        // What a field is refused for may name others: the narrower reading first.
        var named = Named(error, facts, Dispensable) ?? (IsUnknown(error) ? Named(error, facts, facts.Fields) : null);
        if (named is not null and not "n")
        {
            return new Reply.FieldRefused(named, ReplyReader.Excerpt(error.Message));
        }

        return Batch(error, facts);
    }

    /// <summary>What is said of a field without its name.</summary>
    private static string? Special(string message, RequestFacts facts)
    {
        (Regex Pattern, string Field)[] known =
        [
            (TemplateRefused(), Template),
            (NotContinued(), Continued),
            (NoThinking(), Effort),
            (NoReasoning(), "thinking_token_budget"),
            (PriorityOff(), "priority"),

            // Several servers take one of both only; the temperature is the one that the asker means.
            (OneOfBoth(), "top_p"),
        ];
        return known.FirstOrDefault(one => facts.Fields.Contains(one.Field, StringComparer.Ordinal) && one.Pattern.IsMatch(message)).Field;
    }

    private static string? Named(ServerError error, RequestFacts facts, IReadOnlyList<string> fields) =>
        facts.Fields.FirstOrDefault(field => fields.Contains(field, StringComparer.Ordinal) && IsParam(error.Param, field))
        ?? facts.Fields.FirstOrDefault(field => fields.Contains(field, StringComparer.Ordinal) && IsMentioned(error.Message, field));

    private static bool IsParam(string? param, string field) => param is not null
        && (param == field
            || param.EndsWith($".{field}", StringComparison.Ordinal)
            || param.StartsWith($"{field}.", StringComparison.Ordinal)
            || param.Contains($".{field}.", StringComparison.Ordinal)
            || param.EndsWith($"'{field}']", StringComparison.Ordinal));

    private static bool IsMentioned(string message, string field)
    {
        var name = Regex.Escape(field);
        var mark = Ambiguous.Contains(field, StringComparer.Ordinal)
            ? $@"[`'""\[.]{name}[`'""\]]|\b(?:parameter|argument|field|option|param|params|key)s?\b(?: supplied| name)?:? ?{name}\b|:\s*{name}\.?$"
            : $@"(?<![\w-]){name}(?![\w-])";
        return Regex.IsMatch(message, mark, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    private static bool IsUnknown(ServerError error) =>
        UnknownField().IsMatch(error.Message)
        || UnknownField().IsMatch($"{error.Type} {error.Code}".Replace('_', ' '));

    private static Reply.BatchRefused? Batch(ServerError error, RequestFacts facts)
    {
        if (facts.N <= 1 || !(IsParam(error.Param, "n") || AboutN().IsMatch(error.Message)))
        {
            return null;
        }

        var allowed = Allowed().Matches(error.Message)
            .Select(static match => (
                IsBelow: match.Groups["below"].Success,
                Number: int.TryParse(match.Groups["max"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0))
            .Select(static one => one.IsBelow ? one.Number - 1 : one.Number)
            .Where(number => number >= 1 && number < facts.N)
            .DefaultIfEmpty(0)
            .Max();
        if (allowed > 0)
        {
            return new Reply.BatchRefused(allowed);
        }

        var isOne = IsUnknown(error) || OnlyOne().IsMatch(error.Message) || IsParam(error.Param, "n");
        return new Reply.BatchRefused(isOne ? 1 : Math.Max(1, facts.N / 2));
    }

    [GeneratedRegex("""chat[ _]template(?:[ _]kwargs)?\b.{0,20}(?:not (?:supported|allowed|permitted)|unsupported)|trust_request_chat_template""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex TemplateRefused();

    [GeneratedRegex("""prefill|expected last role|last (?:message|role).{0,40}(?:assistant|must|user)|(?:conversation|messages?) must end with|final message.{0,40}assistant|assistant.{0,30}(?:last|final) message""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NotContinued();

    [GeneratedRegex("""not support (?:thinking|reasoning)|(?:thinking|reasoning)(?: effort| mode)? (?:is )?not supported|reasoning[._ ]effort|cannot (?:be )?disabled?.{0,20}(?:thinking|reasoning)|(?:thinking|reasoning) (?:is mandatory|cannot be (?:disabled|turned off))""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NoThinking();

    [GeneratedRegex("""reasoning_config is not configured|reasoning[- ]parser""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NoReasoning();

    [GeneratedRegex("""priority scheduling is not enabled|got priority""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PriorityOff();

    [GeneratedRegex("""temperature.{0,30}\b(?:and|or|with)\b.{0,20}top_p.{0,60}(?:both|one of|only one|together|same time|simultaneous)|(?:both|either|only one of).{0,20}temperature.{0,20}top_p|top_p.{0,30}\b(?:and|or|with)\b.{0,20}temperature.{0,60}(?:both|one of|together|same time)|(?:both|either|only one of).{0,20}top_p.{0,20}temperature""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OneOfBoth();

    [GeneratedRegex("""unrecogni[sz]ed|unsupported|not supported|unknown|unexpected|\bextra\b|not (?:permitted|allowed|available|implemented|enabled)|(?:does not|doesn't|do not|don't|cannot) (?:support|accept|take|allow)|not (?:accept|recogni[sz])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex UnknownField();

    [GeneratedRegex("""['"`]n['"`]|\bn ?(?:=|>|<|≤|!=)|\bn (?:must|should|has|needs|is|cannot|can|exceeds|may|greater|larger|parameter|values?|of)\b|\b(?:parameter|argument|field|option|param|value)s?\b(?: supplied| of| for| on this model)?:? ?n\b|:\s*n\.?\s*$|\bnumber of (?:\w+ )?(?:choices|completions|samples|sequences|generations|candidates)\b|\b(?:multiple|several|single|one|1) (?:\w+ )?(?:choices?|completions?|candidates?|samples?|generations?)\b|multi-choice|\bbest_of\b|candidate_?count""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex AboutN();

    [GeneratedRegex("""(?:at most|up to|maximum(?: of| is| allowed is| value is| value of)?|max(?: is| of)?:?|exceed|exceeds|larger than|greater than|higher than|more than|above|<=|≤|less than or equal to|limit(?: is| of)?|must (?:be|equal)|should be|has to be|n ?=|only|between 0 and|between 1 and|\[[01], ?|in range \(?[01], ?)\W{0,2}(?<max>\d{1,6})|(?:less than|below|smaller than|(?<!<)<)\W{0,2}(?<below>)(?<max>\d{1,6})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Allowed();

    [GeneratedRegex("""\bonly (?:one|1|a single)\b|\b(?:must|should|has to|needs to) (?:be|equal) (?:one|1)\b|single|multiple""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OnlyOne();
}
