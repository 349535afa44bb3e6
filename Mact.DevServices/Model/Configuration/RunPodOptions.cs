using System.ComponentModel.DataAnnotations;

namespace Mact.DevServices.Model.Configuration;

/// <summary>The RunPod serverless routes in front of the endpoint: <c>/v2/{id}/openai/v1/…</c>, <c>/v2/{id}/run</c> and so on.</summary>
public sealed class RunPodOptions
{
    /// <summary>Whether the routes are there.</summary>
    public bool Enabled { get; set; }

    /// <summary>How the worker hands on vLLM's errors.</summary>
    public RunPodErrors Errors { get; set; } = RunPodErrors.Proxy;

    /// <summary>What the gateway answers for a failed job.</summary>
    public RunPodFailure Failure { get; set; } = RunPodFailure.Status500;

    /// <summary>Jobs one worker takes at once (<c>MAX_CONCURRENCY</c>); more wait in the queue.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrency { get; set; } = 30;

    /// <summary>Requests the gateway holds at once; more get 429.</summary>
    [Range(1, 100_000)]
    public int MaxRequests { get; set; } = 400;

    /// <summary>The longest a job may run, in seconds (<c>executionTimeout</c>).</summary>
    [Range(0.001, 86_400)]
    public double ExecutionTimeoutSeconds { get; set; } = 600;
}
