namespace Mact.Client;

/// <summary>Where a model on this computer stands.</summary>
public enum LocalModelState
{
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
/// <param name="Folder">Where files are kept on that computer, and found again.</param>
/// <param name="Files">The files that are known, the smallest first.</param>
public sealed record LocalModelReport(
    LocalModelState State, string? Name, string? Message, double? Progress, string Folder, IReadOnlyList<KnownModelFile> Files);

/// <summary>A model file as its makers publish it. Nothing of it is fetched before somebody chooses it.</summary>
/// <param name="Id">What it is chosen by.</param>
/// <param name="Name">As its makers call it.</param>
/// <param name="Licence">By its SPDX name.</param>
/// <param name="Bytes">The whole file; it takes about a third more in memory.</param>
/// <param name="Sha256">Checksum of the whole file, in small hexadecimal digits.</param>
/// <param name="Url">Where it is fetched from.</param>
/// <param name="IsHere">It lies in the folder already.</param>
public sealed record KnownModelFile(string Id, string Name, string Licence, long Bytes, string Sha256, Uri Url, bool IsHere);
