using System.Text;
using System.Text.RegularExpressions;
using Mact.Worker.Models.Wire;

namespace Mact.Worker.Models.Sampling;

/// <summary>From choices to completions. Pure.</summary>
internal static class ChoiceReader
{
    private const string Observation = "Observation";

    /// <summary>At most <paramref name="count"/> choices in the order that their seeds have.</summary>
    public static IReadOnlyList<ChoiceBody> InOrder(IReadOnlyList<ChoiceBody> choices, int count)
    {
        var isNumbered = choices.All(choice => choice.Index is { } index && index >= 0 && index < choices.Count)
            && choices.Select(static choice => choice.Index).Distinct().Count() == choices.Count;
        return [.. (isNumbered ? choices.OrderBy(static choice => choice.Index) : choices.AsEnumerable()).Take(count)];
    }

    /// <summary>One choice as the sample <paramref name="index"/>, drawn with <paramref name="seed"/>.</summary>
    /// <param name="choice">As it came.</param>
    /// <param name="index">0 to n-1.</param>
    /// <param name="seed">Null where none was sent.</param>
    /// <param name="stops">What follows one of these is not read.</param>
    /// <param name="begun">How the reply was begun; null where it was not.</param>
    /// <param name="thinksUnmarked">Thinking begins with the reply, without a mark.</param>
    public static Completion Read(
        ChoiceBody choice, int index, long? seed, IReadOnlyList<string> stops, string? begun = null, bool thinksUnmarked = false)
    {
        var message = choice.Message ?? choice.Delta;
        var reason = FinishReasonOf(choice.FinishReason);
        var (text, thought) = ThinkBlocks.Split(message?.Content ?? choice.Text ?? "");
        var reasoning = string.IsNullOrWhiteSpace(message?.Thought) ? thought : message.Thought;

        if (thinksUnmarked && reason == "length" && thought is null && string.IsNullOrWhiteSpace(reasoning))
        {
            // Cut before the mark that ends it: all of it is thinking.
            (text, reasoning) = ("", text);
        }

        // With a reasoning parser and thinking off, vLLM takes the whole answer for thinking. Thinking that was cut is none.
        if (string.IsNullOrWhiteSpace(text) && thought is null && reason is null or "stop" && !string.IsNullOrWhiteSpace(reasoning))
        {
            (text, reasoning) = (ThinkBlocks.Split(reasoning).Text, null);
        }

        // Some servers give back the begun text as well, and a model that was not made to go on may well begin in the same way.
        if (begun is not null && !string.IsNullOrWhiteSpace(text) && !text.Contains(begun, StringComparison.Ordinal))
        {
            text = begun + text;
        }

        text = AnswerLine(text) ?? text;
        (text, reason) = Cut(text, reason, stops);
        var (mean, head) = Logprobs(choice.Logprobs?.Content);
        return new Completion(index, seed, text, choice.FinishReason, StatusOf(reason, text))
        {
            Reasoning = string.IsNullOrWhiteSpace(reasoning) ? null : reasoning,
            MeanLogprob = mean,
            HeadLogprob = head,
        };
    }

    /// <summary>Whether thinking ends in the text that did not begin there: the template opened it in the prompt.</summary>
    public static bool IsUnmarked(ChoiceBody choice) => ThinkBlocks.ClosesFirst((choice.Message ?? choice.Delta)?.Content ?? choice.Text ?? "");

    /// <summary>What came instead of text; null where text came, or nothing at all.</summary>
    public static Sentence? InsteadOfText(ChoiceBody choice)
    {
        var message = choice.Message ?? choice.Delta;
        return message switch
        {
            { Refusal: { Length: > 0 } refusal } => (Sentence)$"a refusal: {ReplyReader.Excerpt(refusal)}",
            { ToolCalls: { ValueKind: System.Text.Json.JsonValueKind.Array } calls } when calls.GetArrayLength() > 0 =>
                "calls of tools that nobody offered",
            _ when choice.FinishReason?.Trim().ToLowerInvariant()
                is "content_filter" or "safety" or "prohibited_content" or "recitation" or "refusal" =>
                $"the provider's filter took it (finish reason {choice.FinishReason})",
            _ => null,
        };
    }

    /// <summary>The line that a reply stands for which was held to a schema; null for every other text.</summary>
    private static string? AnswerLine(string text) =>
        text.StartsWith("{\"answer\"", StringComparison.Ordinal)
        && ReplyReader.Element(System.Text.Encoding.UTF8.GetBytes(text)) is { ValueKind: System.Text.Json.JsonValueKind.Object } reply
        && reply.TryGetProperty("answer", out var answer)
        && answer.ValueKind == System.Text.Json.JsonValueKind.String
            ? $"Answer: {answer.GetString()}"
            : null;

    private static (string Text, string? Reason) Cut(string text, string? reason, IReadOnlyList<string> stops)
    {
        var end = stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(static at => at >= 0).DefaultIfEmpty(-1).Min();
        return end < 0 ? (text, reason) : (text[..end], "stop");
    }

    /// <summary>The standard's own words for the many that servers use.</summary>
    private static string? FinishReasonOf(string? reason) => reason?.Trim().ToLowerInvariant() switch
    {
        null or "" => null,
        ChatStream.Unneeded => ChatStream.Unneeded,
        "stop" or "end" or "complete" or "completed" or "eos" or "eos_token" or "end_turn" or "stop_sequence" or "tool_calls" or "function_call"
            or "finish_reason_stop" => "stop",
        "length" or "max_tokens" or "max_length" or "model_length" or "max_output_tokens" or "finish_reason_max_tokens" => "length",
        "abort" or "aborted" or "repetition" or "error" or "cancelled" or "content_filter" or "safety" or "recitation" or "prohibited_content"
            or "finish_reason_safety" => "abort",

        // Unknown words end what has a text.
        _ => "stop",
    };

    /// <summary>length keeps what came, even if all of it was thinking: drawing it again would end there again.</summary>
    private static CompletionStatus StatusOf(string? reason, string text) => reason switch
    {
        "length" => CompletionStatus.Truncated,
        ChatStream.Unneeded => CompletionStatus.Unneeded,
        "abort" => CompletionStatus.Aborted,
        _ => string.IsNullOrWhiteSpace(text) ? CompletionStatus.Empty : CompletionStatus.Complete,
    };

    private static (double? Mean, double? Head) Logprobs(IReadOnlyList<TokenLogprobBody>? tokens)
    {
        var known = tokens?.Where(static token => token.Logprob is not null).ToList();
        if (known is not { Count: > 0 })
        {
            return (null, null);
        }

        var text = new StringBuilder();
        var starts = new List<int>(known.Count);
        foreach (var token in known)
        {
            starts.Add(text.Length);
            text.Append(token.Token);
        }

        var end = text.ToString().IndexOf(Observation, StringComparison.Ordinal);
        var head = end < 0 ? known : [.. known.Where((_, i) => starts[i] < end)];
        return (known.Average(static token => token.Logprob!.Value), head.Count == 0 ? null : head.Average(static token => token.Logprob!.Value));
    }
}

/// <summary>Parts a text from the thinking that a model wrote into it although it was asked not to, or that no server took out.</summary>
internal static partial class ThinkBlocks
{
    /// <summary>
    /// Blocks anywhere are taken out, whatever their tags. An unclosed block reaches to the end; a closing mark without an opening one (the
    /// template opened it in the prompt) ends a block that began with the text.
    /// </summary>
    /// <returns>The text, and the thinking or null.</returns>
    public static (string Text, string? Reasoning) Split(string text)
    {
        var marks = Mark().Matches(text);
        if (marks.Count == 0)
        {
            return (text, null);
        }

        var kept = new StringBuilder();
        var thought = new StringBuilder();
        var at = 0;
        var isThinking = false;
        foreach (Match mark in marks)
        {
            var between = text.AsSpan(at, mark.Index - at);
            var closes = mark.Groups["close"].Success || mark.Groups["final"].Success;
            if (isThinking)
            {
                thought.Append(between);
            }
            else if (mark.Groups["close"].Success)
            {
                // No opening mark: all since the last block was thinking.
                thought.Append(kept).Append(between);
                kept.Clear();
            }
            else
            {
                kept.Append(between);
            }

            isThinking = !closes && (isThinking || mark.Groups["open"].Success);
            at = mark.Index + mark.Length;
        }

        (isThinking ? thought : kept).Append(text.AsSpan(at));
        return (kept.ToString().TrimStart('\r', '\n', ' '), thought.ToString().Trim());
    }

    /// <summary>Whether the first mark ends a block that no mark began.</summary>
    public static bool ClosesFirst(string text) => Mark().Match(text) is { Success: true } first && first.Groups["close"].Success;

    // The last two are harmony's channels: what is not final is thinking, and the rest are marks around messages.
    [GeneratedRegex(
        """(?<close></think(?:ing)?>|\[/THINK\]|</thought>|◁/think▷|</seed:think>|</reasoning>)|(?<open><think(?:ing)?>|\[THINK\]|<thought>|◁think▷|<seed:think>|<reasoning>)|(?<final><\|channel\|>final(?:\s*<\|message\|>)?)|(?<open><\|channel\|>(?:analysis|commentary)[^<]*(?:<\|message\|>)?)|(?<mark><\|(?:start|end|return)\|>(?:assistant)?)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        5000)]
    private static partial Regex Mark();
}
