namespace Mact.DevServices.Model;

/// <summary>What stands behind the model endpoint: messages in, texts out.</summary>
/// <remarks>Text i depends on the messages and on seed i only. It is called from several requests at once.</remarks>
public interface IModel
{
    /// <summary>The name that <c>/v1/models</c> lists.</summary>
    string Name { get; }

    /// <summary>Writes one text per seed, in the order of the seeds, without regard to limits and stop strings: the endpoint applies both.</summary>
    IReadOnlyList<string> Complete(ModelPrompt prompt, CancellationToken cancellationToken);
}

/// <summary>One request to a model.</summary>
/// <param name="Messages">The conversation, the oldest message first.</param>
/// <param name="Seeds">One seed per completion; their number is the request's <c>n</c>.</param>
public sealed record ModelPrompt(IReadOnlyList<ModelMessage> Messages, IReadOnlyList<long> Seeds);

/// <summary>One message of a conversation.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">Its text; the parts of a divided content are joined by line breaks.</param>
public sealed record ModelMessage(string Role, string Content);
