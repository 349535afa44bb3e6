namespace Mact.DevServices.Model.Configuration;

/// <summary>How a RunPod vLLM worker hands on an error of vLLM; it changed twice.</summary>
public enum RunPodErrors
{
    /// <summary>Until v2.9.5: the flat error object is the job's normal output, so the gateway answers 200 with it.</summary>
    FlatOutput,

    /// <summary>v2.9.6 to v2.23: the job fails and its error is the error object in Python's notation.</summary>
    InProcess,

    /// <summary>v2.24 and later: the job fails and vLLM's status and body are inside a worker error's message.</summary>
    Proxy,
}
