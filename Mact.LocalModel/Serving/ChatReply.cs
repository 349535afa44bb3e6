using System.Text;
using Mact.DevServices.Model;
using Mact.LocalModel.Decoding;

namespace Mact.LocalModel.Serving;

/// <summary>Writes what the scheduler says in the words of vLLM's replies, whole or as events of a stream.</summary>
/// <param name="model">The served name.</param>
/// <param name="request">What was asked.</param>
/// <param name="promptTokens">Tokens of the prompt.</param>
/// <param name="created">Seconds since 1970.</param>
internal sealed class ChatReply(string model, ChatRequest request, int promptTokens, long created)
{
    private readonly string _id = $"chatcmpl-{Guid.NewGuid():N}";
    private readonly Choice[] _choices = [.. Enumerable.Range(0, request.N).Select(static _ => new Choice())];

    /// <summary>Takes note of what happened, and gives the delta of a stream; null where there is nothing to say.</summary>
    public object? Add(SampleEvent happened)
    {
        var choice = _choices[happened.Sample];
        switch (happened)
        {
            case SampleEvent.Token token:
                choice.Tokens++;
                choice.Text.Append(token.Text);
                if (token.Logprob is { } logprob)
                {
                    choice.Logprobs.Add(new { token = token.Text, logprob });
                }

                return token.Text.Length > 0 ? Chunk(token.Sample, new { content = token.Text }, finishReason: null, stopReason: null) : null;

            case SampleEvent.Ended ended:
                choice.Text.Append(ended.Text);
                (choice.FinishReason, choice.StopReason) = (ended.IsCut ? "length" : "stop", ended.Stop);
                return ended.Text.Length > 0
                    ? Chunk(ended.Sample, new { content = ended.Text }, choice.FinishReason, choice.StopReason)
                    : Chunk(ended.Sample, new { }, choice.FinishReason, choice.StopReason);

            default:
                throw new InvalidOperationException($"{happened.GetType().Name} is no event of a sample.");
        }
    }

    /// <summary>The first event of a choice.</summary>
    public object Opening(int index) => Chunk(index, new { role = "assistant", content = string.Empty }, finishReason: null, stopReason: null);

    /// <summary>The last event of a stream.</summary>
    public object Closing(int cachedTokens) => new
    {
        id = _id,
        @object = "chat.completion.chunk",
        created,
        model,
        choices = Array.Empty<object>(),
        usage = Usage(cachedTokens),
    };

    /// <summary>The whole body.</summary>
    public object Body(int cachedTokens) => new
    {
        id = _id,
        @object = "chat.completion",
        created,
        model,
        choices = _choices.Select((choice, index) => new
        {
            index,
            message = new { role = "assistant", content = choice.Text.ToString() },
            logprobs = request.WantsLogprobs ? new { content = choice.Logprobs } : null,
            finish_reason = choice.FinishReason,
            stop_reason = choice.StopReason,
        }),
        usage = Usage(cachedTokens),
    };

    private object Chunk(int index, object delta, string? finishReason, string? stopReason) => new
    {
        id = _id,
        @object = "chat.completion.chunk",
        created,
        model,
        choices = new[] { new { index, delta, logprobs = (object?)null, finish_reason = finishReason, stop_reason = stopReason } },
    };

    private object Usage(int cachedTokens)
    {
        var completion = _choices.Sum(static choice => choice.Tokens);
        return new
        {
            prompt_tokens = promptTokens,
            total_tokens = promptTokens + completion,
            completion_tokens = completion,
            prompt_tokens_details = new { cached_tokens = cachedTokens },
        };
    }

    private sealed class Choice
    {
        public StringBuilder Text { get; } = new();

        public List<object> Logprobs { get; } = [];

        public int Tokens { get; set; }

        public string? FinishReason { get; set; }

        public string? StopReason { get; set; }
    }
}
