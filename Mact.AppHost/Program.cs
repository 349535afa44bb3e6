using Mact.AppHost.Embedded;
using Mact.AppHost.Embedded.Console;
using Mact.AppHost.Embedded.Options;

return await new EmbeddedCommand().InvokeAsync(args, ModelKey.Read(), static async (options, _) =>
{
    await using var host = new EmbeddedHost(options, ConsoleLog.ForTerminal(), TimeProvider.System);
    return await host.RunAsync();
});
