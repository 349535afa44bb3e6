using System.Diagnostics;

namespace Mact.Worker.Telemetry;

/// <summary>The worker's activity source; its meter has the same name.</summary>
public static class WorkerTelemetry
{
    /// <summary>Name of the source and the meter.</summary>
    public const string Name = "Mact.Worker";

    /// <summary>Spans of the worker.</summary>
    public static ActivitySource Source { get; } = new(Name);
}
