using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using LLama;
using LLama.Common;
using LLama.Exceptions;
using LLama.Native;
using Mact.LocalModel.Files;

namespace Mact.LocalModel.Decoding;

/// <summary>A GGUF file, loaded by llama.cpp. Everything of it that is native code is in here.</summary>
internal sealed class LlamaModel : ILanguageModel
{
    private static readonly NativeLog Errors = new();

    private readonly LLamaWeights _weights;
    private readonly SafeLLamaContextHandle _context;
    private readonly LLamaBatch _tokens = new();
    private readonly byte[]?[] _pieces;
    private readonly int[] _logits;

    private LlamaModel(LLamaWeights weights, SafeLLamaContextHandle context, int contextTokens, int cells)
    {
        (_weights, _context) = (weights, context);
        (ContextTokens, Cells) = (contextTokens, cells);
        _pieces = new byte[]?[weights.Vocab.Count];
        _logits = new int[BatchTokens];
    }

    /// <summary>The sequences that llama.cpp is told to keep apart.</summary>
    public const int MaxSequences = 64;

    /// <inheritdoc/>
    public int ContextTokens { get; }

    /// <inheritdoc/>
    public int Cells { get; }

    /// <inheritdoc/>
    public int Sequences => MaxSequences;

    /// <inheritdoc/>
    public int BatchTokens => LocalModelOptions.BatchTokens;

    /// <summary>What this processor lacks, in words; null = nothing.</summary>
    public static string? Lacks =>
        RuntimeInformation.ProcessArchitecture is Architecture.X64 && !Avx2.IsSupported
            ? "This processor has no AVX2: the model runs on plain instructions, several times slower."
            : null;

    /// <summary>Loads a file that <see cref="GgufFile"/> has read.</summary>
    /// <exception cref="ModelFailedException">It can't be loaded.</exception>
    public static async Task<LlamaModel> LoadAsync(
        GgufFile file, LocalModelOptions options, IProgress<float> progress, CancellationToken cancellationToken)
    {
        try
        {
            NativeLog.Install(Errors);
            var parameters = new ModelParams(file.Path) { GpuLayerCount = 0 };
            var weights = await LLamaWeights.LoadFromFileAsync(parameters, cancellationToken, progress);
            try
            {
                var contextTokens = file.ContextOf(options);
                var cells = contextTokens * options.Sequences;
                var context = LLamaContextParams.Default();
                context.n_ctx = (uint)cells;
                context.n_batch = context.n_ubatch = (uint)LocalModelOptions.BatchTokens;
                context.n_seq_max = MaxSequences;
                context.n_outputs_max = MaxSequences;
                context.kv_unified = true;
                context.n_threads = context.n_threads_batch = options.ThreadCount;
                return new LlamaModel(weights, SafeLLamaContextHandle.Create(weights.NativeHandle, context), contextTokens, cells);
            }
            catch
            {
                weights.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is RuntimeError or TypeInitializationException or DllNotFoundException)
        {
            var reason = Errors.Last ?? (exception is RuntimeError ? exception.Message : exception.GetBaseException().Message);
            throw new ModelFailedException($"{file.Path} could not be loaded: {reason.Trim().TrimEnd('.')}.", exception);
        }
    }

    /// <inheritdoc/>
    public int[] Tokenize(string text) =>
        [.. _weights.Tokenize(text, add_bos: _weights.Vocab.ShouldAddBOS, special: true, Encoding.UTF8).Select(static token => (int)token)];

    /// <inheritdoc/>
    public byte[] Piece(int token) => _pieces[token] ??= ReadPiece(token);

    /// <inheritdoc/>
    public bool EndsReply(int token) => ((LLamaToken)token).IsEndOfGeneration(_weights.Vocab);

    /// <inheritdoc/>
    public void Decode(IReadOnlyList<BatchToken> batch)
    {
        _tokens.Clear();
        for (var i = 0; i < batch.Count; i++)
        {
            var token = batch[i];
            _logits[i] = _tokens.Add(token.Token, token.Position, (LLamaSeqId)token.Sequence, token.WantsLogits);
        }

        if (_context.Decode(_tokens) is var result and not DecodeResult.Ok)
        {
            throw new ModelFailedException($"The model could not evaluate a batch of {batch.Count} tokens ({result}).");
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> Logits(int index) => _context.GetLogitsIth(_logits[index]);

    /// <inheritdoc/>
    public void Fork(int from, int to, int count) => _context.MemorySequenceCopy((LLamaSeqId)from, (LLamaSeqId)to, 0, count);

    /// <inheritdoc/>
    public void Clear(int sequence) => _context.MemorySequenceRemove((LLamaSeqId)sequence, -1, -1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Dispose();
        _weights.Dispose();
    }

    private byte[] ReadPiece(int token)
    {
        Span<byte> buffer = stackalloc byte[64];
        var length = (int)_weights.NativeHandle.TokenToSpan(token, buffer, special: false);
        if (length <= buffer.Length)
        {
            return buffer[..length].ToArray();
        }

        var bytes = new byte[length];
        _weights.NativeHandle.TokenToSpan(token, bytes, special: false);
        return bytes;
    }

    /// <summary>Keeps the last error that llama.cpp wrote: its return codes do not say what is wrong.</summary>
    private sealed class NativeLog
    {
        public string? Last { get; private set; }

        public static void Install(NativeLog log)
        {
            log.Last = null;
            if (!NativeLibraryConfig.LLama.LibraryHasLoaded)
            {
                NativeLibraryConfig.LLama.WithLogCallback(log.Write);
            }
        }

        private void Write(LLamaLogLevel level, string message)
        {
            if (level == LLamaLogLevel.Error && Last is null)
            {
                Last = message;
            }
        }
    }
}
