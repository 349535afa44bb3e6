using System.ComponentModel.DataAnnotations;
using Mact.Client;

namespace Mact.LocalModel;

/// <summary>Which file is served, and how: section <c>LocalModel</c>.</summary>
public sealed class LocalModelOptions
{
    public const string SectionName = "LocalModel";

    /// <summary>Tokens that are evaluated at once at most. Who leaves is noticed between two batches.</summary>
    public const int BatchTokens = 256;

    private const int Hyperthreaded = 4;

    /// <summary>The GGUF file; none = the one chosen before, or the choice is open.</summary>
    public string? File { get; set; }

    /// <summary>Where files are downloaded to and found again; none = <c>mact/models</c> in the user's data folder.</summary>
    public string? Folder { get; set; }

    /// <summary>A server that has the files of huggingface.co under the same paths, where that one can't be reached; none = huggingface.co.</summary>
    [Url]
    public string? Mirror { get; set; }

    /// <summary>The longest prompt with its reply, in tokens, if the model was trained for as much.</summary>
    [Range(512, 1_048_576)]
    public int ContextTokens { get; set; } = 8192;

    /// <summary>How many such prompts fit the memory at once. What prompts have in common takes its place once, so mostly many more do.</summary>
    [Range(1, 64)]
    public int Sequences { get; set; } = 4;

    /// <summary>Threads that compute; 0 = as many as this machine has processors, or half of them where there are many.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>The threads that follow from <see cref="Threads"/>: beyond a few, two processors are mostly one core.</summary>
    internal int ThreadCount =>
        Threads > 0 ? Threads : Environment.ProcessorCount <= Hyperthreaded ? Environment.ProcessorCount : Environment.ProcessorCount / 2;
}

/// <summary>The model could not be loaded, or a batch not be evaluated. The message is one line for people.</summary>
internal sealed class ModelFailedException(Sentence message, Exception? inner = null) : Exception(message.ToString(), inner)
{
    /// <summary>The message with its values.</summary>
    public Sentence Sentence => message;
}
