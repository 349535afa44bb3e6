using Mact.Client;
using Microsoft.Extensions.Options;

namespace Mact.LocalModel.Files;

/// <summary>
/// The files that are known by name, as their makers publish them, and the folder in which they are kept. What was chosen last is remembered there.
/// </summary>
internal sealed class ModelLibrary(IOptions<LocalModelOptions> options)
{
    private const string Host = "https://huggingface.co";
    private const string ChoiceFile = "chosen";
    private const string Licence = "Apache-2.0";

    // Sizes and sums are those that the repositories of the makers state for the file.
    private static readonly (string Size, string Revision, long Bytes, string Sha256)[] Published =
    [
        ("0.5B", "ebb2015119c907b064c512bf053e945850b5875f", 491_400_064, "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"),
        ("1.5B", "f86cb2c1fa58255f8052cc32aeede1b7482d4361", 1_117_320_768, "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"),
        ("7B", "13fb94bfda8c8cf22497dc57b78f391a9acb426a", 4_683_073_536, "509287f78cb4d4cf6b3843734733b914b2c158e43e22a7f4bf5e963800894d3c"),
    ];

    private static string UserData =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);

    public string Folder { get; } = Path.GetFullPath(
        options.Value.Folder is { Length: > 0 } folder ? folder : Path.Combine(UserData, "mact", "models"));

    public IReadOnlyList<KnownModelFile> Files =>
    [
        .. Published.Select(file =>
        {
            var name = $"Qwen2.5-Coder-{file.Size}-Instruct";
            var id = $"{name.ToLowerInvariant()}-q4_k_m";
            var url = new Uri($"{options.Value.Mirror?.TrimEnd('/') ?? Host}/Qwen/{name}-GGUF/resolve/{file.Revision}/{id}.gguf");
            return new KnownModelFile(id, name, Licence, file.Bytes, file.Sha256, url, IsWhole(PathOf(id), file.Bytes));
        }),
    ];

    /// <summary>The file that was chosen last, where it is still whole; null = nobody has chosen.</summary>
    public string? FindChosen()
    {
        var marker = Path.Combine(Folder, ChoiceFile);
        var id = File.Exists(marker) ? File.ReadAllText(marker).Trim() : null;
        return Files.FirstOrDefault(file => file.Id == id && file.IsHere) is { } chosen ? PathOf(chosen.Id) : null;
    }

    public void Remember(KnownModelFile file) => File.WriteAllText(Path.Combine(Folder, ChoiceFile), file.Id);

    public string PathOf(string id) => Path.Combine(Folder, $"{id}.gguf");

    private static bool IsWhole(string path, long bytes) => new FileInfo(path) is { Exists: true } file && file.Length == bytes;
}
