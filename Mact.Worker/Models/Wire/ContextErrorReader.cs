using System.Globalization;
using System.Text.RegularExpressions;

namespace Mact.Worker.Models.Wire;

/// <summary>
/// Recognises that prompt and max_tokens do not fit, by what is said rather than by whose words it is: something counted in tokens exceeds
/// something. What each number in the text counts is told by the words next to it. docs/endpoints.md lists the servers.
/// </summary>
internal static partial class ContextErrorReader
{
    public static Reply.ContextExceeded? Read(ServerError error, RequestFacts facts)
    {
        // These words of validators name no input of a model.
        var message = NoInput().Replace(error.Message, " ");
        var isRate = Rate().IsMatch(message) && !TooLargeAtOnce().IsMatch(message);
        var isOutput = OutputExceeded().IsMatch(message)
            || (error.Param is { } param && OutputField().IsMatch(param) && (Excess().IsMatch(message) || Maximum().IsMatch(message)));
        var isContext = error.Param is "input_tokens" or "input_text"
            || error.Code is "context_length_exceeded" or "string_above_max_length" or "request_too_large"
            || error.Type is "exceed_context_size_error" or "request_too_large"
            || (Concept().IsMatch(message) && Excess().IsMatch(message) && !TooMany().IsMatch(message))
            || TooLargeAtOnce().IsMatch(message);
        if (isRate || !(isContext || isOutput))
        {
            return null;
        }

        var counts = TokenCounts.Of(message);
        if (isOutput && counts.OutputLimit is null && !OfInput().IsMatch(message))
        {
            counts = counts with { Limit = null, OutputLimit = counts.Limit };
        }

        var prompt = error.PromptTokens ?? counts.Prompt ?? (counts.Total is { } total ? total - facts.MaxTokens : null);
        return new Reply.ContextExceeded(
            ReplyReader.Excerpt(error.Message),
            error.ContextTokens ?? counts.Limit,
            prompt is > 0 ? prompt : counts.Total,
            error.PromptTokens is null && counts.IsAtLeast)
        {
            LargestOutput = counts.OutputLimit,
            IsForNow = Rate().IsMatch(message),
        };
    }

    [GeneratedRegex("""\b(?:extra )?inputs? should\b|\binput (?:validation|should|value|type)\b|extra inputs?""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex NoInput();

    [GeneratedRegex("""\bcontexts?\b|context_|\bprompts?\b|\binputs?\b|\btokens?\b|\bmessages\b|\bsequence length\b|n_ctx|max_(?:model_len|seq_len|position)|session_len|\bstring too long""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Concept();

    [GeneratedRegex("""exceed|overflow|too (?:long|large|big)|too many (?:\w+ )?tokens|(?:longer|larger|greater|more) than|(?:must|should|needs? to|has to|have to) (?:be|have) (?:<=?|(?:less|fewer|smaller|shorter) than|at most|in \[|\[)|maximum (?:context|prompt|input|sequence|model|allowed)|please reduce|(?:does not|doesn't|will not|cannot) fit|n_keep: ?\d+ ?>=|range of (?:the )?(?:input|prompt|context)|out of context|context (?:window|length) (?:of only|is full|full)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Excess();

    [GeneratedRegex("""\bcontexts?\b|\bprompts?\b|\binputs?\b|\bmessages\b|model_len""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OfInput();

    [GeneratedRegex("""max_model_len|too (?:large|big|high)|at most|maximum|less than or equal|<=|above|valid range|range of""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Maximum();

    [GeneratedRegex("""max_(?:completion_|new_|output_)?tokens""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OutputField();

    [GeneratedRegex("""max_(?:completion_|new_|output_)?tokens\b.{0,80}?(?:too (?:large|big|high)|at most|exceed|> ?\d|<= ?\d|less than|maximum|valid range|range (?:of|is|should)|greater than|larger than)|range of ['"`]?max_(?:completion_|new_|output_)?tokens""", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OutputExceeded();

    [GeneratedRegex("""\bper[ -](?:min(?:ute)?|second|hour|day)\b|\brate[ _-]?limit|\b[TR]P[MSD]\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Rate();

    [GeneratedRegex("""request (?:entity |body |payload |is )?too large|(?:tokens|message size) must be reduced|reduce your (?:message|prompt|input)|payload too large""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex TooLargeAtOnce();

    [GeneratedRegex("""too many (?:concurrent )?(?:requests|connections|images|tools)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex TooMany();
}

/// <summary>The numbers of a message about tokens, by what they count.</summary>
/// <param name="Limit">What is allowed for prompt and output, or for the prompt alone.</param>
/// <param name="Prompt">Tokens of the prompt alone.</param>
/// <param name="IsAtLeast">The server stopped counting the prompt there.</param>
/// <param name="Total">Tokens of prompt and wanted output together.</param>
/// <param name="OutputLimit">What is allowed for the output alone.</param>
internal sealed partial record TokenCounts(int? Limit, int? Prompt, bool IsAtLeast, int? Total, int? OutputLimit)
{
    private const int Near = 60;

    public static TokenCounts Of(string message)
    {
        if (Sum().Match(message) is { Success: true } sum)
        {
            // "188240 + 21333 > 200000": prompt, output, limit.
            return new(Number(sum.Groups["limit"].Value), Number(sum.Groups["prompt"].Value), false, null, null);
        }

        var counts = new TokenCounts(null, null, false, null, null);
        var before = 0;
        foreach (Match match in Numbers().Matches(message))
        {
            var left = message[Math.Max(before, match.Index - Near)..match.Index];
            var end = match.Index + match.Length;
            var right = message[end..Math.Min(message.Length, end + Near)];
            before = end;
            if (Number(match.Value) is { } number)
            {
                counts = counts.With(number, left, right);
            }
        }

        return counts;
    }

    private TokenCounts With(int number, string left, string right)
    {
        // "exceeded … by 1234 tokens" is no size of anything.
        if (ByHowMuch().IsMatch(left))
        {
            return this;
        }

        var limit = End(Allowed(), left);
        var prompt = End(OfPrompt(), left);
        var output = End(OfOutput(), left);
        var total = End(OfTotal(), left);
        var nearest = Math.Max(Math.Max(limit, prompt), Math.Max(output, total));
        var isLimit = limit >= 0 && limit == nearest || AllowedAfter().IsMatch(right);
        if (isLimit && (output >= 0 || OutputAfter().IsMatch(right)) && prompt < 0 && !OfWhole().IsMatch(left))
        {
            return this with { OutputLimit = OutputLimit ?? number };
        }

        if (isLimit)
        {
            return this with { Limit = Limit ?? number };
        }

        if (PromptAfter().IsMatch(right) || (prompt >= 0 && prompt == nearest && !OutputAfter().IsMatch(right)))
        {
            return Prompt is null ? this with { Prompt = number, IsAtLeast = AtLeast().IsMatch(left) } : this;
        }

        return total >= 0 && total == nearest && !OutputAfter().IsMatch(right) ? this with { Total = Total ?? number } : this;
    }

    private static int End(Regex pattern, string text)
    {
        var end = -1;
        foreach (Match match in pattern.Matches(text))
        {
            end = match.Index + match.Length;
        }

        return end;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("""(?<prompt>\d{2,9}) \+ (?<output>\d{1,9}) > (?<limit>\d{2,9})""", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Sum();

    // No part of a name, a version or an address.
    [GeneratedRegex("""(?<![\w./-])(?:\d{1,3}(?:,\d{3})+|\d{2,9})(?![\d.]*\.\w|\d|-\w|B\b)""", RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Numbers();

    [GeneratedRegex("""\bmax(?:imum)?(?!_(?:completion_|new_|output_)?tokens)[\w ]{0,30}(?:length|tokens?|limit|size|window|len)(?: (?:is|of|allowed|value))*(?: only)?|\bmax(?:imum)?\b|\blimit\b|context[ _](?:length|size|window)(?: is)?(?: of)?(?: only)?|\bcontext\b|n_ctx|\bwindow\b|model_len|session_len|seq_len|\ballowed\b|at most|less than(?: or equal to)?|fewer than|<=?|>=?|up to|\bonly\b|\[\d{1,2}, ?$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Allowed();

    [GeneratedRegex("""\bprompts?\b|\binputs?\b|\bmessages?\b|\bcontains?\b|request (?:has|\()|given:?|n_keep|\bkeep\b|passed|resulted in""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OfPrompt();

    [GeneratedRegex("""context|window|n_ctx|(?:model|session|seq)_len""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OfWhole();

    [GeneratedRegex("""max_(?:completion_|new_|output_)?tokens|\boutput\b|\bcompletion\b|provided|\bgot\b|generat\w+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OfOutput();

    [GeneratedRegex("""requested(?: about)?|\btotal\b(?: of)?|\bsum\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OfTotal();

    [GeneratedRegex("""^\W{0,3}(?:tokens? )?(?:maximum|max\b|limit)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex AllowedAfter();

    [GeneratedRegex("""^\W{0,3}(?:tokens? )?(?:(?:in|of|from|for) (?:the |your )?(?:messages?|prompt|input|text input)|input|prompt|`?inputs)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex PromptAfter();

    [GeneratedRegex("""^\W{0,3}(?:tokens? )?(?:(?:in|of|from|for) (?:the |your )?(?:completion|output)|completion|output|draft|new|`?max_)|^, which is the maximum allowed number of output""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex OutputAfter();

    [GeneratedRegex("""at least\W{0,2}$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex AtLeast();

    [GeneratedRegex("""\bby (?:about )?$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex ByHowMuch();
}
