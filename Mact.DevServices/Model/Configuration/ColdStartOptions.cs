using System.ComponentModel.DataAnnotations;

namespace Mact.DevServices.Model.Configuration;

/// <summary>A cold start of the model endpoint.</summary>
public sealed class ColdStartOptions
{
    /// <summary>What a client sees meanwhile.</summary>
    public ColdStartKind Kind { get; set; }

    /// <summary>How long it takes, in seconds of the injected clock.</summary>
    [Range(0, 86_400)]
    public double Seconds { get; set; }

    /// <summary>The same as a time span.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);
}
