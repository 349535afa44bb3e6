using Mact.DevServices;
using Mact.DevServices.Model;
using Mact.DevServices.Reader;
using Mact.DevServices.Redis;
using Mact.ServiceDefaults;
using Mact.ServiceDefaults.Hosting;

if (await ServiceCommand.TryRunAsync(args) is { } exitCode)
{
    return exitCode;
}

var builder = ServiceHost.CreateBuilder(args);
builder.AddServiceDefaults();

var standIns = StandIns.From(builder.Configuration);
if (standIns.Redis)
{
    builder.AddRedisStandIn();
}

if (standIns.Model)
{
    builder.AddModelStandIn();
    builder.Services.AddSingleton<IModel, TableReaderModel>();
}

var app = builder.Build();
app.MapDefaultEndpoints();

await app.RunAsync();
return 0;
