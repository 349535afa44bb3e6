using Mact.EndToEnd.Tests.Stack;

namespace Mact.EndToEnd.Tests.Dashboard;

/// <summary>A stack that puts prompts and completions on spans, shared by the tests of its dashboard.</summary>
public sealed class DashboardStack : IAsyncLifetime
{
    internal AppHostProcess Host { get; private set; } = null!;

    internal ApiDriver Api { get; private set; } = null!;

    /// <summary>The address that the AppHost printed, with its token.</summary>
    internal Uri Login => DashboardDriver.LoginOf(Host);

    public async ValueTask InitializeAsync()
    {
        Host = await AppHostProcess.StartAsync([], CancellationToken.None, new Dictionary<string, string>(StringComparer.Ordinal)
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
    }
}
