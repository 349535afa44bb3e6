using System.Threading.Channels;
using Mact.LocalModel.Text;

namespace Mact.LocalModel.Decoding;

/// <summary>What is asked of the model.</summary>
/// <param name="Prompt">Its tokens; at least one.</param>
/// <param name="Samples">Replies to the same prompt.</param>
/// <param name="MaxTokens">Tokens of one reply at most; together with the prompt they fit the context.</param>
/// <param name="Stops">Texts before which a reply ends.</param>
/// <param name="Sampling">How tokens are chosen.</param>
/// <param name="Seed">Where the chance of the first reply begins; the next ones follow it. Null = anywhere.</param>
/// <param name="WantsLogprobs">Whether each token's logarithm of probability is told.</param>
internal sealed record GenerationRequest(
    int[] Prompt,
    int Samples,
    int MaxTokens,
    IReadOnlyList<string> Stops,
    SamplingParameters Sampling,
    long? Seed = null,
    bool WantsLogprobs = false);

/// <summary>What came of a reply. Closed.</summary>
/// <param name="Sample">Which reply, from 0.</param>
internal abstract record SampleEvent(int Sample)
{
    /// <summary>A token more, although its characters may not be whole yet.</summary>
    public sealed record Token(int Sample, string Text, double? Logprob) : SampleEvent(Sample);

    /// <summary>Its end.</summary>
    /// <param name="Sample">Which reply.</param>
    /// <param name="Text">What was held back.</param>
    /// <param name="Stop">The text that ended it; null = the model ended it, or its length did.</param>
    /// <param name="IsCut">It reached its length.</param>
    public sealed record Ended(int Sample, string Text, string? Stop, bool IsCut) : SampleEvent(Sample);
}

/// <summary>A request on its way: the scheduler writes its events, who asked reads them.</summary>
internal sealed class Generation(GenerationRequest request, CancellationToken cancelled)
{
    private readonly Channel<SampleEvent> _events = Channel.CreateUnbounded<SampleEvent>(new() { SingleReader = true, SingleWriter = true });

    public GenerationRequest Request => request;

    /// <summary>Who asked has left.</summary>
    public bool IsCancelled => cancelled.IsCancellationRequested;

    /// <summary>Tokens of the prompt that were known from earlier ones; told before the first event.</summary>
    public int CachedTokens { get; private set; }

    /// <summary>What comes, until every reply has ended.</summary>
    /// <exception cref="ModelFailedException">The model failed.</exception>
    public IAsyncEnumerable<SampleEvent> ReadAsync() => _events.Reader.ReadAllAsync(cancelled);

    /// <summary>The prompt's tokens except its last, which every sample evaluates for itself: its scores are what the sample begins with.</summary>
    public int SharedTokens => request.Prompt.Length - 1;

    public int? Base { get; private set; }

    public int Started { get; set; }

    public List<Sample> Running { get; } = [];

    public bool HasPending => Started < request.Samples;

    public bool IsDone => !HasPending && Running.Count == 0;

    public void Begin(int sequence, int cached) => (Base, CachedTokens) = (sequence, cached);

    public void Write(SampleEvent happened) => _events.Writer.TryWrite(happened);

    public void Complete(Exception? failure = null) => _events.Writer.TryComplete(failure);
}

/// <summary>One reply in the making.</summary>
internal sealed class Sample(int index, int sequence, GenerationRequest request)
{
    private readonly Utf8Assembler _characters = new();
    private readonly StopMatcher _stops = new(request.Stops);
    private readonly TokenSampler _sampler = new(request.Sampling, request.Seed is { } seed ? unchecked(seed + index) : null);

    public int Sequence => sequence;

    /// <summary>The token to evaluate next.</summary>
    public int Next { get; private set; } = request.Prompt[^1];

    /// <summary>Where it stands.</summary>
    public int Position { get; private set; } = request.Prompt.Length - 1;

    /// <summary>Tokens so far.</summary>
    public int Count { get; private set; }

    /// <summary>Cells that it may still take, its next token's included.</summary>
    public int Reserve => request.MaxTokens - Count;

    /// <summary>Chooses the token after <see cref="Next"/>, says it, and whether the reply has ended with it.</summary>
    public bool Advance(ReadOnlySpan<float> scores, ILanguageModel model, Generation generation)
    {
        var token = _sampler.Next(scores);
        Count++;
        Position++;
        Next = token;
        if (model.EndsReply(token))
        {
            generation.Write(new SampleEvent.Ended(index, _stops.Rest(), Stop: null, IsCut: false));
            return true;
        }

        var (text, stop) = _stops.Push(_characters.Push(model.Piece(token)));
        generation.Write(new SampleEvent.Token(index, text, request.WantsLogprobs ? TokenSampler.Logprob(scores, token) : null));
        if (stop is not null || Count >= request.MaxTokens)
        {
            generation.Write(new SampleEvent.Ended(index, stop is null ? _stops.Rest() : string.Empty, stop, IsCut: stop is null));
            return true;
        }

        return false;
    }
}
