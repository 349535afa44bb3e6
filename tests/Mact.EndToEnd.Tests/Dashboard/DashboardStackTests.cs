namespace Mact.EndToEnd.Tests.Dashboard;

/// <summary>The collection whose tests share one stack and its dashboard.</summary>
[CollectionDefinition(Name)]
public sealed class DashboardStackTests : ICollectionFixture<DashboardStack>
{
    public const string Name = "one stack with content capture, seen by its dashboard";
}
