using Mact.AppHost.Embedded;
using Mact.AppHost.Embedded.Console;
using Mact.AppHost.Embedded.Dashboard.Logs;
using Mact.AppHost.Embedded.Options;

return await new EmbeddedCommand().InvokeAsync(args, ModelKey.Read(), static async (options, _) =>
{
    var logs = new LogStore(TimeProvider.System);
    await using var host = new EmbeddedHost(options, ConsoleLog.ForTerminal(logs), logs, TimeProvider.System);
    return await host.RunAsync();
});
