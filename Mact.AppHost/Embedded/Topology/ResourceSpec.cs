namespace Mact.AppHost.Embedded.Topology;

/// <summary>One child process of the embedded stack.</summary>
/// <param name="Name">The resource's name, as on Aspire: redis, model, api, worker (worker-2, …), web.</param>
/// <param name="Project">The project whose build output runs.</param>
/// <param name="Endpoint">Where its HTTP endpoint listens; <c>/health</c> there says when it is ready.</param>
/// <param name="Environment">Variables in addition to the AppHost's own.</param>
/// <param name="StartStage">A stage starts when the ones before it are ready.</param>
/// <param name="StopStage">A stage stops when the ones before it have stopped.</param>
internal sealed record ResourceSpec(
    string Name,
    string Project,
    Uri Endpoint,
    IReadOnlyDictionary<string, string> Environment,
    int StartStage,
    int StopStage)
{
    /// <summary>Asked for readiness.</summary>
    public Uri Health => new(Endpoint, "health");
}
