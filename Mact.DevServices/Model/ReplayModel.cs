namespace Mact.DevServices.Model;

/// <summary>
/// A model that gives recorded completions, for tests: for each request the recording whose key is part of its last message, and from that the
/// one the seed picks.
/// </summary>
/// <param name="recordings">Completions by key; the first matching key counts.</param>
/// <param name="name">The model's name.</param>
public sealed class ReplayModel(IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> recordings, string name = "replay-model") : IModel
{
    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">Nothing was recorded for the request.</exception>
    public IReadOnlyList<ModelCompletion> Complete(ModelPrompt prompt, CancellationToken cancellationToken)
    {
        var last = prompt.Messages[^1].Content;
        var (key, texts) = recordings.FirstOrDefault(recording => last.Contains(recording.Key, StringComparison.Ordinal));
        if (key is null || texts.Count == 0)
        {
            throw new InvalidOperationException("Nothing was recorded for this request.");
        }

        return [.. prompt.Seeds.Select(seed => new ModelCompletion(texts[(int)((ulong)seed % (ulong)texts.Count)]))];
    }
}
