using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mact.Web.Services;

/// <summary>The bundled example tables and questions, read once from the folder that travels with the program.</summary>
public sealed partial class ExampleCatalog(IWebHostEnvironment environment, ILogger<ExampleCatalog> logger)
{
    private const string ManifestName = "examples.json";

    private readonly Lazy<IReadOnlyList<Example>> _examples = new(() => Read(FolderOf(environment), logger));

    /// <summary>All examples; empty where none are bundled.</summary>
    public IReadOnlyList<Example> All => _examples.Value;

    /// <summary>The bytes of an example's table.</summary>
    /// <exception cref="IOException">The file is not there.</exception>
    public Task<byte[]> ReadAsync(ExampleTable table, CancellationToken cancellationToken)
    {
        return File.ReadAllBytesAsync(Path.Combine(FolderOf(environment), Path.GetFileName(table.File)), cancellationToken);
    }

    private static string FolderOf(IWebHostEnvironment environment)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "Examples");
        return File.Exists(Path.Combine(beside, ManifestName)) ? beside : Path.Combine(environment.ContentRootPath, "Examples");
    }

    private static IReadOnlyList<Example> Read(string folder, ILogger logger)
    {
        var manifest = Path.Combine(folder, ManifestName);
        try
        {
            using var stream = File.OpenRead(manifest);
            using var document = JsonDocument.Parse(stream);
            var list = document.RootElement is { ValueKind: JsonValueKind.Object } root ? root.GetProperty("examples") : document.RootElement;
            return list.Deserialize(CatalogJson.Default.IReadOnlyListExample) ?? [];
        }
        catch (Exception exception) when (exception is IOException or JsonException or KeyNotFoundException)
        {
            Log.Unreadable(logger, manifest, exception);
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The example tables cannot be read from {Manifest}; the page goes without")]
        public static partial void Unreadable(ILogger logger, string manifest, Exception exception);
    }
}

/// <summary>An example: tables that belong together, and questions about them.</summary>
public sealed record Example(
    string Id,
    string Title,
    string Description,
    IReadOnlyList<ExampleTable> Tables,
    IReadOnlyList<ExampleQuestion> Questions);

/// <summary>A table of an example.</summary>
/// <param name="Name">The name that SQL uses.</param>
/// <param name="File">In the folder of the manifest.</param>
public sealed record ExampleTable(string Name, string File);

/// <summary>A question about an example's tables, with its answer, which tests compare and pages do not show.</summary>
public sealed record ExampleQuestion(string Text, IReadOnlyList<string> Answer);

/// <summary>The JSON of the manifest.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<Example>))]
internal sealed partial class CatalogJson : JsonSerializerContext;
