using Mact.Client;

namespace Mact.LocalModel.Files;

/// <summary>What the head of a GGUF file says. Read before native code sees the file, so that what is wrong is said in one line.</summary>
/// <remarks>The form is documented at https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.</remarks>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What it calls itself, or the file's name; without blanks, so that it can be a model's served name.</param>
/// <param name="Architecture">The kind of network, such as <c>qwen2</c>.</param>
/// <param name="TrainedContext">Tokens of the longest text it was trained on.</param>
/// <param name="ChatTemplate">Its chat template; null = it has none.</param>
/// <param name="Bytes">The file's size.</param>
/// <param name="BytesPerToken">Memory that one token of context takes, in 16 bits a number.</param>
internal sealed record GgufFile(
    string Path, string Name, string Architecture, int TrainedContext, string? ChatTemplate, long Bytes, long BytesPerToken)
{
    private const int MinHead = 24;
    private const int NumberBytes = 2;

    // What llama.cpp needs beside weights and context: intermediate results of a batch.
    private const long ComputeBytes = 320L << 20;

    /// <summary>The context that it is served with.</summary>
    public int ContextOf(LocalModelOptions options) => Math.Min(options.ContextTokens, TrainedContext);

    /// <summary>Memory that it needs, in bytes: weights, context times sequences, and what computing takes.</summary>
    public long MemoryOf(LocalModelOptions options) => Bytes + (BytesPerToken * ContextOf(options) * options.Sequences) + ComputeBytes;

    /// <summary>Reads a head.</summary>
    /// <exception cref="ModelFailedException">It is no GGUF file, or not all of one.</exception>
    public static GgufFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Read(path, stream);
        }
        catch (EndOfStreamException exception)
        {
            throw Cut(path, exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFailedException($"There is no file {path}.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelFailedException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private static GgufFile Read(string path, FileStream stream)
    {
        using var head = new GgufReader(stream);
        if (stream.Length < MinHead || !head.Bytes(4).AsSpan().SequenceEqual("GGUF"u8))
        {
            throw new ModelFailedException(
                $"{path} is not a GGUF file: such a file begins with the letters GGUF. Fetch the model in the form for llama.cpp.");
        }

        if (head.UInt32() is var version and (< 2 or > 3))
        {
            throw new ModelFailedException($"{path} is a GGUF file of version {version}; versions 2 and 3 are known.");
        }

        var (tensors, count) = (head.UInt64(), head.UInt64());
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (ulong i = 0; i < count; i++)
        {
            values[head.Text()] = head.Value();
        }

        var end = head.LastTensorEnd(tensors, (int)Number("general.alignment", 32));
        if (stream.Length < end)
        {
            throw Cut(path, inner: null, $" It has {stream.Length:N0} bytes of at least {end:N0}.");
        }

        var architecture = values.GetValueOrDefault("general.architecture") as string
            ?? throw new ModelFailedException($"{path} does not say what kind of model it is (general.architecture).");
        var heads = Math.Max(1, Of("attention.head_count", 1));
        var headSize = Of("embedding_length", 0) / heads;
        return new(
            path,
            Served(values.GetValueOrDefault("general.name") as string ?? System.IO.Path.GetFileNameWithoutExtension(path)),
            architecture,
            (int)Math.Clamp(Of("context_length", 2048), 1, int.MaxValue),
            values.GetValueOrDefault("tokenizer.chat_template") as string,
            stream.Length,
            NumberBytes * Of("block_count", 0) * Of("attention.head_count_kv", heads)
                * (Of("attention.key_length", headSize) + Of("attention.value_length", headSize)));

        long Of(string key, long otherwise) => Number($"{architecture}.{key}", otherwise);

        long Number(string key, long otherwise) => values.GetValueOrDefault(key) switch
        {
            long number => number,
            IReadOnlyList<long> { Count: > 0 } numbers => numbers.Max(),
            _ => otherwise,
        };
    }

    private static ModelFailedException Cut(string path, Exception? inner, Sentence? how = null) =>
        new($"{path} is cut off.{how} Fetch it again; a download that broke can be resumed.", inner);

    private static string Served(string name) => string.Join(
        '-',
        string.Concat(name.Select(static c => char.IsLetterOrDigit(c) || c is '.' or '_' ? c : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
