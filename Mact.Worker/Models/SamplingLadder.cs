namespace Mact.Worker.Models;

/// <summary>How the n samples of a call were obtained, from best to worst.</summary>
public static class SamplingLadder
{
    /// <summary>One request with n.</summary>
    public const string Batch = "batch";

    /// <summary>Several requests with a smaller n, since the endpoint takes no larger one.</summary>
    public const string SmallerBatches = "smallerBatches";

    /// <summary>One request per sample, since the endpoint knows no n.</summary>
    public const string Singles = "singles";

    /// <summary>No request: the samples were recorded before.</summary>
    public const string Replayed = "replayed";
}
