using Mact.Worker.Models;

namespace Mact.Cli.Replay;

/// <summary>The sampling client of a process that asks no model: to be asked is a fault.</summary>
internal sealed class NoModel : ISamplingClient
{
    /// <inheritdoc/>
    public Task<SampleBatch> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A replay asked for a model.");
}
