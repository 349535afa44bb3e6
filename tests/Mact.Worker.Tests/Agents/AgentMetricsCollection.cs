namespace Mact.Worker.Tests.Agents;

/// <summary>Counters belong to the process: nobody else may run an agent meanwhile.</summary>
[CollectionDefinition(nameof(AgentMetricsTests), DisableParallelization = true)]
public sealed class AgentMetricsCollection;
