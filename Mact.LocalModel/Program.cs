using Mact.LocalModel.Serving;
using Mact.ServiceDefaults;

if (await ServiceCommand.TryRunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = ServiceHost.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddLocalModel();

return await ServiceHost.RunAsync(builder, static app =>
{
    app.MapDefaultEndpoints();
    app.MapModel();
});
