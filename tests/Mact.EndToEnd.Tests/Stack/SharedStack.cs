using Mact.Testing;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>The collection whose tests share one stack that they only ask.</summary>
[CollectionDefinition(Name)]
public sealed class SharedStackTests : ICollectionFixture<SharedStack>
{
    public const string Name = "one stack at default settings";
}

/// <summary>One stack at default settings, shared by the tests that only ask.</summary>
public sealed class SharedStack : IAsyncLifetime
{
    internal AspireStack Host { get; private set; } = null!;

    /// <summary>The model endpoint; the table reader is behind it.</summary>
    internal ScriptedEndpoint Model => Host.Model;

    internal ApiDriver Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await AspireStack.StartAsync(new(), CancellationToken.None);
        Api = new ApiDriver(Host.Api);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }
    }
}
