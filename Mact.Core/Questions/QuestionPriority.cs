namespace Mact.Core.Questions;

/// <summary>Which questions are claimed first.</summary>
public enum QuestionPriority
{
    /// <summary>A person waits.</summary>
    Interactive,

    /// <summary>An evaluation item; yields to people, but is never starved.</summary>
    Evaluation,
}
