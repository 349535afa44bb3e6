using System.Diagnostics.CodeAnalysis;

namespace Mact.Worker.Models;

/// <summary>A model endpoint cannot serve the call, and trying again now will not help: the question fails with <see cref="Error"/>.</summary>
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Without an error there is nothing to tell the question.")]
public class ModelException : Exception
{
    /// <summary>A failure that ends the question.</summary>
    public ModelException(QuestionError error)
        : this(error, innerException: null)
    {
    }

    /// <inheritdoc cref="ModelException(QuestionError)"/>
    public ModelException(QuestionError error, Exception? innerException)
        : base(error.Message, innerException) => Error = error;

    /// <summary>Code, words and, for an unknown model, the served names. Free of secrets.</summary>
    public QuestionError Error { get; }
}

/// <summary>The prompt does not fit the model's context, whatever max_tokens. A shorter prompt may.</summary>
[SuppressMessage("Roslynator", "RCS1194:Implement exception constructors", Justification = "Without an error there is nothing to tell the question.")]
public sealed class ContextTooLongException(QuestionError error, int? promptTokens, int? contextTokens, double? share = null)
    : ModelException(error)
{
    /// <summary>The share of its size to which the prompt must shrink, above 0 and below 1; null where unknown.</summary>
    public double? Share { get; } = share;

    /// <summary>Tokens of the prompt as the endpoint or an estimate has it; null where unknown.</summary>
    public int? PromptTokens { get; } = promptTokens;

    /// <summary>The model's context in tokens; null where unknown.</summary>
    public int? ContextTokens { get; } = contextTokens;
}
