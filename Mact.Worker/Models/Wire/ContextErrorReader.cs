using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Worker.Models.Wire;

/// <summary>Recognises that prompt and max_tokens do not fit the context, in the words of the servers that docs/endpoints.md lists.</summary>
internal static partial class ContextErrorReader
{
    public static Reply.ContextExceeded? Read(ServerError error)
    {
        var message = error.Message;
        var isContext = error.Param is "input_tokens" or "input_text"
            || error.Code is "context_length_exceeded"
            || error.Type is "exceed_context_size_error"
            || Context().IsMatch(message)
            || (error.Param is "max_tokens" or "max_completion_tokens" && AboutMaximum().IsMatch(message));
        if (!isContext)
        {
            return null;
        }

        var prompt = Prompt().Match(message);
        return new Reply.ContextExceeded(
            ReplyReader.Excerpt(message),
            error.ContextTokens ?? Number(Limit().Match(message)),
            error.PromptTokens ?? Number(prompt),
            error.PromptTokens is null && prompt.Groups["least"].Success);
    }

    private static int? Number(Match match) =>
        match.Success
        && int.TryParse(
            match.Groups["tokens"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [GeneratedRegex("""max_model_len|too (?:large|big|high)|at most|maximum""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AboutMaximum();

    [GeneratedRegex("""maximum context length|maximum prompt length|context (?:length|window|size|limit)s? (?:has been )?(?:exceeded|is)|context (?:length|window) of only|exceed(?:s|ed)? (?:the )?(?:model's |available )?(?:maximum )?(?:context|model|number of tokens)|longer than the (?:maximum model|model's context|context)|(?:greater|larger) than (?:the )?max_model_len|tokens in the messages, please reduce|prompt (?:is|alone is) too long|context the overflows|n_keep: ?\d+ ?>= ?n_ctx|input (?:token count|length|is too long).{0,60}(?:exceed|longer|must be)|`?inputs`? (?:tokens? \+ |must have less than)|too large for model with|max_tokens (?:is|value is) too large|reduce (?:the length of )?(?:the|your) (?:messages|prompt|input)|request too large for model|maximum allowed (?:input|tokens)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Context();

    [GeneratedRegex("""(?:maximum (?:context|prompt) length is(?: only)?|context length is(?: only)?|maximum model length of|max_model_len ?[=(:]?|context length of(?: only)?|context (?:size|length|window) \(|context window of|n_ctx: ?|with maximum context length|too large for model with|maximum number of tokens allowed \(|less than|must be <=) ?(?<tokens>\d{1,3}(?:,\d{3})+|\d{1,9})|(?<tokens>\d{1,9}) maximum context length""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Limit();

    [GeneratedRegex("""(?:prompt contains (?<least>at least )?|prompt \(length |requested \d+ tokens \(|resulted in |request \(|the input \(|you passed |request has |trying to keep the first |n_keep: ?|input token count \(|requested tokens \(|given: ?|prompt contains |prompt has )(?<tokens>\d{1,3}(?:,\d{3})+|\d{1,9})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Prompt();
}
