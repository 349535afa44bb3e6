using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Worker.Models.Wire;

/// <summary>Recognises that prompt and max_tokens do not fit the context, in vLLM's old and new words and in OpenAI's.</summary>
internal static partial class ContextErrorReader
{
    public static Reply.ContextExceeded? Read(ServerError error)
    {
        var words = error.Message;
        var isContext = error.Param is "input_tokens" or "input_text"
            || error.Code is "context_length_exceeded"
            || Context().IsMatch(words)
            || (error.Param is "max_tokens" or "max_completion_tokens" && words.Contains("max_model_len", StringComparison.Ordinal));
        if (!isContext)
        {
            return null;
        }

        var prompt = Prompt().Match(words);
        return new Reply.ContextExceeded(
            ReplyReader.Excerpt(words),
            Number(Limit().Match(words)),
            Number(prompt),
            prompt.Groups["least"].Success);
    }

    private static int? Number(Match match) =>
        match.Success && int.TryParse(match.Groups["tokens"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("""maximum context length|context (?:length|window) (?:exceeded|is)|longer than the maximum model length|exceeds? the (?:model's )?(?:maximum )?(?:context|model) length|(?:greater|larger) than (?:the )?max_model_len|tokens in the messages, Please reduce|prompt is too long""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Context();

    [GeneratedRegex("""(?:maximum context length is|maximum model length of|max_model_len ?[=(:]?|context length of) ?(?<tokens>\d{1,9})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Limit();

    [GeneratedRegex("""(?:prompt contains (?<least>at least )?|prompt \(length |requested \d+ tokens \(|resulted in )(?<tokens>\d{1,9})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Prompt();
}
