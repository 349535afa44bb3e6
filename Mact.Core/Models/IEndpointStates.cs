namespace Mact.Core.Models;

/// <summary>What the workers tell of model endpoints, for everybody to see.</summary>
public interface IEndpointStates
{
    /// <summary>Publishes what a worker sees; it is forgotten after <paramref name="validity"/>.</summary>
    Task PublishAsync(string worker, IReadOnlyList<EndpointState> states, TimeSpan validity, CancellationToken cancellationToken);

    /// <summary>What all workers published and is still valid, by worker.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<EndpointState>>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps what was learnt.</summary>
    Task LearnAsync(EndpointKnowledge knowledge, CancellationToken cancellationToken);

    /// <summary>All that was learnt.</summary>
    Task<IReadOnlyList<EndpointKnowledge>> RecallAsync(CancellationToken cancellationToken);
}
