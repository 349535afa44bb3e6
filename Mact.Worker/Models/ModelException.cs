using System.Diagnostics.CodeAnalysis;
using Mact.Core.Questions;

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
