namespace Mact.DevServices.Model;

/// <summary>What stands behind the model endpoint stand-in: messages in, n completions out.</summary>
/// <remarks>
/// An implementation is deterministic: completion i depends only on the messages and on seed i. It is called from
/// several requests at once and must be safe for that.
/// </remarks>
public interface IModel
{
    /// <summary>The model's name, as <c>/v1/models</c> lists it when no served names are configured.</summary>
    string Name { get; }

    /// <summary>Writes one completion per seed, in the order of the seeds.</summary>
    /// <param name="prompt">The messages and one seed per wanted completion.</param>
    /// <param name="cancellationToken">Set when the client has gone away.</param>
    /// <returns>The completions, uncut and without regard to stop strings: the endpoint applies both limits.</returns>
    IReadOnlyList<ModelCompletion> Complete(ModelPrompt prompt, CancellationToken cancellationToken);
}
