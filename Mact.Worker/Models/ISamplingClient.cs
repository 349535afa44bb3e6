namespace Mact.Worker.Models;

/// <summary>Draws n completions of one prompt from a model endpoint, in one request wherever the endpoint can.</summary>
public interface ISamplingClient
{
    /// <summary>
    /// Draws <see cref="SampleRequest.N"/> completions. Waits while the endpoint starts or is overloaded (the observer hears of it), tops up
    /// samples that did not come, and gives back exactly n completions, each with its status.
    /// </summary>
    /// <exception cref="ContextTooLongException">The prompt does not fit the model's context, whatever max_tokens.</exception>
    /// <exception cref="ModelException">Final, with the error of the question.</exception>
    Task<SampleBatch> SampleAsync(SampleRequest request, IWaitingObserver observer, CancellationToken cancellationToken);
}
