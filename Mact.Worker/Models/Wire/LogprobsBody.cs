using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>Log-probabilities of the tokens of a choice.</summary>
internal sealed record LogprobsBody
{
    [JsonConverter(typeof(LenientListConverter<TokenLogprobBody>))]
    public IReadOnlyList<TokenLogprobBody>? Content { get; init; }
}
