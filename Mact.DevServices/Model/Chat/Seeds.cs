using Mact.DevServices.Model.Engine;

namespace Mact.DevServices.Model.Chat;

/// <summary>The seeds of a request's completions: the given one and those after it.</summary>
/// <remarks>Without one vLLM draws at random; here it follows from the messages, so that nothing the stand-in does is random.</remarks>
internal static class Seeds
{
    public static IReadOnlyList<long> Of(ChatRequest request)
    {
        var first = request.Seed ?? FromMessages(request.Messages);
        return [.. Enumerable.Range(0, request.N).Select(i => unchecked(first + i))];
    }

    private static long FromMessages(IReadOnlyList<ModelMessage> messages)
    {
        var hash = StableHash.Start;
        foreach (var message in messages)
        {
            hash = StableHash.Add(StableHash.Add(hash, message.Role), message.Content);
            hash = StableHash.Add(hash, -1);
        }

        return (long)(StableHash.Mix(hash) >> 2);
    }
}
