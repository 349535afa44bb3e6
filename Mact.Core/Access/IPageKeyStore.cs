namespace Mact.Core.Access;

/// <summary>The keys that the page's cookies are protected with, as XML: the same for all of its replicas, and after a restart.</summary>
public interface IPageKeyStore
{
    /// <summary>All of them, in the order in which they came.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Keeps one more.</summary>
    Task AddAsync(string xml, CancellationToken cancellationToken);
}
