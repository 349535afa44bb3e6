namespace Mact.DevServices.Model.Chat;

/// <summary>Turns what a model wrote into choices: cut at the token limit or before the first stop string.</summary>
internal static class ChatChoices
{
    public static ChatChoice Shape(int index, long seed, string text, ChatRequest request, int maxTokens)
    {
        var kept = StandInTokenizer.Cut(text, maxTokens);
        if (FindStop(kept, request.Stop) is var (at, stop))
        {
            // The tokens of the stop string were generated too; they are only not shown.
            var generated = StandInTokenizer.Count(kept.AsSpan(0, at + stop.Length));
            var shown = request.IncludeStop ? at + stop.Length : at;
            return new ChatChoice { Index = index, Content = kept[..shown], FinishReason = "stop", StopReason = stop, Tokens = Math.Max(1, generated), Seed = seed };
        }

        var tokens = StandInTokenizer.Count(kept);
        var complete = kept.Length == text.Length && tokens < maxTokens;
        return new ChatChoice
        {
            Index = index,
            Content = kept,
            FinishReason = complete ? "stop" : "length",
            Tokens = complete ? tokens + 1 : Math.Max(1, tokens),
            Seed = seed,
        };
    }

    private static (int At, string Stop)? FindStop(string text, IReadOnlyList<string> stops)
    {
        (int At, string Stop)? first = null;
        foreach (var stop in stops)
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (first is null || at < first.Value.At))
            {
                first = (at, stop);
            }
        }

        return first;
    }
}
