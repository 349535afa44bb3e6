namespace Mact.DevServices.Model.Configuration;

/// <summary>What RunPod's gateway answers for a failed job on an OpenAI route. Both were reported; the gateway is closed source.</summary>
public enum RunPodFailure
{
    /// <summary>500 with the job's error.</summary>
    Status500,

    /// <summary>200 with the job's error.</summary>
    Status200,
}
