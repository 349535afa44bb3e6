namespace Mact.DevServices.Model.Configuration;

/// <summary>What a client sees of an endpoint that has not started yet.</summary>
public enum ColdStartKind
{
    /// <summary>The endpoint is warm.</summary>
    None,

    /// <summary>Nobody listens on the port: connections are refused.</summary>
    ClosedPort,

    /// <summary>A proxy in front answers 500.</summary>
    Errors500,

    /// <summary>A serverless gateway answers 200 with a queued job's body. The first request wakes the worker.</summary>
    Queued,
}
