using Mact.DevServices.Reader;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Stack;

/// <summary>One stack at default settings, shared by the tests that only ask.</summary>
public sealed class SharedStack : IAsyncLifetime
{
    internal AppHostProcess Host { get; private set; } = null!;

    /// <summary>The model endpoint; the table reader is behind it.</summary>
    internal ScriptedEndpoint Model { get; private set; } = null!;

    internal ApiDriver Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Model = await ScriptedEndpoint.StartAsync(new TableReaderModel(TimeProvider.System));
        Host = await AppHostProcess.StartAsync(["--model-endpoint", Model.ApiAddress.ToString()], CancellationToken.None);
        Api = new ApiDriver(Host.Api);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Host.DisposeAsync();
        await Model.DisposeAsync();
    }
}
