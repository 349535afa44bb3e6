namespace Mact.DevServices.Model;

/// <summary>A model whose completions a function writes; for tests.</summary>
public sealed class ScriptedModel(string name, Func<ModelPrompt, long, string> write) : IModel
{
    /// <summary>A model that writes the same text for every request.</summary>
    public ScriptedModel(string text)
        : this("scripted-model", (_, _) => text)
    {
    }

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public IReadOnlyList<ModelCompletion> Complete(ModelPrompt prompt, CancellationToken cancellationToken) =>
        [.. prompt.Seeds.Select(seed => new ModelCompletion(write(prompt, seed)))];
}
