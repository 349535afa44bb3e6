namespace Mact.Core.Access;

/// <summary>Links by which a run is shared: one for each run at most. Only the hash of what a link ends with is kept.</summary>
public interface ILinkStore
{
    /// <summary>Keeps a link; an earlier one of the run leads nowhere from then on.</summary>
    Task AddAsync(string hash, string questionId, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The question that a link leads to, or null.</summary>
    Task<string?> FindAsync(string hash, CancellationToken cancellationToken);

    /// <summary>When the link of a run was made; null: there is none.</summary>
    Task<DateTimeOffset?> MadeAtAsync(string questionId, CancellationToken cancellationToken);

    /// <summary>Ends the sharing of a run. False: it was not shared.</summary>
    Task<bool> RevokeAsync(string questionId, CancellationToken cancellationToken);
}
