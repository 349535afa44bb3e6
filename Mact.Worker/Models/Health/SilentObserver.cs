namespace Mact.Worker.Models.Health;

/// <summary>For waits that belong to no question.</summary>
internal sealed class SilentObserver : IWaitingObserver
{
    /// <inheritdoc/>
    public Task WaitingAsync(string endpoint, string reason, string message, TimeSpan waited, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken) => Task.CompletedTask;
}
