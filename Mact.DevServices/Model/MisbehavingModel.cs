using System.Text;

namespace Mact.DevServices.Model;

/// <summary>A model that behaves badly in one way; for tests.</summary>
public sealed class MisbehavingModel(Misbehaviour misbehaviour) : IModel
{
    private const string GarbageText = "\u0000\u0007\u001b[31m\ud800 <script>alert(1)</script> \u202e```sql\nDROP TABLE t; --\n``` Finish[[[";

    /// <inheritdoc />
    public string Name => "misbehaving-model";

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">The misbehaviour is <see cref="Misbehaviour.Throws"/>.</exception>
    public IReadOnlyList<ModelCompletion> Complete(ModelPrompt prompt, CancellationToken cancellationToken)
    {
        switch (misbehaviour)
        {
            case Misbehaviour.Throws:
                throw new InvalidOperationException("This model always fails.");
            case Misbehaviour.Hangs:
                cancellationToken.WaitHandle.WaitOne();
                cancellationToken.ThrowIfCancellationRequested();
                return [];
            case Misbehaviour.OneOnly:
                return [new ModelCompletion("Finish[one]")];
            default:
                var text = Text(prompt.MaxTokens);
                return [.. prompt.Seeds.Select(_ => new ModelCompletion(text))];
        }
    }

    private string Text(int maxTokens) => misbehaviour switch
    {
        Misbehaviour.Repeats => new StringBuilder().Insert(0, " again", maxTokens + 1).ToString(),
        Misbehaviour.Garbage => GarbageText,
        _ => "",
    };
}
