using System.Text.Json.Serialization;

namespace Mact.Worker.Models.Wire;

/// <summary>One token.</summary>
internal sealed record TokenLogprobBody
{
    [JsonConverter(typeof(LenientStringConverter))]
    public string? Token { get; init; }

    [JsonConverter(typeof(LenientDoubleConverter))]
    public double? Logprob { get; init; }
}
