namespace Mact.Core.Evaluation.Reporting;

/// <summary>What came of an item, in one word.</summary>
public enum ItemVerdict
{
    /// <summary>It was answered right.</summary>
    Right,

    /// <summary>It was answered, and wrong.</summary>
    Wrong,

    /// <summary>It was asked and not answered; that counts as wrong in the accuracy.</summary>
    Unanswered,

    /// <summary>The row could not be asked and is in no figure.</summary>
    BadRow,
}
