using System.ComponentModel.DataAnnotations;

namespace Mact.DevServices.Model.Configuration;

/// <summary>Simulated speed of the model endpoint. Every figure that comes from it is simulated.</summary>
public sealed class LatencyOptions
{
    /// <summary>The name of a profile, such as <c>qwen3-8b-h100</c>; unset: answers come at once.</summary>
    public string? Profile { get; set; }

    /// <summary>What a simulated second takes in real seconds: 1 is true to life, 0.1 ten times as fast.</summary>
    [Range(0.0001, 100)]
    public double TimeScale { get; set; } = 1;
}
