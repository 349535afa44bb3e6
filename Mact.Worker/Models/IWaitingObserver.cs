namespace Mact.Worker.Models;

/// <summary>Hears when a call waits for its endpoint, so that people see why.</summary>
public interface IWaitingObserver
{
    /// <summary>Called when a wait begins and, at growing intervals, as it goes on.</summary>
    /// <param name="endpoint">planner or coder.</param>
    /// <param name="reason">One of <see cref="WaitReasons"/>.</param>
    /// <param name="message">In words: "model is starting, 42 s".</param>
    /// <param name="waited">Since the wait began.</param>
    /// <param name="cancellationToken">Of the call.</param>
    Task WaitingAsync(string endpoint, string reason, string message, TimeSpan waited, CancellationToken cancellationToken);

    /// <summary>The endpoint answered after <paramref name="waited"/>. Called only after <see cref="WaitingAsync"/>.</summary>
    Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken);
}
