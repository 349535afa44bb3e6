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
