using System.Text;
using Mact.LocalModel.Decoding;

namespace Mact.LocalModel.Tests;

/// <summary>
/// A model without weights, whose scores depend on every token of a sequence and nothing else: a sample that saw a token of another would go on
/// otherwise. It has the limits of a real one, and fails where one of them is not kept.
/// </summary>
internal sealed class ToyModel(int contextTokens = 96, int cells = 256, int sequences = 8, int batchTokens = 16) : ILanguageModel
{
    public const int Vocabulary = 40;
    private const int End = 0;
    private readonly List<Cell>[] _memory = [.. Enumerable.Range(0, sequences).Select(static _ => new List<Cell>())];
    private float[]?[] _logits = [];

    public int ContextTokens => contextTokens;

    public int Cells => cells;

    public int Sequences => sequences;

    public int BatchTokens => batchTokens;

    /// <summary>The batches so far.</summary>
    public List<IReadOnlyList<BatchToken>> Batches { get; } = [];

    /// <summary>Called before a batch is evaluated.</summary>
    public Action<IReadOnlyList<BatchToken>>? Decoding { get; set; }

    /// <summary>The scores after these tokens.</summary>
    public static float[] ScoresAfter(IEnumerable<int> tokens)
    {
        var hash = tokens.Aggregate(17u, static (sum, token) => unchecked((sum * 31) + (uint)token + 1));
        var scores = new float[Vocabulary];
        for (var token = 0; token < Vocabulary; token++)
        {
            hash = unchecked((hash * 1664525) + 1013904223);
            scores[token] = (hash >> 8) / (float)(1 << 22);
        }

        return scores;
    }

    /// <summary>The reply that a request's sample gets when nothing else is asked of the model.</summary>
    public static string Alone(GenerationRequest request, int sample)
    {
        var sampler = new TokenSampler(request.Sampling, request.Seed + sample);
        List<int> tokens = [.. request.Prompt];
        while (tokens.Count < request.Prompt.Length + request.MaxTokens && sampler.Next(ScoresAfter(tokens)) is var next and not End)
        {
            tokens.Add(next);
        }

        return string.Concat(tokens.Skip(request.Prompt.Length).Select(Letter));
    }

    public static int[] Tokens(string text) => [.. text.Select(static letter => letter - 'A' + 1)];

    public int[] Tokenize(string text) => Tokens(text);

    public byte[] Piece(int token) => Encoding.UTF8.GetBytes([Letter(token)]);

    public bool EndsReply(int token) => token == End;

    public void Decode(IReadOnlyList<BatchToken> batch)
    {
        batch.Count.ShouldBeLessThanOrEqualTo(batchTokens);
        Batches.Add([.. batch]);
        Decoding?.Invoke(batch);
        _logits = new float[]?[batch.Count];
        foreach (var (index, token) in batch.Index())
        {
            var sequence = _memory[token.Sequence];
            token.Position.ShouldBe(sequence.Count, "a token stands behind those before it");
            sequence.Add(new Cell(token.Token));
            _logits[index] = token.WantsLogits ? ScoresAfter(sequence.Select(static cell => cell.Token)) : null;
        }

        Used.ShouldBeLessThanOrEqualTo(cells);
        _memory.Max(static sequence => sequence.Count).ShouldBeLessThanOrEqualTo(contextTokens);
    }

    public ReadOnlySpan<float> Logits(int index) => _logits[index]!;

    public void Fork(int from, int to, int count)
    {
        _memory[to].ShouldBeEmpty();
        count.ShouldBeLessThanOrEqualTo(_memory[from].Count);
        _memory[to].AddRange(_memory[from][..count]);
    }

    public void Clear(int sequence) => _memory[sequence].Clear();

    public void Dispose()
    {
    }

    private int Used => _memory.SelectMany(static sequence => sequence).Distinct(ReferenceEqualityComparer.Instance).Count();

    private static char Letter(int token) => (char)('A' + token - 1);

    private sealed class Cell(int token)
    {
        public int Token => token;
    }
}
