using System.Text;
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
    public static Completion Read(ChoiceBody choice, int index, long? seed)
    {
        var (text, thought) = ThinkBlocks.Split(choice.Message?.Content ?? "");
        var reasoning = choice.Message?.Reasoning ?? choice.Message?.ReasoningContent ?? thought;
        var (mean, head) = Logprobs(choice.Logprobs?.Content);
        return new Completion(index, seed, text, choice.FinishReason, StatusOf(choice.FinishReason, text))
        {
            Reasoning = string.IsNullOrWhiteSpace(reasoning) ? null : reasoning,
            MeanLogprob = mean,
            HeadLogprob = head,
        };
    }

    /// <summary>
    /// length keeps what came, even if all of it was thinking: drawing it again would end there again. Beyond OpenAI's own reasons those
    /// that other servers use for a normal end count as one.
    /// </summary>
    private static CompletionStatus StatusOf(string? finishReason, string text) => finishReason switch
    {
        "length" or "max_tokens" => CompletionStatus.Truncated,
        null or "stop" or "tool_calls" or "function_call" or "eos" or "eos_token" or "end_turn" or "stop_sequence" =>
            string.IsNullOrWhiteSpace(text) ? CompletionStatus.Empty : CompletionStatus.Complete,
        _ => CompletionStatus.Aborted,
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
internal static class ThinkBlocks
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    /// <summary>
    /// Blocks anywhere are taken out. An unclosed block reaches to the end; a closing mark without an opening one (the template opened it
    /// in the prompt) ends a block that began with the text.
    /// </summary>
    /// <returns>The text, and the thinking or null.</returns>
    public static (string Text, string? Reasoning) Split(string text)
    {
        if (!text.Contains(Open, StringComparison.OrdinalIgnoreCase) && !text.Contains(Close, StringComparison.OrdinalIgnoreCase))
        {
            return (text, null);
        }

        var kept = new StringBuilder();
        var thought = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf(Open, at, StringComparison.OrdinalIgnoreCase);
            var close = text.IndexOf(Close, at, StringComparison.OrdinalIgnoreCase);
            if (close >= 0 && (open < 0 || close < open))
            {
                // No opening mark: all since the last block was thinking.
                thought.Append(kept).Append(text, at, close - at);
                kept.Clear();
                at = close + Close.Length;
            }
            else if (open < 0)
            {
                kept.Append(text, at, text.Length - at);
                break;
            }
            else
            {
                kept.Append(text, at, open - at);
                var from = open + Open.Length;
                var end = close >= 0 ? close : text.Length;
                thought.Append(text, from, end - from);
                at = close >= 0 ? close + Close.Length : text.Length;
            }
        }

        return (kept.ToString().TrimStart('\r', '\n', ' '), thought.ToString().Trim());
    }
}
