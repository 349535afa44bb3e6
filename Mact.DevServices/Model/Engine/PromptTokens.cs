namespace Mact.DevServices.Model.Engine;

/// <summary>A conversation as token ids, in the layout of a chat template: role, text, end mark per message, then the opening of the answer.</summary>
internal static class PromptTokens
{
    private const int Vocabulary = 151_643;
    private const int MessageStart = Vocabulary + 1;
    private const int MessageEnd = Vocabulary + 2;
    private const int NoThinking = Vocabulary + 3;

    public static IReadOnlyList<int> Render(IReadOnlyList<ModelMessage> messages, bool enableThinking)
    {
        var tokens = new List<int>();
        foreach (var message in messages)
        {
            tokens.Add(MessageStart);
            Append(tokens, message.Role);
            Append(tokens, message.Content);
            tokens.Add(MessageEnd);
        }

        tokens.Add(MessageStart);
        Append(tokens, "assistant");
        if (!enableThinking)
        {
            tokens.Add(NoThinking);
        }

        return tokens;
    }

    /// <summary>A text's token ids.</summary>
    public static IReadOnlyList<int> Of(string text)
    {
        var tokens = new List<int>();
        Append(tokens, text);
        return tokens;
    }

    private static void Append(List<int> tokens, string text)
    {
        foreach (var token in StandInTokenizer.Split(text))
        {
            tokens.Add((int)(StableHash.Of(token) % Vocabulary));
        }
    }
}
