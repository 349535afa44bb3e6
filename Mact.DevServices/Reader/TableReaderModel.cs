using Mact.Core.Prompts;
using Mact.DevServices.Model;

namespace Mact.DevServices.Reader;

/// <summary>
/// A stand-in for a language model that answers simple questions about tables by rules: it reads the prompt's tables and question, lists what the question can
/// mean, and writes what a planner or coder would write for one of these readings. It is no language model, and what it cannot read it says so.
/// </summary>
/// <remarks>Samples differ where a question has several readings: each seed draws one, the likelier the more often. Nothing is damaged at random.</remarks>
public sealed class TableReaderModel(TimeProvider time) : IModel
{
    /// <summary>The name that the endpoint serves it under.</summary>
    public const string ModelName = "mact-table-reader";

    private readonly QuestionReader _reader = new(time);

    /// <inheritdoc/>
    public string Name => ModelName;

    /// <inheritdoc/>
    public IReadOnlyList<string> Complete(ModelPrompt prompt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var message = prompt.Messages.LastOrDefault(message => message.Role == "user")?.Content ?? string.Empty;
        if (!PromptEnvelopeReader.TryRead(message, out var envelope))
        {
            return [.. prompt.Seeds.Select(_ => ReplyWriter.NotUnderstood)];
        }

        var readings = _reader.Read(envelope.Question, BaseTables(envelope), cancellationToken);
        return [.. prompt.Seeds.Select(seed => ReplyWriter.Write(envelope, readings, seed))];
    }

    // Results of earlier steps are tables as well; the question is about the ones that it came with.
    private static List<PromptTable> BaseTables(PromptEnvelope envelope) =>
        [.. envelope.Tables.Where(table => !IsDerived(table.Name, envelope.Steps.Count))];

    private static bool IsDerived(string name, int steps) =>
        Enumerable.Range(1, steps).Any(step => string.Equals(name, $"step{step}", StringComparison.OrdinalIgnoreCase));
}
