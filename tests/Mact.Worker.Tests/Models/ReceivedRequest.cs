using System.Text.Json;

namespace Mact.Worker.Tests.Models;

/// <summary>A request as the endpoint saw it.</summary>
internal sealed record ReceivedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public int N => Json.TryGetProperty("n", out var n) ? n.GetInt32() : 1;

    public long Seed => Json.TryGetProperty("seed", out var seed) ? seed.GetInt64() : -1;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public bool Has(string field) => Json.TryGetProperty(field, out _);
}
