namespace Mact.Client;

/// <summary>Where a model on this computer stands.</summary>
public enum LocalModelState
{
    /// <summary>Its process does not run, and nothing of it is loaded; it can be started.</summary>
    Off,

    /// <summary>Its process was asked for, and does not answer yet.</summary>
    Starting,

    /// <summary>Nobody has chosen a file yet.</summary>
    NotChosen,

    /// <summary>The chosen file is being fetched.</summary>
    Downloading,

    /// <summary>The file is being read into memory.</summary>
    Loading,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It can't be had or loaded; another choice may go better.</summary>
    Failed,
}

/// <summary>A model on this computer, and the files that could become one.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Name">The model's name; null where none is chosen.</param>
/// <param name="Message">One line for people; null where the state says all.</param>
/// <param name="Progress">How far download or loading is, from 0 to 1; null where nothing goes on.</param>
/// <param name="Folder">Where files are kept on that computer, and found again; empty while its process does not run.</param>
/// <param name="Files">The files that are known, the smallest first.</param>
public sealed record LocalModelReport(
    LocalModelState State, string? Name, string? Message, double? Progress, string Folder, IReadOnlyList<KnownModelFile> Files)
{
    /// <summary>What it takes and gives; null where it does not answer.</summary>
    public LocalModelFigures? Figures { get; init; }
}

/// <summary>What a model on this computer takes and gives, as its own process measures it.</summary>
/// <param name="ContextTokens">The longest prompt with its reply.</param>
/// <param name="MemoryBytes">What its process holds now.</param>
/// <param name="MaxMemoryBytes">What it may come to: the file, the context of all prompts at once, and what computing takes.</param>
/// <param name="PromptTokensPerSecond">Read, of the last seconds of work; null where it has not read yet.</param>
/// <param name="ReplyTokensPerSecond">Written, of all samples together; null where it has not written yet.</param>
public sealed record LocalModelFigures(
    int ContextTokens, long MemoryBytes, long MaxMemoryBytes, double? PromptTokensPerSecond, double? ReplyTokensPerSecond);

/// <summary>A model file as its makers publish it. Nothing of it is fetched before somebody chooses it.</summary>
/// <param name="Id">What it is chosen by.</param>
/// <param name="Name">As its makers call it.</param>
/// <param name="Licence">By its SPDX name.</param>
/// <param name="Bytes">The whole file; it takes about a third more in memory.</param>
/// <param name="Sha256">Checksum of the whole file, in small hexadecimal digits.</param>
/// <param name="Url">Where it is fetched from.</param>
/// <param name="IsHere">It lies in the folder already.</param>
public sealed record KnownModelFile(string Id, string Name, string Licence, long Bytes, string Sha256, Uri Url, bool IsHere);
