using System.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Mact.AppHost.Aspire.Tests;

/// <summary>What the AppHost's own process publishes, in a folder of its own.</summary>
internal sealed class PublishedFiles : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mact-published-");

    private PublishedFiles()
    {
    }

    public string Output { get; private set; } = string.Empty;

    private string Folder => Path.Combine(_folder.FullName, "out");

    /// <summary>Publishes for a target.</summary>
    public static Task<PublishedFiles> ForAsync(string target, params string[] arguments) =>
        RunAsync(["--operation", "publish", "--step", "publish", "--target", target, "--output-path", "out", .. arguments]);

    /// <summary>Writes the manifest.</summary>
    public static Task<PublishedFiles> ManifestAsync() => RunAsync(["--publisher", "manifest", "--output-path", "out/aspire-manifest.json"]);

    public string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>The text of every file.</summary>
    public IEnumerable<string> Texts() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText);

    /// <summary>The only document of a YAML file; the chart's templates are YAML as well, since what Helm fills in stands in quotes.</summary>
    public YamlMappingNode Yaml(string file)
    {
        using var reader = new StringReader(Text(file));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<PublishedFiles> RunAsync(IReadOnlyList<string> arguments)
    {
        var files = new PublishedFiles();
        var start = new ProcessStartInfo("dotnet", [typeof(Projects.Mact_AppHost).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = files._folder.FullName,
        };

        // Values of parameters are saved in the home folder and used again by later runs: none of that here.
        start.Environment["HOME"] = files._folder.FullName;
        start.Environment["USERPROFILE"] = files._folder.FullName;
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        files.Output = await process.StandardOutput.ReadToEndAsync(limit.Token) + await error;
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, files.Output);
        return files;
    }
}
