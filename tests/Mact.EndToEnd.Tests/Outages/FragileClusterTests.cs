namespace Mact.EndToEnd.Tests.Outages;

/// <summary>The collection whose tests share one cluster and take its parts away, one test at a time.</summary>
[CollectionDefinition(Name)]
public sealed class FragileClusterTests : ICollectionFixture<FragileCluster>
{
    public const string Name = "one cluster whose parts fail";
}
