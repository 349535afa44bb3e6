using Mact.DevServices;
using Mact.DevServices.Model;
using Mact.DevServices.Reader;
using Mact.DevServices.Redis;
using Mact.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
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
