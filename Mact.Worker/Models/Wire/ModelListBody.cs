using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>The reply of /v1/models.</summary>
internal sealed record ModelListBody
{
    [JsonConverter(typeof(LenientListConverter<ModelBody>))]
    public IReadOnlyList<ModelBody>? Data { get; init; }
}
