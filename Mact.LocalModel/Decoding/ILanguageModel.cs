namespace Mact.LocalModel.Decoding;

/// <summary>A token of a batch.</summary>
/// <param name="Token">Which.</param>
/// <param name="Position">Its place in the sequence.</param>
/// <param name="Sequence">The sequence that it goes on.</param>
/// <param name="WantsLogits">What may follow it is asked.</param>
internal readonly record struct BatchToken(int Token, int Position, int Sequence, bool WantsLogits);

/// <summary>
/// What a loaded model can do with tokens: the boundary to native code, so that all above it can be tried without a model. One thread at a time
/// calls what decodes; <see cref="Tokenize"/> and <see cref="Piece"/> take any.
/// </summary>
internal interface ILanguageModel : IDisposable
{
    /// <summary>The longest sequence, in tokens.</summary>
    int ContextTokens { get; }

    /// <summary>Tokens that all sequences together can hold; one that sequences share counts once.</summary>
    int Cells { get; }

    /// <summary>Sequences at once.</summary>
    int Sequences { get; }

    /// <summary>Tokens of a batch at most.</summary>
    int BatchTokens { get; }

    /// <summary>The tokens of a text, in which marks such as &lt;|im_start|&gt; are tokens of their own.</summary>
    int[] Tokenize(string text);

    /// <summary>The bytes of a token.</summary>
    byte[] Piece(int token);

    /// <summary>Whether a reply ends with this token.</summary>
    bool EndsReply(int token);

    /// <summary>Evaluates a batch.</summary>
    /// <exception cref="ModelFailedException">It could not be evaluated.</exception>
    void Decode(IReadOnlyList<BatchToken> batch);

    /// <summary>A score for each token that may follow the token at this place of the last batch. Valid until the next one.</summary>
    ReadOnlySpan<float> Logits(int index);

    /// <summary>Lets a free sequence share the first tokens of another.</summary>
    void Fork(int from, int to, int count);

    /// <summary>Forgets what a sequence has.</summary>
    void Clear(int sequence);
}
