using Mact.Worker.Models;

namespace Mact.Benchmarks.Sampling;

/// <summary>Nobody watches.</summary>
internal sealed class PatientObserver : IWaitingObserver
{
    public Task WaitingAsync(string endpoint, string reason, string message, TimeSpan waited, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken) => Task.CompletedTask;
}
