using Mact.Core.Queueing;

namespace Mact.Web.ApiAccess;

/// <summary>What the stack consists of at this moment.</summary>
/// <param name="Queue">Depth, age, workers.</param>
/// <param name="Model">The configured model endpoint.</param>
/// <param name="Persistent">False where questions are kept in memory only and are gone when the stack stops.</param>
/// <param name="Version">Of the Api.</param>
/// <param name="Store">Whether queue and store answer.</param>
/// <param name="Failures">The latest questions that failed, and all that were given up.</param>
public sealed record SystemInfo(
    QueueSnapshot? Queue,
    ModelInfo? Model,
    bool Persistent,
    string? Version,
    StoreInfo? Store = null,
    IReadOnlyList<FailureInfo>? Failures = null);
