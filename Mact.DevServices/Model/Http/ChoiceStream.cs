using Mact.DevServices.Model.Chat;

namespace Mact.DevServices.Model.Http;

/// <summary>One choice of a streamed reply: takes its tokens one by one and gives the chunks that are due.</summary>
internal sealed class ChoiceStream(ChatChoice choice, ChatRequest request)
{
    // A stop string's tokens, and the end mark, are computed but not shown: the engine has more tokens than there is text.
    private readonly Queue<string> _pieces = new(StandInTokenizer.Split(choice.Content ?? ""));
    private readonly List<string> _held = [];
    private int _computed;
    private int _sent;

    public IEnumerable<byte[]> Advance(ChatStreamJson json)
    {
        if (_computed++ == 0 && choice.Reasoning is not null)
        {
            yield return json.Reasoning(choice.Index, choice.ReasoningField, choice.Reasoning);
        }

        if (_pieces.TryDequeue(out var piece))
        {
            _held.Add(piece);
        }

        var last = _computed == choice.Tokens;
        while (last && _pieces.TryDequeue(out var rest))
        {
            _held.Add(rest);
        }

        if (_held.Count > 0 && (last || _held.Count >= request.StreamInterval))
        {
            yield return Content(json);
        }

        if (last)
        {
            yield return json.Finish(choice);
        }
    }

    private byte[] Content(ChatStreamJson json)
    {
        var tokens = _held.ToArray();
        var position = _sent;
        _held.Clear();
        _sent += tokens.Length;
        return json.Content(
            choice.Index,
            string.Concat(tokens),
            request.Logprobs ? writer => Logprobs.Write(writer, tokens, position, choice.Seed, request.TopLogprobs) : null);
    }
}
