using System.Diagnostics.CodeAnalysis;
using Mact.Core.Questions;

namespace Mact.Worker.Models;

/// <summary>The prompt does not fit the model's context, whatever max_tokens. A shorter prompt may.</summary>
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Without an error there is nothing to tell the question.")]
public sealed class ContextTooLongException(QuestionError error, int? promptTokens, int? contextTokens) : ModelException(error)
{
    /// <summary>Tokens of the prompt as the endpoint or an estimate has it; null where unknown.</summary>
    public int? PromptTokens { get; } = promptTokens;

    /// <summary>The model's context in tokens; null where unknown.</summary>
    public int? ContextTokens { get; } = contextTokens;
}
