using System.Collections.Concurrent;
using Mact.Core.Models;

namespace Mact.Testing;

/// <summary>What is told of model endpoints, in memory.</summary>
public sealed class MemoryEndpointStates : IEndpointStates
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<EndpointState>> _states = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Endpoint, string Model), EndpointKnowledge> _known = new();

    public Task PublishAsync(string worker, IReadOnlyList<EndpointState> states, TimeSpan validity, CancellationToken cancellationToken)
    {
        _states[worker] = states;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<string, IReadOnlyList<EndpointState>>> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<EndpointState>>>(_states);

    public Task LearnAsync(EndpointKnowledge knowledge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        _known[(knowledge.Endpoint, knowledge.Model)] = knowledge;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<EndpointKnowledge>> RecallAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EndpointKnowledge>>([.. _known.Values]);
}
