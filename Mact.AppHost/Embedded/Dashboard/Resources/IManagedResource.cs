using Mact.AppHost.Embedded.Processes;
using Mact.AppHost.Embedded.Topology;

namespace Mact.AppHost.Embedded.Dashboard.Resources;

/// <summary>What the dashboard knows of a resource and may do with it.</summary>
internal interface IManagedResource
{
    ResourceSpec Spec { get; }

    ResourceState State { get; }

    /// <summary>How often it was started again after it had died.</summary>
    int Restarts { get; }

    /// <summary>The id of the running process; null when there is none.</summary>
    int? ProcessId { get; }

    /// <summary>Starts it after a stop and returns at once; does nothing when it runs.</summary>
    Task StartAgainAsync();

    /// <summary>Stops it in good order and returns when it has ended; it stays stopped until it is started again.</summary>
    Task StopAsync();
}
