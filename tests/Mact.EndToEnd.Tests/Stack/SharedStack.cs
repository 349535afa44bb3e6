namespace Mact.EndToEnd.Tests.Stack;

/// <summary>One stack at default settings, shared by the tests that only ask.</summary>
public sealed class SharedStack : IAsyncLifetime
{
    internal AppHostProcess Host { get; private set; } = null!;

    internal ApiDriver Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await AppHostProcess.StartAsync([], CancellationToken.None);
        Api = new ApiDriver(Host.Api);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
    }
}
