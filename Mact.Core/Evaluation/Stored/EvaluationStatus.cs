namespace Mact.Core.Evaluation.Stored;

/// <summary>Where an evaluation stands.</summary>
public enum EvaluationStatus
{
    /// <summary>Items are handed in as others end.</summary>
    Running,

    /// <summary>Nothing is handed in until it is resumed; what is in the queue is carried out.</summary>
    Paused,

    /// <summary>Every row has its result.</summary>
    Finished,

    /// <summary>A person ended it; results so far stay.</summary>
    Cancelled,

    /// <summary>A person ended it; its unfinished questions are being cancelled.</summary>
    Cancelling,

    /// <summary>It is no longer shown; its questions are being removed, and then itself.</summary>
    Deleting,
}
