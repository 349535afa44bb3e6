using Mact.Core.Queueing;

namespace Mact.Api.SystemStatus;

/// <summary>What the stack consists of, and how it is, at this moment.</summary>
/// <param name="Version">Of the Api.</param>
/// <param name="Persistent">False where questions live in memory only and are gone when the stack stops.</param>
/// <param name="Store">Whether queue and store answer.</param>
/// <param name="Queue">Depth, age, workers; null while the store does not answer.</param>
/// <param name="Model">As configured.</param>
/// <param name="Failures">The latest questions that failed, and all that were given up, newest first.</param>
public sealed record SystemReport(
    string Version,
    bool Persistent,
    StoreReport Store,
    QueueSnapshot? Queue,
    ModelReport Model,
    IReadOnlyList<FailureReport> Failures);
