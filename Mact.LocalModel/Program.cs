using Mact.LocalModel.Serving;
using Mact.ServiceDefaults;

if (await ServiceCommand.TryRunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = ServiceHost.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddLocalModel();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapModel();

await app.RunAsync();
return 0;
