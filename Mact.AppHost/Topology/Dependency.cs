namespace Mact.AppHost.Topology;

/// <summary>Something that the services connect to.</summary>
/// <param name="ConnectionString">What they are given, under this resource's name.</param>
/// <param name="Resource">What they wait for; for an endpoint outside, the connection string itself.</param>
/// <param name="IsStandIn">It merely stands in for the real thing.</param>
internal sealed record Dependency(
    IResourceBuilder<IResourceWithConnectionString> ConnectionString,
    IResourceBuilder<IResource> Resource,
    bool IsStandIn)
{
    /// <summary>What the connection string is made of where that is known only when it is deployed.</summary>
    public IReadOnlyList<IResourceBuilder<ParameterResource>> Parameters { get; init; } = [];
}
