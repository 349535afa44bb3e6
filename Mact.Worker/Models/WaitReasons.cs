namespace Mact.Worker.Models;

/// <summary>Why a call waits: part of the run records, stable.</summary>
public static class WaitReasons
{
    /// <summary>The endpoint has not answered yet since this process started.</summary>
    public const string Starting = "starting";

    /// <summary>It answered before and does not now.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>It says that it has too much to do (429, 503).</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The request waits in the provider's queue for a machine.</summary>
    public const string Queued = "queued";
}
