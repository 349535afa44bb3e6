using Mact.DevServices.Model.Chat;

namespace Mact.DevServices.Model.RunPod;

/// <summary>Writes jobs as the native job API does.</summary>
internal sealed class JobJson(TimeProvider time)
{
    public static byte[] Accepted(Job job) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", job.Id);
        json.WriteString("status", job.Status);
        json.WriteEndObject();
    });

    /// <summary>The job's error as an OpenAI route answers it.</summary>
    public static byte[] Error(Job job) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("error", job.Error ?? job.Status);
        json.WriteEndObject();
    });

    public byte[] Full(Job job) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        if (job.Started is { } started)
        {
            json.WriteNumber("delayTime", (long)time.GetElapsedTime(job.Enqueued, started).TotalMilliseconds);
        }

        if (job is { Started: { } begun, Ended: { } ended })
        {
            json.WriteNumber("executionTime", (long)time.GetElapsedTime(begun, ended).TotalMilliseconds);
        }

        json.WriteString("id", job.Id);
        if (job.Output is not null)
        {
            // The worker's output is a list: streams are gathered in it.
            json.WriteStartArray("output");
            json.WriteRawValue(job.Output);
            json.WriteEndArray();
        }

        if (job.Error is not null)
        {
            json.WriteString("error", job.Error);
        }

        json.WriteString("status", job.Status);
        json.WriteEndObject();
    });

    public static byte[] Health(IReadOnlyCollection<Job> jobs, bool isCold) => JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("jobs");
        json.WriteNumber("completed", jobs.Count(static job => job.Status is JobStatus.Completed));
        json.WriteNumber("failed", jobs.Count(static job => job.Status is JobStatus.Failed or JobStatus.TimedOut));
        json.WriteNumber("inProgress", jobs.Count(static job => job.Status is JobStatus.InProgress));
        json.WriteNumber("inQueue", jobs.Count(static job => job.Status is JobStatus.InQueue));
        json.WriteNumber("retried", 0);
        json.WriteEndObject();
        json.WriteStartObject("workers");
        json.WriteNumber("idle", isCold ? 0 : 1);
        json.WriteNumber("initializing", isCold ? 1 : 0);
        json.WriteNumber("ready", isCold ? 0 : 1);
        json.WriteNumber("running", jobs.Any(static job => job.Status is JobStatus.InProgress) ? 1 : 0);
        json.WriteNumber("throttled", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
