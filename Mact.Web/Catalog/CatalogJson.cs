using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mact.Web.Catalog;

/// <summary>The JSON of the manifest.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<Example>))]
internal sealed partial class CatalogJson : JsonSerializerContext;
