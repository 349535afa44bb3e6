namespace Mact.Worker.Pump;

/// <summary>Why a run is stopped before its end.</summary>
internal enum StopReason
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>A person cancelled the question.</summary>
    Cancelled,

    /// <summary>The lease could not be renewed: another worker owns the question, or it is to be cancelled.</summary>
    LeaseLost,

    /// <summary>The process stops.</summary>
    Draining,
}
