using Mact.DevServices.Reader;
using Mact.EndToEnd.Tests.Stack;
using Mact.Testing;

namespace Mact.EndToEnd.Tests.Dashboard;

/// <summary>A stack that puts prompts and completions on spans, shared by the tests of its dashboard.</summary>
public sealed class DashboardStack : IAsyncLifetime
{
    internal AppHostProcess Host { get; private set; } = null!;

    /// <summary>The model endpoint; the table reader is behind it.</summary>
    internal ScriptedEndpoint Model { get; private set; } = null!;

    internal ApiDriver Api { get; private set; } = null!;

    /// <summary>The address that the AppHost printed, with its token.</summary>
    internal Uri Login => DashboardDriver.LoginOf(Host);

    public async ValueTask InitializeAsync()
    {
        Model = await ScriptedEndpoint.StartAsync(new TableReaderModel(TimeProvider.System));
        Host = await AppHostProcess.StartAsync(["--model-endpoint", Model.ApiAddress.ToString()], CancellationToken.None, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true",

            // A stopped worker waits for a model that is away as long as it may.
            ["Worker__DrainTime"] = "00:00:00.5",
            ["Models__MaxBackoff"] = "00:00:01",
        });
        Api = new ApiDriver(Host.Api);
    }

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        if (Model is not null)
        {
            await Model.DisposeAsync();
        }
    }
}
