using Mact.Client.Access;

namespace Mact.Core.Access;

/// <summary>The latest of what people did; the log has all of it.</summary>
public interface IAuditStore
{
    /// <summary>Notes something; the oldest are let go.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> ListAsync(CancellationToken cancellationToken);
}
