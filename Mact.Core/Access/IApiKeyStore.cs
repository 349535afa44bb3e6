namespace Mact.Core.Access;

/// <summary>A key that a program asks with. The key itself is nowhere stored, only its SHA-256.</summary>
/// <param name="Id">Names the key; no secret.</param>
/// <param name="Name">What a person calls it.</param>
/// <param name="Owner">Whose questions, tables and evaluations it reads and makes.</param>
/// <param name="Scopes">Of ask, read, delete and admin.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record ApiKey(string Id, string Name, string Owner, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt);

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
