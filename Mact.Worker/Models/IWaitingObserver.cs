namespace Mact.Worker.Models;

/// <summary>Hears when a call waits for its endpoint, so that people see why.</summary>
public interface IWaitingObserver
{
    /// <summary>Called when a wait begins and, at growing intervals, as it goes on.</summary>
    /// <param name="endpoint">planner or coder.</param>
    /// <param name="reason">One of <see cref="WaitReasons"/>.</param>
    /// <param name="message">In words: "model is starting, 42 s".</param>
    /// <param name="waited">Since the wait began.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task WaitingAsync(string endpoint, string reason, string message, TimeSpan waited, CancellationToken cancellationToken);

    /// <summary>The endpoint answered after <paramref name="waited"/>. Called only after <see cref="WaitingAsync"/>.</summary>
    Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken);
}

/// <summary>Why a call waits: part of the run records, stable.</summary>
public static class WaitReasons
{
    /// <summary>The endpoint has not answered yet since this process started.</summary>
    public const string Starting = "starting";

    /// <summary>It answered before and does not now.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>It says that it has too much to do (429, 503).</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The request waits in the provider's queue for a machine.</summary>
    public const string Queued = "queued";
}

/// <summary>For waits that belong to no question.</summary>
internal sealed class SilentObserver : IWaitingObserver
{
    /// <inheritdoc/>
    public Task WaitingAsync(string endpoint, string reason, string message, TimeSpan waited, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <inheritdoc/>
    public Task ResumedAsync(string endpoint, TimeSpan waited, CancellationToken cancellationToken) => Task.CompletedTask;
}
