using System.Runtime.InteropServices;
using Mact.Client.Access;

namespace Mact.Core.Access;

/// <summary>The keys that were made and not revoked.</summary>
public interface IApiKeyStore
{
    /// <summary>Keeps a key under the hash of its secret.</summary>
    Task AddAsync(string hash, ApiKey key, CancellationToken cancellationToken);

    /// <summary>The key of a secret with this hash, or null.</summary>
    Task<ApiKey?> FindAsync(string hash, CancellationToken cancellationToken);

    /// <summary>All of them, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Makes a key invalid at once. False: there is none of this id.</summary>
    Task<bool> RevokeAsync(string id, CancellationToken cancellationToken);
}

/// <summary>The keys that the page's cookies are protected with, as XML: the same for all of its replicas, and after a restart.</summary>
public interface IPageKeyStore
{
    /// <summary>All of them, in the order in which they came.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Keeps one more.</summary>
    Task AddAsync(string xml, CancellationToken cancellationToken);
}

/// <summary>How many tokens were used on a day (UTC), as the workers count them while they journal model calls.</summary>
public interface ITokenLedger
{
    /// <summary>Tokens read and written on the day.</summary>
    /// <param name="day">UTC.</param>
    /// <param name="client">Whose questions; null = all together.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<long> SpentAsync(DateOnly day, string? client, CancellationToken cancellationToken);
}

/// <summary>How much memory the store takes, as it tells itself; null where it does not tell, or has no bound.</summary>
/// <param name="Used">Bytes in use.</param>
/// <param name="Max">Bytes at which it takes no more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StoreSize(long? Used, long? Max);

/// <summary>Tells how full the store is.</summary>
public interface IStoreSize
{
    /// <summary>How full it is now.</summary>
    Task<StoreSize> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>The latest of what people did; the log has all of it.</summary>
public interface IAuditStore
{
    /// <summary>Notes something; the oldest are let go.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAsync(CancellationToken cancellationToken);
}

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
