namespace Mact.Worker.Agents.Search;

/// <summary>Looks names up in an encyclopedia.</summary>
public interface ISearchClient
{
    /// <summary>Whether it is configured; where not, plans that search are not carried out.</summary>
    bool Enabled { get; }

    /// <summary>The opening of the page with that name, or what else came of it. Only cancellation is thrown.</summary>
    Task<SearchOutcome> FindAsync(string name, CancellationToken cancellationToken);
}
