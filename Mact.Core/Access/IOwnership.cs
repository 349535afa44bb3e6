namespace Mact.Core.Access;

/// <summary>What belongs to whom.</summary>
public enum OwnedKind
{
    /// <summary>A question, with its records.</summary>
    Question,

    /// <summary>A table; stored once by content, with an entry for each of its owners.</summary>
    Table,

    /// <summary>A part of a prompt.</summary>
    Prompt,

    /// <summary>An evaluation.</summary>
    Evaluation,
}

/// <summary>Says what belongs to whom. What was stored while nobody was told apart belongs to nobody.</summary>
public interface IOwnership
{
    /// <summary>Notes that something is a person's; again is the same. A table is then there as long as one that no question uses, whoever else
    /// lets it go.</summary>
    Task GrantAsync(OwnedKind kind, string owner, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Those of the ids that are the person's.</summary>
    Task<IReadOnlySet<string>> OwnedAsync(OwnedKind kind, string owner, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>A person's, newest first. <paramref name="before"/> is the last one seen, or null.</summary>
    Task<IReadOnlyList<string>> ListAsync(OwnedKind kind, string owner, string? before, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Bytes that a person's tables, questions with their records and prompts, and evaluations with their results take in the store, as they lie
    /// there. What several share counts for each. Questions and tables that are gone are forgotten.
    /// </summary>
    Task<long> StoredBytesAsync(string owner, CancellationToken cancellationToken);

    /// <summary>Something is no longer there.</summary>
    Task ForgetAsync(OwnedKind kind, string owner, string id, CancellationToken cancellationToken);
}
