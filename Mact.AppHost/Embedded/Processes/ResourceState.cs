namespace Mact.AppHost.Embedded.Processes;

/// <summary>Where a child process stands.</summary>
internal enum ResourceState
{
    /// <summary>Not started, or stopped in good order.</summary>
    Stopped,

    /// <summary>Running, not ready yet.</summary>
    Starting,

    /// <summary>Ready.</summary>
    Running,

    /// <summary>Died; to be started again after a pause.</summary>
    Restarting,

    /// <summary>Being stopped in good order.</summary>
    Stopping,

    /// <summary>Could not be started.</summary>
    Failed,
}
