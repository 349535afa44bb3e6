namespace Mact.EndToEnd.Tests.Stack;

/// <summary>The collection whose tests share one stack.</summary>
[CollectionDefinition(Name)]
public sealed class SharedStackTests : ICollectionFixture<SharedStack>
{
    public const string Name = "one stack at default settings";
}
