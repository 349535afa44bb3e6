using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mact.DevServices.Model.Configuration;

/// <summary>Settings of the model endpoint stand-in, section <c>Model</c>.</summary>
public sealed class ModelStandInOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Model";

    /// <summary>The loopback port of the endpoint; 0 takes a free one, unset opens no port of its own.</summary>
    [Range(0, 65535)]
    public int? Port { get; set; }

    /// <summary>The names the endpoint answers to, first one canonical. Empty: the model's own name.</summary>
    public IList<string> ServedNames { get; } = [];

    /// <summary>The key that paths under <c>/v1</c> and <c>/v2</c> ask for; unset: none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The context window: prompt and completion together, in tokens.</summary>
    [Range(16, 10_000_000)]
    public int MaxModelLength { get; set; } = 40_960;

    /// <summary>
    /// The vLLM version acted: below 0.10.1 errors are flat objects, below 0.14 an unknown model names no parameter, below 0.28 there is no limit on stop strings.
    /// </summary>
    [Required, RegularExpression(@"^\d+\.\d+\.\d+$")]
    public string VllmVersion { get; set; } = "0.28.0";

    /// <summary>The most completions of one request (<c>VLLM_MAX_N_SEQUENCES</c>).</summary>
    [Range(1, 16_384)]
    public int MaxCompletions { get; set; } = 16_384;

    /// <summary>The most stop strings of one request (<c>VLLM_MAX_STOP_STRINGS</c>), from version 0.28 on.</summary>
    [Range(1, 1_000)]
    public int MaxStopStrings { get; set; } = 4;

    /// <summary>Whether usage says how many prompt tokens came from the prefix cache (<c>--enable-prompt-tokens-details</c>).</summary>
    public bool PromptTokensDetails { get; set; } = true;

    /// <summary>Simulated speed; off by default.</summary>
    [ValidateObjectMembers]
    public LatencyOptions Latency { get; } = new();

    /// <summary>A cold start to act; none by default.</summary>
    [ValidateObjectMembers]
    public ColdStartOptions ColdStart { get; } = new();

    /// <summary>The RunPod serverless routes in front of the endpoint; off by default.</summary>
    [ValidateObjectMembers]
    public RunPodOptions RunPod { get; } = new();

    /// <summary>Faults to act; none by default.</summary>
    [ValidateEnumeratedItems]
    public IList<FaultRule> Faults { get; } = [];

    /// <summary>The version acted, parsed.</summary>
    public Version Version => Version.Parse(VllmVersion);

    /// <summary>Whether errors are flat objects, as before 0.10.1.</summary>
    public bool FlatErrors => Version < new Version(0, 10, 1);
}
