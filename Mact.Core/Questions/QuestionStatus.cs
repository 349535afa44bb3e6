namespace Mact.Core.Questions;

/// <summary>Where a question stands. The last five are terminal.</summary>
public enum QuestionStatus
{
    /// <summary>Accepted, not yet claimed (or handed back and to be claimed again).</summary>
    Queued,

    /// <summary>A worker is on it.</summary>
    Running,

    /// <summary>A worker would be on it but for the model endpoint, or a retry is due later.</summary>
    Waiting,

    /// <summary>There is an answer.</summary>
    Answered,

    /// <summary>The leading answer's agreement is below the threshold that was asked for.</summary>
    NotEnoughAgreement,

    /// <summary>A limit ended it without an answer, or it was not understood.</summary>
    Halted,

    /// <summary>It could not be answered for a reason outside the question.</summary>
    Failed,

    /// <summary>A person cancelled it.</summary>
    Cancelled,
}
