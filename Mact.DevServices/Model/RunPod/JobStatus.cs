namespace Mact.DevServices.Model.RunPod;

/// <summary>The states of a serverless job, in the gateway's own words.</summary>
internal static class JobStatus
{
    public const string InQueue = "IN_QUEUE";
    public const string InProgress = "IN_PROGRESS";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
    public const string Cancelled = "CANCELLED";
    public const string TimedOut = "TIMED_OUT";
}
